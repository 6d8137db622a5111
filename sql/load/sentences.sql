insert into sentences (
    article_id, start, "end", run_id
)
select
    i.article_id,
    i.start,
    i."end",
    b.run_id
from incoming_sentences as i
inner join batch_articles as b on i.article_id = b.article_id
where b.is_replaced
