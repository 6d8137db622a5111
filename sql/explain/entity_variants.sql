-- title:   Other names that may be the same party
-- grain:   one row per two names of which one is of this party, accepted ones first
-- params:  id text = null
-- columns: verdict same, or other party;
--          entity_id the one name, with its articles;
--          other_id the other name, with its articles;
--          rule what speaks for it;
--          reason the evidence, or what speaks against it;
--          score likeness of the names, 0 to 1
with
party as (
    select canonical_id from entity_names
    where entity_id = $id
),

names as (
    select n.entity_id
    from entity_names as n
    inner join party as p on n.canonical_id = p.canonical_id
)

select
    case when v.is_accepted then 'same' else 'other party' end as verdict,
    concat(v.entity_id, ' (', a.article_count, ')') as entity_id,
    concat(v.merged_into, ' (', b.article_count, ')') as other_id,
    v.rule,
    v.reason,
    v.score
from entity_variants as v
inner join entities as a on v.entity_id = a.entity_id
inner join entities as b on v.merged_into = b.entity_id
where v.entity_id in (select n.entity_id from names as n) or v.merged_into in (select n.entity_id from names as n)
order by v.is_accepted desc, a.article_count desc, b.article_count desc, v.entity_id, v.merged_into
limit 40
