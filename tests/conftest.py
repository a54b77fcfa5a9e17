"""What all tests share: recordings are read by pytest-recording as claimx's own transports read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from claimx.extracting.pytest_cassettes import register, vcr_settings

ROOT = Path(__file__).parents[1]


def pytest_recording_configure(vcr: Any) -> None:
    """Teach pytest-recording the matcher by body and the file format."""
    register(vcr)


@pytest.fixture(scope="session")
def vcr_config() -> dict[str, Any]:
    """Record nothing, match by body, scrub everything else."""
    return vcr_settings()


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT
