-- title:   One table, view or macro
-- grain:   one row for itself, then one per column
-- params:  name text = null
-- columns: name itself, then its columns; type of the column; meaning its comment
with
described as (
    select
        table_name as name,
        'table' as type,
        comment as meaning,
        0 as place
    from duckdb_tables()
    where not internal and table_name = $name
    union all
    select
        view_name as name,
        'view' as type,
        comment as meaning,
        0 as place
    from duckdb_views()
    where not internal and view_name = $name
    union all
    select
        concat(function_name, '(', array_to_string(parameters, ', '), ')') as name,
        'macro' as type,
        comment as meaning,
        0 as place
    from duckdb_functions()
    where not internal and function_type in ('macro', 'table_macro') and function_name = $name
    union all
    select
        column_name as name,
        lower(data_type) as type,
        comment as meaning,
        column_index as place
    from duckdb_columns()
    where not internal and table_name = $name
)

select
    name,
    type,
    meaning
from described
order by place
