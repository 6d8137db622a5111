insert into entity_roles (
    article_id, entity_id, text, start, "end", run_id
)
select
    i.article_id,
    i.entity_id,
    i.text,
    i.start,
    i."end",
    b.run_id
from incoming_entity_roles as i
inner join batch_articles as b on i.article_id = b.article_id
where b.is_replaced
