"""Room 4, the counter: a terminal in, questions asked one after another, answers out; `dateline sql` without a query.

Each question runs in a child of its own (query.py): Ctrl-C ends the child at once and the prompt stays, and every
question is answered from the database as it is published by then.
"""

import io
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import PygmentsLexer
from prompt_toolkit.output import Output
from pygments.lexers.sql import SqlLexer  # type: ignore[import-untyped]

from flows.errors import DatelineError
from flows.report.examples import read_examples
from flows.report.query import FORMATS, is_statement, write_query
from flows.settings import share

# Rows of a table at the prompt; whoever wants all writes them to a file.
PROMPT_ROWS = 100
# What Tab completes: a name, or a dot command.
WORD = re.compile(r"(?:^\s*\.)?\w*$")
TEXT_FORMATS = tuple(form for form in FORMATS if form != "parquet")
WELCOME = "One question at a time, ended by ; or an empty line. .help tells more, Tab completes, Ctrl-D leaves."
HELP = """\
.tables              tables, views and macros, with their meaning
.describe NAME       one of them, with its columns
.examples [N]        questions and their queries; with a number, that one with its answer
.format NAME         table, csv, json, jsonl or markdown
.timer on|off        the time that a question took
.help  .quit         this; and leave (Ctrl-D does too)
Ctrl-C stops a question that runs, or clears the line. Only questions are answered: nothing can be changed."""


class Leave(Exception):  # noqa: N818  not an error
    """The user asked to go."""


@dataclass(slots=True)
class Counter:
    """Where questions go and how answers look; `form` and `is_timed` change while the prompt is open."""

    db: Path
    out: TextIO
    timeout: float
    memory: str
    form: str = "table"
    is_timed: bool = False


def open_prompt(
    db: Path,
    *,
    timeout: float,
    memory: str,
    out: TextIO,
    form: str = "table",
    history: Path | None = None,
    terminal: tuple[Input, Output] | None = None,
) -> None:
    """Nothing; returns when the user leaves. `terminal`: other than the one of the process.

    Raises StoreError, before anything is asked, when there is no database.
    """
    counter = Counter(db, out, timeout, memory)
    _set_format(counter, form)
    session: PromptSession[str] = PromptSession(
        "dateline> ",
        multiline=True,
        prompt_continuation="     ...> ",
        history=_open_history(history or history_path()),
        completer=SqlCompleter(read_names(db)),
        complete_while_typing=False,
        lexer=PygmentsLexer(SqlLexer),
        key_bindings=_keys(),
        input=terminal[0] if terminal else None,
        output=terminal[1] if terminal else None,
    )
    print(f"{db}\n{WELCOME}", file=out, flush=True)
    while True:
        try:
            answer(counter, session.prompt())
        except KeyboardInterrupt:  # the line is cleared
            continue
        except (EOFError, Leave):
            return


def answer(counter: Counter, asked: str) -> None:
    """Nothing; the answer, or what is wrong with the question, is on `counter.out`. Raises Leave."""
    text = asked.strip().removesuffix(";").strip()
    begin = time.monotonic()
    try:
        if text.startswith("."):
            _command(counter, *text.split(maxsplit=1))
        elif text:
            _ask(counter, text)
    except DatelineError as error:
        print(error, file=counter.out)
    except KeyboardInterrupt:
        print("stopped", file=counter.out)
    if counter.is_timed and text:
        print(f"{time.monotonic() - begin:.2f} s", file=counter.out)
    counter.out.flush()


def history_path() -> Path:
    """Where questions are kept, after the XDG base directory specification."""
    home = os.environ.get("XDG_STATE_HOME", "")
    state = Path(home) if home.startswith("/") else Path.home() / ".local" / "state"
    return state / "dateline" / "sql_history"


def _open_history(path: Path) -> History:
    """The history in the file; in memory where the file cannot be written. Only its owner may read it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(path)


def _ask(counter: Counter, query: str, params: Mapping[str, object] | None = None) -> None:
    write_query(
        counter.db,
        query,
        params=params,
        timeout=counter.timeout,
        memory=counter.memory,
        form=counter.form,
        out=counter.out,
        width=shutil.get_terminal_size().columns if counter.out.isatty() else None,
        rows=PROMPT_ROWS,
    )


def _prompt_query(name: str) -> str:
    return share("sql", "prompt", f"{name}.sql").read_text(encoding="utf-8")


def _command(counter: Counter, name: str, argument: str = "") -> None:
    """Nothing; the dot command is done. An unknown one is answered with the help."""
    command = COMMANDS.get(name)
    if command:
        command(counter, argument.strip())
    else:
        print(f"there is no {name}\n{HELP}", file=counter.out)


def _describe(counter: Counter, name: str) -> None:
    if not name:
        print("give a name: .describe articles", file=counter.out)
    else:
        _ask(counter, _prompt_query("describe"), {"name": name.removesuffix(";").partition("(")[0].lower()})


def _examples(counter: Counter, number: str) -> None:
    examples = read_examples()
    if number.isdigit() and 0 < int(number) <= len(examples):
        chosen = examples[int(number) - 1]
        print(f"{chosen.question}\n\n{chosen.query}\n", file=counter.out)
        _ask(counter, chosen.query)
        return
    for place, example in enumerate(examples, start=1):
        print(f"{place:3}  {example.question}", file=counter.out)


def _set_format(counter: Counter, form: str) -> None:
    if form in TEXT_FORMATS:
        counter.form = form
    else:
        print(f"the format is {counter.form}; possible are {', '.join(TEXT_FORMATS)}", file=counter.out)


def _set_timer(counter: Counter, state: str) -> None:
    counter.is_timed = {"on": True, "off": False}.get(state, not counter.is_timed)
    print(f"the timer is {'on' if counter.is_timed else 'off'}", file=counter.out)


def _leave(_counter: Counter, _argument: str) -> None:
    raise Leave


COMMANDS: dict[str, Callable[[Counter, str], None]] = {
    ".tables": lambda counter, _: _ask(counter, _prompt_query("names_with_meaning")),
    ".describe": _describe,
    ".examples": _examples,
    ".format": _set_format,
    ".timer": _set_timer,
    ".help": lambda counter, _: print(HELP, file=counter.out),
    ".quit": _leave,
    ".exit": _leave,
}


@dataclass(frozen=True, slots=True)
class Name:
    """A word that can stand in a query. `place`: the tables of a column, the parameters of a macro."""

    name: str
    kind: str
    place: str


def read_names(db: Path) -> list[Name]:
    """What can be named in a query on this database. Raises StoreError when there is none."""
    rows = io.StringIO()
    write_query(db, _prompt_query("names"), form="jsonl", out=rows, timeout=20, memory="200MB")
    return [Name(**json.loads(line)) for line in rows.getvalue().splitlines()]


class SqlCompleter(Completer):
    """Names and keywords that begin with the word before the cursor; dot commands at the beginning."""

    def __init__(self, names: list[Name]) -> None:
        self._names = names

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002
        before = document.text_before_cursor
        found = WORD.search(before)
        word = found[0].lstrip() if found else ""
        for name, kind in self._offered(before, word):
            if name.lower().startswith(word.lower()):
                yield Completion(name, start_position=-len(word), display_meta=kind)

    def _offered(self, before: str, word: str) -> Iterator[tuple[str, str]]:
        """Words that may stand here with what they are, the likelier ones first."""
        command, is_command, _ = before.lstrip().partition(" ")
        if before.lstrip().startswith("."):
            choices = CHOICES.get(command, ()) if is_command else COMMANDS
            yield from ((choice, "") for choice in choices)
            if command != ".describe":
                return
        kinds: tuple[str, ...] = ("column", "view", "table", "macro", "keyword")
        earlier = before[: len(before) - len(word)].rstrip().lower()
        if earlier.endswith(AFTER_THESE_A_TABLE) or command == ".describe":
            kinds = ("view", "table", "macro")
        elif earlier.endswith("."):
            kinds = ("column",)
        for kind in kinds:
            for one in self._names:
                if one.kind == kind:
                    yield one.name, f"{kind} {f'({one.place})' if kind == 'macro' else one.place}".strip()


AFTER_THESE_A_TABLE = ("from", "join", "describe", "summarize", "table")
CHOICES = {".format": TEXT_FORMATS, ".timer": ("on", "off")}


def _keys() -> KeyBindings:
    """Enter asks when the question is complete, else begins a new line; Escape and Enter asks anyhow."""
    keys = KeyBindings()

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.complete_state and buffer.complete_state.current_completion:
            buffer.apply_completion(buffer.complete_state.current_completion)
        elif is_whole(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return keys


def is_whole(text: str) -> bool:
    """Whether Enter ends the question: a dot command, a semicolon, an empty line, or one line that is a statement."""
    line = text.rpartition("\n")[2].strip()
    if not text.strip() or text.lstrip().startswith(".") or not line or line.endswith(";"):
        return True
    return "\n" not in text.strip() and is_statement(text)
