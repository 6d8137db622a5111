"""Dateline: news articles in, a database of what happened (and what was only said) out.

The corridor, in the order in which the data walks it:

    ingest   inputs            -> ARTICLES + REJECTS
    extract  ARTICLES          -> records: mentions, entities, dates, quotes, events, sanctions
    store    records as frames -> DuckDB, checked, published by one rename
    report   published DuckDB  -> pages, tables, answers to ad-hoc SQL

`flows.pipeline` opens these doors one after the other; start reading there. Nothing is imported here, so that
`dateline sql` does not pay for what only `dateline run` needs.
"""
