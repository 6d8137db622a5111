-- What the run left in the database, counted there.
with
run_inputs as (
    select count(*) as input_count from inputs
    where run_id = $run_id
),

run_statements as (
    select count(*) as statement_count from sanctions
    where run_id = $run_id
)

select
    run_inputs.input_count,
    run_statements.statement_count
from run_inputs
cross join run_statements
