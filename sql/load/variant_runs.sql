insert into variant_runs (run_id, batch_id, rules_hash)
select
    $run_id,
    coalesce(max(batch_id), 0) as batch_id,
    $rules_hash
from batches
