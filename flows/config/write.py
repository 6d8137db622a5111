"""A commented `dateline.toml` to begin with."""

from pathlib import Path

from flows.config.load import read_config
from flows.errors import UsageError

TEMPLATE = Path(__file__).with_name("dateline.toml")


def write_config(path: Path, *, force: bool = False) -> Path:
    """The path, the commented file written to it. Raises UsageError where one stands already, unless forced."""
    if path.exists() and not force:
        raise UsageError(f"{path}: is there already and was left alone; --force replaces it, --check reads it")
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent}: no such folder; make it, or name another with --config")
    part = path.with_name(f".{path.name}.part")
    part.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    return part.replace(path)


def describe_config(path: Path) -> str:
    """One line on what a valid file holds. Raises UsageError, as `read_config`."""
    config = read_config(path)
    counts = {
        "input": len(config.inputs),
        "profile": len(config.profiles),
        "digest": len(config.digests),
    }
    told = ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items())
    return f"{path}: fits; {told}"
