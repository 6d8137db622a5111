"""Room 4, whose reports: names and a folder of the user's own in, report files out, each looked through.

A folder of the user's own is laid out as the program's: <report>.sql, beside them charts/<report>.toml and
drill/<report>.sql. What is wrong in a file is told with its line before anything is run.
"""

import re
from pathlib import Path

from flows.errors import SqlFileError, UsageError
from flows.report.run import GRAINS, list_reports
from flows.sqlfile import SqlFile

# What is no part of a statement: comments, texts, quoted names. `$$ ... $$` is a text too.
NOT_CODE = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$\$.*?\$\$", re.DOTALL)
NAMED = re.compile(r"\$([a-z_][a-z0-9_]*)")


def choose_reports(names: list[str], *, own: Path | None = None) -> list[tuple[SqlFile, Path | None]]:
    """The reports asked for, each with the folder it comes from when that is the user's.

    Names are looked for in the user's folder first; no names: all of that folder, else all of ours. Raises UsageError
    for an unknown name or folder, SqlFileError for a wrong file.
    """
    ours = {report.name: (report, None) for report in list_reports()}
    theirs: dict[str, tuple[SqlFile, Path | None]] = {}
    if own is not None:
        if not own.is_dir():
            raise UsageError(f"--reports {own}: there is no such folder")
        theirs = {report.name: (check_report(report), own) for report in list_reports(own)}
        if not theirs:
            raise UsageError(f"--reports {own}: there is no .sql file in this folder")
    possible = {**ours, **theirs}
    if unknown := [name for name in names if name not in possible]:
        raise UsageError(f"there is no report {', '.join(unknown)}; possible are {', '.join(possible)}")
    return [possible[name] for name in dict.fromkeys(names or theirs or ours)]


def check_report(report: SqlFile) -> SqlFile:
    """The report. Raises SqlFileError when its header and its statement do not fit each other."""
    if not report.title:
        raise SqlFileError(report.path, 1, "a report begins with `-- title: ...`; see sql/reports for examples")
    if report.name.lower() == "index":
        raise SqlFileError(report.path, 1, "index is the page of all reports; give the file another name")
    return check_statement(report)


def check_statement(report: SqlFile) -> SqlFile:
    """The report or drill. Raises SqlFileError when there is no statement, or it has not the header's parameters."""
    if not _code(report.text).strip(" \t\r\n;"):
        raise SqlFileError(report.path, len(report.text.splitlines()) or 1, "there is no statement below the header")
    line = header_line(report, "params")
    for param in report.params:
        if param.name == "grain" and param.default not in GRAINS:
            raise SqlFileError(report.path, line, f"the default of grain is one of {', '.join(GRAINS)}")
    declared = {param.name for param in report.params}
    used = {name: line for line, name in reversed(_named(report.text))}
    for name, line in used.items():
        if name not in declared:
            raise SqlFileError(report.path, line, f"${name} is not among the params of the header")
    if idle := sorted(declared - used.keys()):
        raise SqlFileError(report.path, line, f"the header's parameter {idle[0]} is not used: there is no ${idle[0]}")
    return report


def header_line(report: SqlFile, name: str) -> int:
    """The line where a field of the header begins."""
    return report.text.partition(f"{name}:")[0].count("\n") + 1 if f"{name}:" in report.text else 1


def statement_line(report: SqlFile) -> int:
    """The line where the statement begins."""
    code = _code(report.text)
    return code.count("\n", 0, len(code) - len(code.lstrip())) + 1


def _code(text: str) -> str:
    """The text with blanks in place of what is no part of a statement; every line stays where it is."""
    return NOT_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _named(text: str) -> list[tuple[int, str]]:
    """Line and name of every `$name` in the statement."""
    code = _code(text)
    return [(code.count("\n", 0, found.start()) + 1, found[1]) for found in NAMED.finditer(code)]
