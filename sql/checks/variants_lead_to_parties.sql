-- Fails if an entity is a variant of one that is not there or is a variant itself, or without an accepted reason.
--
-- Reports take one step from a name to its party; a chain, or a step into nothing, would lose articles in silence.
with
variants as (
    select
        entity_id,
        merged_into
    from entities
    where merged_into is not null
),

reasons as (
    select entity_id from entity_variants
    where is_accepted
),

wrong as (
    select
        v.entity_id,
        v.merged_into,
        'its party is no entity' as fault
    from variants as v
    anti join entities as e on v.merged_into = e.entity_id
    union all
    select
        v.entity_id,
        v.merged_into,
        'its party is a variant' as fault
    from variants as v
    semi join variants as p on v.merged_into = p.entity_id
    union all
    select
        v.entity_id,
        v.merged_into,
        'no accepted pair says so' as fault
    from variants as v
    anti join reasons as r on v.entity_id = r.entity_id
    union all
    select
        v.entity_id,
        v.merged_into,
        'a pair of an entity that is gone' as fault
    from entity_variants as v
    anti join entities as e on v.entity_id = e.entity_id
)

select
    entity_id,
    merged_into,
    fault
from wrong
order by entity_id, merged_into, fault
