-- title:   Rejected records by reason
-- grain:   one row per reason, most frequent first; a record that several runs met counts once
-- columns: reason why the record could not be used;
--          record_count distinct records;
--          uri_count distinct inputs they are in;
--          last_run_id latest run that met one
with
rejected_records as (
    select
        uri,
        record,
        reason,
        max(last_run_id) as last_run_id
    from rejects
    group by uri, record, reason
)

select
    reason,
    count(*) as record_count,
    count(distinct uri) as uri_count,
    max(last_run_id) as last_run_id
from rejected_records
group by reason
order by record_count desc, reason
