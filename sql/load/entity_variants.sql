insert into entity_variants (entity_id, merged_into, score, rule, is_accepted, reason, run_id)
select
    entity_id,
    other_id as merged_into,
    round(score, 4) as score,
    rule,
    is_accepted,
    reason,
    $run_id
from variant_verdicts
qualify row_number() over (partition by entity_id, other_id order by is_accepted desc, rule) = 1
order by entity_id, other_id
