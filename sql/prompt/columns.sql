-- title:   Every column of every table and view
-- grain:   one row per column
-- columns: table_name table or view; name column; type its type; meaning its comment
select
    table_name,
    column_name as name,
    data_type as type,
    comment as meaning
from duckdb_columns()
where not internal
order by table_name, column_index
