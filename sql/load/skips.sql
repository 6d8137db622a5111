-- An input may lie in several batches: each adds its part.
insert into skips (run_id, uri, reason, record_count)
select
    $run_id,
    uri,
    reason,
    record_count
from incoming_skips
