"""ROOM 3: frames of articles and their layers -> DuckDB: migrated, loaded, checked, published. The only writer."""
