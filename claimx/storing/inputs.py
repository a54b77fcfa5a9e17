"""Inputs: what is merged, read from folders of runs, extractions and stores alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from claimx.databases import is_database
from claimx.folder import Extracted, Skip, read_extracted
from claimx.lines import read_lines
from claimx.ruling import Ruling
from claimx.storing.store import read_store

RULINGS: Final = "rulings.jsonl"
"""The file of a folder that holds what people decided on its mentions."""


@dataclass
class Inputs:
    """Articles and mentions from several sources, with the rulings that lie beside them."""

    extracted: Extracted = field(default_factory=Extracted)
    rulings: list[Ruling] = field(default_factory=list)
    settings: list[dict[str, str]] = field(default_factory=list)
    """Of the stores among the sources."""


def read_inputs(
    paths: Iterable[str], *, rulings: Iterable[str] = (), stdin: BinaryIO, skipped: Skip | None = None
) -> Inputs:
    """Read folders of runs, files of extractions and stores; `rulings` are files of rulings beside them.

    Raises:
        InputError: one of them cannot be read, or a ruling is none.
    """
    told, plain = Inputs(), []
    for path in paths:
        if is_database(path):
            _read_from_store(path, told)
        else:
            plain.append(path)
            beside = Path(path) / RULINGS
            told.rulings += read_lines(beside, Ruling) if beside.is_file() else ()
    extracted = read_extracted(plain, stdin=stdin, skipped=skipped)
    told.extracted.articles += extracted.articles
    told.extracted.mentions += extracted.mentions
    for file in rulings:
        told.rulings += read_lines(file, Ruling)
    return told


def _read_from_store(path: str, told: Inputs) -> None:
    with read_store(path) as store:
        told.extracted.articles += store.articles()
        told.extracted.mentions += store.mentions()
        told.rulings += store.rulings()
        told.settings.append(store.settings)
