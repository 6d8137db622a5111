-- The tables of the database that is open: none in a new one.
select table_name from duckdb_tables()
where not internal and not temporary and database_name = current_database()
order by table_name
