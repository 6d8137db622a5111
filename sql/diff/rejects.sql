-- title:   Rejects met for the first time
-- grain:   one row per reason, most frequent first
-- params:  earlier text = null; later text = null
-- columns: reason word to count by;
--          reject_count records and inputs;
--          example one of them
select
    reason,
    count(*) as reject_count,
    min(coalesce(uri, '') || coalesce(', record ' || record, '') || coalesce(': ' || detail, '')) as example
from rejects
where run_id > $earlier and run_id <= $later
group by reason
order by reject_count desc, reason
