-- What most articles call an entity; of equals the first in spelling, so that the order of loading does not matter.
insert into entities (entity_id, name, type, code, article_count, run_id)
with
namings as (
    select
        e.entity_id,
        e.name,
        e.type,
        e.code,
        b.run_id
    from article_entities as e
    inner join batch_entities as b on e.entity_id = b.entity_id
),

names as (
    select
        entity_id,
        name
    from namings
    group by entity_id, name
    qualify row_number() over (partition by entity_id order by count(*) desc, name) = 1
),

kinds as (
    select
        entity_id,
        type,
        code
    from namings
    group by entity_id, type, code
    qualify row_number() over (partition by entity_id order by count(*) desc, code nulls last, type nulls last) = 1
),

counts as (
    select
        entity_id,
        max(run_id) as run_id,
        count(*) as article_count
    from namings
    group by entity_id
)

select
    n.entity_id,
    n.name,
    k.type,
    k.code,
    c.article_count,
    c.run_id
from names as n
inner join kinds as k on n.entity_id = k.entity_id
inner join counts as c on n.entity_id = c.entity_id
