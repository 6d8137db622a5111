insert into article_entities (
    article_id, entity_id, name, type, code, run_id
)
select
    i.article_id,
    i.entity_id,
    i.name,
    i.type,
    i.code,
    b.run_id
from incoming_article_entities as i
inner join batch_articles as b on i.article_id = b.article_id
where b.is_replaced
