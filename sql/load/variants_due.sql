-- Whether something was stored since the variants were last made, or the rules have changed.
with
last_batch as (
    select coalesce(max(batch_id), 0) as batch_id from batches
),

made as (
    select count(*) as run_count
    from variant_runs
    where rules_hash = $rules_hash and batch_id in (select b.batch_id from last_batch as b)
)

select run_count = 0 as is_due
from made
