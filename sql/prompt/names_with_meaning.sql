-- title:   Tables, views and macros
-- grain:   one row each
-- columns: name how to name it; kind table, view or macro; meaning its comment
with
named as (
    select
        table_name as name,
        'table' as kind,
        comment as meaning,
        1 as place
    from duckdb_tables()
    where not internal
    union all
    select
        view_name as name,
        'view' as kind,
        comment as meaning,
        2 as place
    from duckdb_views()
    where not internal
    union all
    select
        concat(function_name, '(', array_to_string(parameters, ', '), ')') as name,
        'macro' as kind,
        comment as meaning,
        3 as place
    from duckdb_functions()
    where not internal and function_type in ('macro', 'table_macro')
)

select
    name,
    kind,
    meaning
from named
order by place, name
