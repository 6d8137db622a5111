"""Room 4, the key to the map: a database in, a page out that tells every table, view and macro with its columns.

All of it comes from the comments in the database, so that docs/tables.md and the README of an export cannot differ from
what people see in `duckdb_columns()`.
"""

from collections.abc import Iterator

import duckdb

from flows.settings import share

Rows = list[tuple[str, ...]]


def tables_page(con: duckdb.DuckDBPyConnection) -> str:
    """Markdown: a section a table and view with a line a column, then one a macro."""
    columns = _rows(con, "columns")
    sections = [_table_section(name, kind, comment, columns) for name, kind, comment in _rows(con, "tables")]
    return "\n".join([*sections, *_macro_sections(con)])


def _rows(con: duckdb.DuckDBPyConnection, name: str) -> Rows:
    return con.execute(share("sql", "prompt", f"{name}.sql").read_text(encoding="utf-8")).fetchall()


def _table_section(name: str, kind: str, comment: str, columns: Rows) -> str:
    lines = [f"## {name}", "", f"{comment} ({kind})", "", "| column | type | meaning |", "|---|---|---|"]
    lines += [
        f"| `{column}` | {type_} | {meaning or ''} |" for table, column, type_, meaning in columns if table == name
    ]
    return "\n".join(lines) + "\n"


def _macro_sections(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    for name, parameters, kind, comment in _rows(con, "macros"):
        title = f"{name}({parameters})"
        lines = [f"## {title}", "", f"{comment} ({'table macro' if kind == 'table_macro' else 'macro'})"]
        if kind == "table_macro":
            lines += ["", f"Columns: {', '.join(_columns_of(con, name, parameters))}."]
        yield "\n".join(lines) + "\n"


def _columns_of(con: duckdb.DuckDBPyConnection, name: str, parameters: str) -> list[str]:
    """The columns that a table macro gives, asked with nulls."""
    nulls = ", ".join("null" for _ in parameters.split(", "))
    return [f"`{column}`" for column in con.sql(f"from {name}({nulls})").columns]
