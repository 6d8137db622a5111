insert into inputs (run_id, uri, content_hash, status, record_count, rejected_count, skipped_count)
select
    $run_id,
    uri,
    content_hash,
    status,
    record_count,
    rejected_count,
    skipped_count
from incoming_inputs
