"""Room 4, the shelf: what is dear to make and always the same is kept in the user's cache, and found there again.

Only for texts that a version of a library makes out of nothing: the bundle of Vega's scripts takes 1.6 s, a quarter of
a run over one article (2026-11). Without a cache, or where it cannot be written, everything works as well, slower.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path


def cached_text(name: str, of_version: str, *, make: Callable[[], str]) -> str:
    """The text that `make` gives, from the cache when this version has made it before.

    A file there bears the hash of its text in its name; one that does not fit is not believed.
    """
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline"
    except RuntimeError:  # nobody's home
        return make()
    for found in sorted(folder.glob(f"{name}-{of_version}-*.txt")):
        with suppress(OSError, UnicodeDecodeError):
            text = found.read_bytes().decode()
            if found.stem.endswith(_digest(text)):
                return text
    text = make()
    with suppress(OSError):
        _keep(folder / f"{name}-{of_version}-{_digest(text)}.txt", text)
    return text


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_bytes(text.encode())
    part.replace(path)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
