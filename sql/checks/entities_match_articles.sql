-- Fails if an entity is not named by as many articles as it says, or an article mentions one otherwise than it says.
--
-- entities is kept up to date batch by batch from article_entities, and the counts in those from mentions; a step left
-- out shows here.
with
named as (
    select
        entity_id,
        count(*) as article_count
    from article_entities
    group by entity_id
),

mentioned as (
    select
        article_id,
        entity_id,
        count(label) as mention_count
    from mentions
    where entity_id is not null
    group by article_id, entity_id
),

wrong as (
    select
        coalesce(e.entity_id, n.entity_id) as entity_id,
        null as article_id,
        e.article_count as stated_count,
        n.article_count as counted
    from entities as e
    full outer join named as n on e.entity_id = n.entity_id
    where e.article_count is distinct from n.article_count
    union all
    select
        coalesce(a.entity_id, m.entity_id) as entity_id,
        coalesce(a.article_id, m.article_id) as article_id,
        a.mention_count as stated_count,
        m.mention_count as counted
    from article_entities as a
    full outer join mentioned as m on a.article_id = m.article_id and a.entity_id = m.entity_id
    where a.article_id is null or a.mention_count is distinct from coalesce(m.mention_count, 0)
)

select
    entity_id,
    article_id,
    stated_count,
    counted
from wrong
order by entity_id, article_id
