"""The `dateline` command: parse, call, print. What a command needs is imported inside it, so that a query does not
wait for spaCy or Prefect.

Exit codes: 0 done, 1 the job failed or a check found something, 2 wrong usage, 3 --strict and something was rejected.
"""

import click

from flows.cli import ask, run, upkeep


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dateline", message="%(prog)s %(version)s")
def main() -> None:
    """News articles in; a database of what happened, and what was only said, out."""


for _command in (
    *(run.run, run.extract, ask.report, ask.sql, ask.explain, ask.check, ask.status, run.evaluate, run.backfill),
    *(ask.diff, ask.export, upkeep.digest, upkeep.init, upkeep.serve, upkeep.restore),
):
    main.add_command(_command)
