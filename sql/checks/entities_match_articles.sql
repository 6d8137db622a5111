-- Fails if an entity is not named by as many articles as it says, or a mention names one that its article does not.
--
-- entities is kept up to date batch by batch from article_entities; a step left out shows here.
with
named as (
    select
        entity_id,
        count(*) as article_count
    from article_entities
    group by entity_id
),

mentioned as (
    select distinct
        article_id,
        entity_id
    from mentions
    where entity_id is not null
),

wrong as (
    select
        coalesce(e.entity_id, n.entity_id) as entity_id,
        null as article_id,
        e.article_count,
        n.article_count as counted
    from entities as e
    full outer join named as n on e.entity_id = n.entity_id
    where e.article_count is distinct from n.article_count
    union all
    select
        m.entity_id,
        m.article_id,
        null as article_count,
        null as counted
    from mentioned as m
    anti join article_entities as a on m.article_id = a.article_id and m.entity_id = a.entity_id
)

select
    entity_id,
    article_id,
    article_count,
    counted
from wrong
order by entity_id, article_id
