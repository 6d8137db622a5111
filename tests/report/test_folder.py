"""A folder of the user's own reports, and what is said when one of them is wrong."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.errors import DatelineError, SqlFileError, UsageError
from flows.report.drill import DrillColumns
from flows.report.folder import choose_reports
from flows.report.render import render_reports
from flows.report.rendered import run_one
from flows.report.run import list_reports, open_published
from flows.sqlfile import LARGEST_INT
from tests.report.helpers import ACTUAL, Article, build

REPORT = """-- title:   Articles of each source
-- grain:   one row per source
-- params:  least int = 0 (articles, $least or more)
-- columns: source name of the source; article_count articles
select
    source,
    count(*) as article_count -- not $other
from articles
where source != '$nor this'
group by source
having count(*) >= $least
order by source
"""

DRILL = """-- title:   Articles
-- params:  least int = 0
-- columns: key_source name; source name; article_count true; thing_id key; published_date day; title
--          headline; url address;
--          sentence none; evidence_start none; evidence_end none
select
    source as key_source,
    source,
    true as article_count,
    article_id as thing_id,
    published_date,
    title,
    url,
    null as sentence,
    null as evidence_start,
    null as evidence_end
from articles
where $least is not null
order by article_id
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    for name in ("charts", "drill"):
        (folder / name).mkdir(parents=True)
    (folder / "by_source.sql").write_text(REPORT)
    chart = 'mark = "bar"\nx = { field = "article_count", type = "quantitative" }\n'
    (folder / "charts" / "by_source.toml").write_text(chart + 'y = { field = "source", type = "nominal" }\n')
    return folder


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return build(tmp_path / "d.duckdb", Article("2024-01-31", (ACTUAL,)), Article("2024-02-01", source="Courier"))


def test_own_reports_are_treated_like_ours(own: Path, db: Path, tmp_path: Path) -> None:
    paths = render_reports(db, [], formats=["html", "csv", "svg"], out=tmp_path / "out", own=own)
    assert {path.name for path in paths} == {"index.html", "by_source.html", "by_source.csv", "by_source.svg"}
    assert (tmp_path / "out" / "by_source.csv").read_text() == "source,article_count\nCourier,1\nGazette,1\n"


def test_own_parameters_are_bound(own: Path, db: Path, tmp_path: Path) -> None:
    render_reports(db, [], given={"least": "2"}, formats=["csv"], out=tmp_path / "out", own=own)
    assert (tmp_path / "out" / "by_source.csv").read_text() == "source,article_count\n"


def test_ours_may_be_named_beside_own_ones(own: Path) -> None:
    chosen = choose_reports(["by_source", "data_quality"], own=own)
    assert [(report.name, folder) for report, folder in chosen] == [("by_source", own), ("data_quality", None)]


def test_an_own_report_stands_before_ours_of_the_same_name(own: Path) -> None:
    (own / "data_quality.sql").write_text(REPORT)
    (chosen, _), *_ = choose_reports(["data_quality"], own=own)
    assert chosen.title == "Articles of each source"


def test_own_sentences_are_behind_own_figures(own: Path, db: Path) -> None:
    (own / "drill" / "by_source.sql").write_text(DRILL)
    (report, folder), *_ = choose_reports([], own=own)
    with open_published(db) as con:
        one = run_one(con, report, {}, own=folder, with_drill=True)
    assert one.drill is not None
    assert one.drill.columns == DrillColumns(keys=("source",), flags=("article_count",), tags=())


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("-- title:   Articles of each source\n", "", r":1: a report begins with `-- title"),
        ("$least\n", "$lest\n", r":11: \$lest is not among the params"),
        (">= $least", ">= 0", r":3: the header's parameter least is not used"),
        ("least int", "least number", r":3: parameter"),
        ("from articles", "from articels", r":8: .*articels"),
        ("count(*) as", "count(* as", r":7: .*syntax error"),
        ("    source,\n", "    sauce,\n", r":6: .*sauce"),
        ("select\n", "selec\n", r":\d+: .*syntax error"),
        (REPORT[REPORT.index("select") :], ";\n", r":5: there is no statement"),
        ("    source,\n", "    source as sauce,\n", r":4: the header has a column source"),
        ("least int = 0", "least int = few", r":3: the default does not fit: least"),
        ("least int = 0", "least int = 0; grain text = fortnight", r":3: the default of grain"),
    ],
)
def test_what_is_wrong_is_told_in_one_line_with_file_and_line(
    own: Path, db: Path, tmp_path: Path, old: str, new: str, problem: str
) -> None:
    text = REPORT.replace(old, new, 1)
    assert text != REPORT
    (own / "by_source.sql").write_text(text)
    with pytest.raises(DatelineError, match=rf"by_source\.sql{problem}") as raised:
        render_reports(db, [], formats=["csv"], out=tmp_path / "out", own=own)
    assert "\n" not in str(raised.value)


def test_a_wrong_chart_is_told_with_its_file(own: Path, db: Path, tmp_path: Path) -> None:
    (own / "charts" / "by_source.toml").write_text('mark = "bar"\nx = { field = "sauce", type = "nominal" }\n')
    with pytest.raises(DatelineError, match=re.escape("charts/by_source.toml")):
        render_reports(db, [], formats=["html"], out=tmp_path / "out", own=own)


def test_a_chart_without_anything_to_draw_by_is_told_in_one_line(own: Path, db: Path, tmp_path: Path) -> None:
    chart = own / "charts" / "by_source.toml"
    chart.write_text('mark = "line"\n')
    with pytest.raises(DatelineError, match=rf"^{re.escape(str(chart))}: cannot be drawn") as raised:
        render_reports(db, [], formats=["html"], out=tmp_path / "out", own=own)
    assert "\n" not in str(raised.value)


def test_a_report_called_index_would_take_the_page_s_place(own: Path) -> None:
    (own / "index.sql").write_text(REPORT)
    with pytest.raises(SqlFileError, match=r"index\.sql:1: "):
        choose_reports([], own=own)


REFUSED = [
    "copy (select $least) to '{out}'",
    "select * from read_text('{secret}') where $least is not null",
    "select content, $least from '{secret}'",
    "set threads = $least",
    "attach '{out}' as other",
    "create table other as select $least",
    "select $least; select 2",
    "select getenv('HOME'), $least",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_a_user_s_statement_only_reads_the_database(own: Path, db: Path, tmp_path: Path, statement: str) -> None:
    places = {"secret": tmp_path / "secret.csv", "out": tmp_path / "taken"}
    places["secret"].write_text("content\nsecret\n")
    text = REPORT[: REPORT.index("select")] + statement.format(**places) + " -- $least\n"
    (own / "by_source.sql").write_text(text if "$least" in statement else text.replace("-- params", "-- no"))
    with pytest.raises(SqlFileError, match=r"by_source\.sql:5: ") as raised:
        render_reports(db, [], formats=["csv"], out=tmp_path / "out", own=own)
    assert "\n" not in str(raised.value)
    assert not places["out"].exists()


def test_a_user_s_drill_only_reads_the_database(own: Path, db: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    text = DRILL.replace("from articles\n", f"from articles, read_text('{tmp_path}/secret.txt')\n")
    (own / "drill" / "by_source.sql").write_text(text)
    with pytest.raises(SqlFileError, match=r"drill/by_source\.sql:6: read_text"):
        render_reports(db, [], formats=["html"], out=tmp_path / "out", own=own)


@pytest.mark.parametrize("wanted", ["count(*) as n", "range as n"])
def test_an_endless_statement_is_stopped(own: Path, db: Path, tmp_path: Path, wanted: str) -> None:
    (own / "by_source.sql").write_text(f"-- title: Endless\n\nselect {wanted}\nfrom range(1000000000000)\n")
    with pytest.raises(SqlFileError, match=r"by_source\.sql:3: (stopped after 0.5 s|needs more memory)"):
        render_reports(db, [], formats=["csv"], out=tmp_path / "out", own=own, timeout=0.5)


def test_a_statement_keeps_to_its_memory(own: Path, db: Path, tmp_path: Path) -> None:
    (own / "by_source.sql").write_text("-- title: Large\nselect range as n from range(1000000000000)\n")
    with pytest.raises(SqlFileError, match=r"by_source\.sql:2: needs more memory"):
        render_reports(db, [], formats=["csv"], out=tmp_path / "out", own=own, memory="20MB")


def test_ours_run_behind_the_fence_as_well(own: Path, db: Path, tmp_path: Path) -> None:
    names = ["by_source", *(report.name for report in list_reports())]
    paths = render_reports(db, names, formats=["csv"], out=tmp_path / "out", own=own)
    assert len(paths) == len(names)


@pytest.mark.parametrize("value", ["-1", "0", "99999999999999999999", "abc"])
def test_a_wrong_value_is_wrong_usage_and_names_its_parameter(db: Path, tmp_path: Path, value: str) -> None:
    place = ["report", "top_entities", "--db", str(db), "--out", str(tmp_path / "out"), "--format", "csv"]
    done = CliRunner().invoke(main, [*place, "--param", f"top={value}"])
    assert (done.exit_code, "top: " in done.output) == (2, True)


def test_the_largest_number_is_one_that_a_report_can_take(db: Path, tmp_path: Path) -> None:
    given = {"top": str(LARGEST_INT), "days": "36500"}
    assert render_reports(db, [], given=given, formats=["csv"], out=tmp_path / "out")


def test_the_command_takes_a_folder_and_any_parameter(own: Path, db: Path, tmp_path: Path) -> None:
    (own / "by_source.sql").write_text(REPORT)
    place = ["report", "--reports", str(own), "--db", str(db)]
    listed = CliRunner().invoke(main, [*place, "--list"])
    assert listed.output.split() == ["by_source", "Articles", "of", "each", "source"]
    wanted = ["--param", "least=2", "--format", "csv,xlsx", "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(main, [*place, *wanted])
    assert [Path(line).name for line in done.output.split()] == ["by_source.csv", "by_source.xlsx"]
    wrong = CliRunner().invoke(main, [*place, "--param", "least"])
    assert (wrong.exit_code, "NAME=VALUE" in wrong.output) == (2, True)


@pytest.mark.parametrize("name", ["none", "empty"])
def test_a_folder_without_reports_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=f"--reports .*{name}"):
        choose_reports([], own=tmp_path / name)
