insert into article_entities (
    article_id, entity_id, name, type, code, mention_count, run_id
)
with
namings as (
    select
        article_id,
        entity_id,
        count(*) as mention_count
    from incoming_mentions
    where entity_id is not null and label is not null
    group by article_id, entity_id
)

select
    i.article_id,
    i.entity_id,
    i.name,
    i.type,
    i.code,
    coalesce(n.mention_count, 0) as mention_count,
    b.run_id
from incoming_article_entities as i
inner join batch_articles as b on i.article_id = b.article_id
left join namings as n on i.article_id = n.article_id and i.entity_id = n.entity_id
where b.is_replaced
