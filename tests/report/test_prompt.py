"""The prompt: what is typed at a terminal, and what comes back."""

import io
import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from flows.errors import StoreError
from flows.report.prompt import SqlCompleter, history_path, is_whole, open_prompt, read_names
from tests.report.helpers import ACTUAL, Article, build

LEAVE = "\x04"
CANCEL = "\x03"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("prompt") / "d.duckdb", Article("2024-01-01", (ACTUAL,)), Article(None))


@pytest.fixture(scope="module")
def completer(db: Path) -> SqlCompleter:
    return SqlCompleter(read_names(db))


def typed(db: Path, folder: Path, *keys: str, timeout: float = 20) -> str:
    """What the prompt printed after the keys were typed."""
    out = io.StringIO()
    with create_pipe_input() as keyboard:
        keyboard.send_text("".join(keys))
        terminal = (keyboard, DummyOutput())
        open_prompt(db, timeout=timeout, memory="100MB", out=out, history=folder / "history", terminal=terminal)
    return out.getvalue()


def completed(completer: SqlCompleter, text: str) -> list[str]:
    """What Tab offers at the end of the text."""
    return [found.text for found in completer.get_completions(Document(text), CompleteEvent())]


def test_a_question_is_answered_and_ctrl_d_leaves(db: Path, tmp_path: Path) -> None:
    assert "\nn\n─\n7\n" not in typed(db, tmp_path, LEAVE)
    assert "7" in typed(db, tmp_path, "select 3 + 4 as seven;\r", LEAVE).splitlines()[-2]


def test_a_question_may_have_several_lines(db: Path, tmp_path: Path) -> None:
    assert "forty" in typed(db, tmp_path, "select\r40 as\rforty;\r", LEAVE)


def test_an_empty_line_ends_a_question(db: Path, tmp_path: Path) -> None:
    assert "forty" in typed(db, tmp_path, "select\r40 as forty\r\r", LEAVE)


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("select 1;", True),
        ("select 1", True),
        ("select", False),
        ("from articles where", False),
        ("select 1\nfrom articles", False),
        ("select 1\nfrom articles\n", True),
        (".tables", True),
        ("", True),
    ],
)
def test_enter_asks_when_the_question_is_whole(text: str, is_asked: bool) -> None:
    assert is_whole(text) is is_asked


def test_a_wrong_question_is_told_and_the_prompt_stays(db: Path, tmp_path: Path) -> None:
    said = typed(db, tmp_path, "drop table articles;\r", "select nothing;\r", "select 5 as five;\r", LEAVE)
    assert "DROP is refused" in said
    assert 'column "nothing"' in said
    assert "five" in said


def test_ctrl_c_clears_the_line_only(db: Path, tmp_path: Path) -> None:
    said = typed(db, tmp_path, "select 1 as gone", CANCEL, "select 2 as kept;\r", LEAVE)
    assert "gone" not in said
    assert "kept" in said


def test_a_question_that_takes_too_long_is_stopped_and_the_prompt_stays(db: Path, tmp_path: Path) -> None:
    said = typed(db, tmp_path, "select count(*) from range(100000000000);\r", ".help\r", LEAVE, timeout=0.4)
    assert "stopped after 0.4 s" in said
    assert ".describe NAME" in said


def test_tables_are_listed_with_their_meaning(db: Path, tmp_path: Path) -> None:
    said = typed(db, tmp_path, ".tables\r", LEAVE)
    assert all(name in said for name in ("sanctions_mentions", "articles", "search(words)"))
    assert "One row per sanctions statement" in said


@pytest.mark.parametrize(
    ("name", "found"), [("runs", "run_id"), ("event_daily", "PLOVER"), ("search", "search(words)")]
)
def test_one_of_them_is_described(db: Path, tmp_path: Path, name: str, found: str) -> None:
    assert found in typed(db, tmp_path, f".describe {name}\r", LEAVE)


def test_examples_are_listed_and_shown_with_their_answer(db: Path, tmp_path: Path) -> None:
    assert "  1  What happened to sanctions" in typed(db, tmp_path, ".examples\r", LEAVE)
    assert "only_said_count" in typed(db, tmp_path, ".examples 1\r", LEAVE)


def test_format_and_timer_are_switched(db: Path, tmp_path: Path) -> None:
    said = typed(db, tmp_path, ".format jsonl\r", ".timer on\r", "select 1 as one;\r", ".format xml\r", LEAVE)
    assert '{"one": 1}' in said
    assert " s\n" in said
    assert "possible are table, csv" in said


def test_an_unknown_command_is_answered_with_the_help(db: Path, tmp_path: Path) -> None:
    assert "there is no .tabels" in typed(db, tmp_path, ".tabels\r", ".quit\r")


def test_questions_are_remembered(db: Path, tmp_path: Path) -> None:
    typed(db, tmp_path, "select 41 as remembered;\r", LEAVE)
    assert "remembered" in typed(db, tmp_path, "\x1b[A\r", LEAVE)
    assert (tmp_path / "history").stat().st_mode & 0o077 == 0


def test_history_lies_where_the_state_of_programs_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/somewhere")
    assert history_path() == Path("/somewhere/dateline/sql_history")
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    assert history_path() == Path.home() / ".local/state/dateline/sql_history"


def test_a_missing_database_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="dateline run"):
        typed(tmp_path / "none.duckdb", tmp_path, LEAVE)


@pytest.mark.parametrize(
    ("text", "first", "absent"),
    [
        ("select * from sanctions_m", "sanctions_mentions", "select"),
        ("from se", "sentences", "select"),
        ("from sea", "search", "seed"),
        ("select published_d", "published_date", "articles"),
        ("select a.titl", "title", "articles"),
        ("sel", "select", "articles"),
        (".desc", ".describe", "desc"),
        (".describe sanctions_mon", "sanctions_monthly", "month_date"),
        (".format js", "json", "jsonb"),
        (".timer o", "on", "or"),
    ],
)
def test_tab_completes(completer: SqlCompleter, text: str, first: str, absent: str) -> None:
    offered = completed(completer, text)
    assert offered[0] == first
    assert absent not in offered


def test_names_are_offered_with_what_they_are(completer: SqlCompleter) -> None:
    (found,) = completer.get_completions(Document("from sanctions_betw"), CompleteEvent())
    assert found.display_meta_text == "macro (sender_code, target_code)"


def test_the_prompt_works_on_a_real_terminal(db: Path, tmp_path: Path) -> None:
    """Typed at a pseudo-terminal: a question, one that is stopped by Ctrl-C, another, and Ctrl-D."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ |= {"XDG_STATE_HOME": str(tmp_path), "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
        os.execv(sys.executable, [sys.executable, "-m", "flows.cli", "sql", "--db", str(db)])
    screen = Screen(terminal)
    try:
        screen.wait_for("dateline>")
        os.write(terminal, b"select 6 * 7 as answer;\r")
        screen.wait_for("(1 row)")
        screen.wait_for("dateline>")
        os.write(terminal, b"select count(*) from range(100000000000);\r")
        time.sleep(1)
        begin = time.monotonic()
        os.write(terminal, CANCEL.encode())
        screen.wait_for("stopped")
        assert time.monotonic() - begin < 5
        screen.wait_for("dateline>")
        os.write(terminal, b"select 'still' || 'here' as state;\r")
        screen.wait_for("(1 row)")
        screen.wait_for("dateline>")
        os.write(terminal, LEAVE.encode())
        assert exit_code(child) == 0
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.close(terminal)


def exit_code(child: int, seconds: float = 10) -> int:
    """How the child ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    pytest.fail("the prompt did not end")


class Screen:
    """What a terminal shows, read up to a text; what comes after it waits for the next question."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._seen = ""

    def wait_for(self, text: str, seconds: float = 20) -> None:
        """Nothing, once the text has been shown."""
        end = time.monotonic() + seconds
        while text not in self._seen:
            ready, _, _ = select.select([self._terminal], [], [], max(end - time.monotonic(), 0))
            assert ready, f"{text!r} did not come: {self._seen!r}"
            self._seen += os.read(self._terminal, 4096).decode(errors="replace")
        self._seen = self._seen.partition(text)[2]
