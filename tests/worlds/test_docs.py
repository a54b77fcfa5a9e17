"""What docs/worlds.md promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claimx.worlds import Dials


@pytest.fixture
def page(root: Path) -> str:
    """The page."""
    return (root / "docs" / "worlds.md").read_text("utf-8")


def block(page: str, fence: str) -> str:
    """Return the one block of a kind."""
    (found,) = re.findall(rf"^```{fence}\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    return str(found)


def test_the_table_has_every_dial_with_its_default(page: str) -> None:
    """A row for each dial, in order."""
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([\d.]+) \|$", page, re.MULTILINE)
    assert [(name, str(default)) for name, default in Dials().shares().items()] == rows


def test_the_example_prints_what_stands_below_it(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The Python block runs as it stands."""
    code, printed = (block(page, fence) for fence in ("python", "text"))
    exec(compile(code, "worlds.md", "exec"), {})  # noqa: S102 - our own page
    assert printed == capsys.readouterr().out
