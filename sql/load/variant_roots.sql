-- The entity that each one is: along accepted pairs to ever better names, as long as nothing speaks against the end.
create or replace temporary table variant_roots as
with recursive
steps as (
    select
        v.entity_id,
        arg_min(v.other_id, b.place) as other_id
    from variant_verdicts as v
    inner join variant_parties as b on v.other_id = b.entity_id
    where v.is_accepted
    group by v.entity_id
),

-- Each step leads to a lower place, so there is no way back.
ways as (
    select
        entity_id,
        other_id as root_id
    from steps
    union
    select
        w.entity_id,
        s.other_id as root_id
    from ways as w
    inner join steps as s on w.root_id = s.entity_id
),

ends as (
    select
        w.entity_id,
        arg_min(w.root_id, b.place) as root_id
    from ways as w
    inner join variant_parties as b on w.root_id = b.entity_id
    group by w.entity_id
),

refused as (
    select
        entity_id,
        other_id
    from variant_verdicts
    where not is_accepted
),

checked as (
    select
        e.entity_id,
        e.root_id,
        r.entity_id is null
        and (len(p.countries) = 0 or len(q.countries) = 0 or list_has_any(p.countries, q.countries)) as is_free
    from ends as e
    inner join variant_parties as p on e.entity_id = p.entity_id
    inner join variant_parties as q on e.root_id = q.entity_id
    left join refused as r on e.entity_id = r.entity_id and e.root_id = r.other_id
)

select
    p.entity_id,
    coalesce(c.root_id, p.entity_id) as root_id
from variant_parties as p
left join checked as c on p.entity_id = c.entity_id and c.is_free
