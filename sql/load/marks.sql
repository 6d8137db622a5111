insert into marks (article_id, start, "end", text, kind, place, agency, rule, run_id)
select
    i.article_id,
    i.start,
    i."end",
    i.text,
    i.kind,
    i.place,
    i.agency,
    i.rule,
    b.run_id
from incoming_marks as i
inner join batch_articles as b on i.article_id = b.article_id
where b.is_replaced
