-- title:   What can be named in a query
-- grain:   one row per name and kind
-- columns: name the word; kind table, view, macro, column or keyword; place the tables that have the column
select
    table_name as name,
    'table' as kind,
    '' as place
from duckdb_tables()
where not internal
union all
select
    view_name as name,
    'view' as kind,
    '' as place
from duckdb_views()
where not internal
union all
select distinct
    function_name as name,
    'macro' as kind,
    array_to_string(parameters, ', ') as place
from duckdb_functions()
where not internal and function_type in ('macro', 'table_macro')
union all
select
    column_name as name,
    'column' as kind,
    string_agg(table_name, ', ' order by table_name) as place
from duckdb_columns()
where not internal
group by column_name
union all
select
    keyword_name as name,
    'keyword' as kind,
    '' as place
from duckdb_keywords()
where keyword_category = 'reserved'
order by name, kind
