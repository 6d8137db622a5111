-- Each reject of the batch once, and whether it is known.
create or replace temporary table batch_rejects as
with
batch as (
    select cast($run_id as text) as run_id
)

select
    i.uri,
    i.record,
    i.reason,
    i.detail,
    b.run_id,
    min(i.sample) as sample,
    count(r.uri) > 0 as is_known
from incoming_rejects as i
cross join batch as b
left join rejects as r
    on
        i.uri = r.uri
        and i.record is not distinct from r.record
        and i.reason = r.reason
        and i.detail is not distinct from r.detail
group by i.uri, i.record, i.reason, i.detail, b.run_id
