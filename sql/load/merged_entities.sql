-- What the roots say, in entities; only rows that change are written.
update entities set merged_into = n.merged_into
from (
    select
        e.entity_id,
        nullif(coalesce(r.root_id, e.entity_id), e.entity_id) as merged_into
    from entities as e
    left join variant_roots as r on e.entity_id = r.entity_id
) as n
where entities.entity_id = n.entity_id and entities.merged_into is distinct from n.merged_into
