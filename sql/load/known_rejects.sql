update rejects set last_run_id = b.run_id
from batch_rejects as b
where
    b.is_known
    and rejects.uri = b.uri
    and rejects.record is not distinct from b.record
    and rejects.reason = b.reason
    and rejects.detail is not distinct from b.detail
