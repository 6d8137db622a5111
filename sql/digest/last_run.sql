-- title:   When the last run ended
-- grain:   one row
-- columns: run_id the last run that was done;
--          finished_at when it ended, UTC
select
    run_id,
    finished_at
from runs
where status = 'done'
order by finished_at desc, run_id desc
limit 1
