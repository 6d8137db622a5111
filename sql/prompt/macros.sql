-- title:   Every macro
-- grain:   one row per macro
-- columns: name macro; parameters their names; kind macro or table_macro; meaning its comment
select
    function_name as name,
    array_to_string(parameters, ', ') as parameters,
    function_type as kind,
    comment as meaning
from duckdb_functions()
where not internal and function_type in ('macro', 'table_macro')
order by name
