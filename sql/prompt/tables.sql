-- title:   Tables and views
-- grain:   one row each, views after tables
-- columns: name how to name it; kind table or view; meaning its comment
select
    table_name as name,
    'table' as kind,
    comment as meaning
from duckdb_tables()
where not internal
union all
select
    view_name as name,
    'view' as kind,
    comment as meaning
from duckdb_views()
where not internal
order by kind, name
