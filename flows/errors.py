"""Every error that the program raises on purpose, and where it comes from. Imports nothing of ours.

DatelineError            one or two lines for the user: what, where, what to do
├── UsageError           the command was called wrongly (exit code 2)
├── InputError           an input as a whole cannot be read: no such file, no reader for its type
├── RecordError          one record of an input cannot be used; it becomes a reject, the run goes on
├── LexiconError         a file under seeds/ is wrong: names the file and the entry
├── SqlFileError         a .sql file or its header is wrong: names the file and the line
├── StoreError           the database cannot be opened, written or published
├── RunnerError          extraction cannot go on: no cluster, or a fault that is no article's
│   └── WorkerLostError  the process that worked a batch died
├── CheckError           a data check found something; the database was not published
├── QueryError           an ad-hoc query is refused, wrong, or took too long
└── MailError            a mail server cannot be reached or refuses, or nobody knows whether a mail went out
"""

from pathlib import Path


class DatelineError(Exception):
    """What happened, where, and what to do, in one or two lines."""


class UsageError(DatelineError):
    """A command, option or value that cannot be used."""


class InputError(DatelineError):
    """An input that cannot be read as a whole."""


class RecordError(DatelineError):
    """One unusable record: `reason` is a word that reports count by, `detail` tells the rest to a person."""

    def __init__(self, reason: str, detail: str, *, sample: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.sample = sample[:200]


class LexiconError(DatelineError):
    """A wrong entry in a file of seeds/lexicon or seeds/reference."""

    def __init__(self, path: Path, entry: str, problem: str) -> None:
        super().__init__(f"{path.name}, {entry}: {problem}")
        self.path = path
        self.entry = entry


class SqlFileError(DatelineError):
    """A wrong .sql file or header; `line` counts from 1."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path = path
        self.line = line


class StoreError(DatelineError):
    """A database that cannot be opened, written or published."""


class RunnerError(DatelineError):
    """Extraction that cannot go on."""


class WorkerLostError(RunnerError):
    """A worker that died with its batch, or beside the one whose batch it was."""


class CheckError(DatelineError):
    """Checks that found rows; their names and first rows are in the message."""


class QueryError(DatelineError):
    """An ad-hoc query that was refused, failed, or ran out of time."""


class MailError(DatelineError):
    """A mail that was not sent, or not to everybody."""
