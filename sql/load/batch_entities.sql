-- Entities that the articles named until now, and those that they name from now on.
create or replace temporary table batch_entities as
select
    e.entity_id,
    b.run_id
from article_entities as e
inner join batch_articles as b on e.article_id = b.article_id
where b.has_old_layers
union
select
    i.entity_id,
    b.run_id
from incoming_article_entities as i
inner join batch_articles as b on i.article_id = b.article_id
where b.is_replaced
