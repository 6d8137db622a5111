-- title:   Last runs
-- grain:   one row per run, newest first, at most $top
-- params:  top int = 5
-- columns: run_id key of the run;
--          started_at UTC;
--          finished_at UTC, null when it has not finished;
--          status running, done, failed or died;
--          read_count records read;
--          new_count articles never seen before;
--          revised_count other texts of known articles;
--          rejected_count records that could not be used;
--          statement_count sanctions statements found
select
    run_id,
    started_at,
    finished_at,
    status,
    read_count,
    new_count,
    revised_count,
    rejected_count,
    statement_count
from runs
order by started_at desc, run_id desc
limit $top
