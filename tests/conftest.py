"""What all tests share: recordings are read by pytest-recording as claimx's own transports read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from claimx.extracting.pytest_cassettes import register, vcr_settings

ROOT = Path(__file__).parents[1]

# How long an example takes says more about the machine than about the code; speed is measured by `make bench`.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


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
