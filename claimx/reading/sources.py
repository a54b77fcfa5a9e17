"""Sources become files: paths as named, folders and patterns filtered and sorted."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from pathlib import Path

from claimx.errors import InputError
from claimx.inputs import fault, place
from claimx.reading.formats import FORMATS
from claimx.reading.plain import is_sidecar


def files(source: str | Path) -> Iterator[Path | InputError]:
    """Yield the files of a path, a folder or a pattern such as `news/**/*.txt`.

    A file that is named is taken as it is, except a sidecar, which is read with its text. A folder is
    searched to the bottom; there, and behind a pattern, hidden files, unknown extensions and README files
    are left out. A source that yields no file yields an error instead.
    """
    try:
        yield from _files(source)
    except OSError as error:
        yield fault(place(source), f"cannot be looked up ({error.strerror or error})", "check the path")


def _files(source: str | Path) -> Iterator[Path | InputError]:
    path = Path(source)
    if not str(source):
        yield fault("''", "an empty path", "name a file, a folder or a pattern")
    elif path.is_dir():
        yield from _inside(path)
    elif path.exists():
        yield from [] if is_sidecar(path) else [path]
    elif any(sign in str(source) for sign in "*?["):
        yield from _kept(_matching(str(source)), source)
    else:
        yield fault(place(source), "no such file or folder", "check the path")


def _inside(folder: Path) -> Iterator[Path | InputError]:
    refused: list[OSError] = []
    found: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(root, name) for name in names]
    for error in refused:
        yield fault(place(str(error.filename)), f"cannot be read ({error.strerror})", "check its permissions")
    if not refused or found:
        yield from _kept(found, folder)


def _matching(pattern: str) -> list[Path]:
    return [Path(name) for name in glob.glob(pattern, recursive=True)]  # noqa: PTH207  Path.glob refuses absolute ones


def _kept(found: list[Path], source: str | Path) -> Iterator[Path | InputError]:
    kept = sorted(path for path in found if _is_article_file(path))
    if not kept:
        yield fault(place(source), "no file to read there", f"readable are {', '.join(FORMATS)}")
    yield from kept


def _is_article_file(path: Path) -> bool:
    name = path.name.lower()
    return not name.startswith((".", "readme")) and path.suffix.lower() in FORMATS and path.is_file()
