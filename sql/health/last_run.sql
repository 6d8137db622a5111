-- title:   What the last published run read
-- grain:   one row; none where nothing was read
-- columns: run_id the run;
--          read_count records it read;
--          rejected_count records of them that could not be used
select
    run_id,
    read_count,
    rejected_count
from runs
where status = 'done' and read_count > 0
order by started_at desc, run_id desc
limit 1
