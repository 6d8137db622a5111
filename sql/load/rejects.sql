insert into rejects (run_id, last_run_id, uri, record, reason, detail, sample)
select
    run_id,
    run_id as last_run_id,
    uri,
    record,
    reason,
    detail,
    sample
from batch_rejects
where not is_known
