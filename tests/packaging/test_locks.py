"""The locks install what pyproject.toml asks for, from wherever the user's pip looks."""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ("build", "runtime", "dev", "ray")


def _blocks(lock: str) -> list[str]:
    """Return one string per locked requirement, its continuation lines joined."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    joined = text.replace("\\\n", " ")
    return [line for line in joined.splitlines() if not line.startswith("#")]


def _versions(lock: str) -> dict[str, str]:
    pins = (re.match(r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)", block) for block in _blocks(lock))
    return {pin["name"]: pin["version"] for pin in pins if pin is not None}


def _wanted(lock: str) -> list[str]:
    """Return the requirements of pyproject.toml that a lock has to cover."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    build: list[str] = project["build-system"]["requires"]
    runtime: list[str] = project["project"]["dependencies"]
    extras: dict[str, list[str]] = project["project"]["optional-dependencies"]
    ray = extras.pop("ray")  # too large for the environment of every day
    dev: list[str] = project["dependency-groups"]["dev"]
    wanted = {"build": build, "runtime": runtime, "dev": list(chain(build, runtime, dev, *extras.values()))}
    return (wanted | {"ray": [*runtime, *ray]})[lock]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_pins_one_version_by_hash(lock: str) -> None:
    """Nothing but `name==version`, an optional marker and SHA-256 hashes: no index, host or path."""
    line = re.compile(r"[a-z0-9-]+==[\w.+]+( ; [^#/]+?)?( +--hash=sha256:[0-9a-f]{64})+")
    assert [] == [block for block in _blocks(lock) if not line.fullmatch(block)]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_satisfies_the_project(lock: str) -> None:
    """A requirement that was added or tightened without `make lock` shows here."""
    locked = _versions(lock)
    wanted = [Requirement(line) for line in _wanted(lock)]
    assert [] == [
        str(one) for one in wanted if not one.specifier.contains(locked.get(canonicalize_name(one.name), "0"))
    ]


@pytest.mark.parametrize("lock", ["build", "runtime"])
def test_development_adds_to_what_users_get(lock: str) -> None:
    """The tests run against the very versions that the demo and the wheel check install."""
    assert set() == set(_versions(lock).items()) - set(_versions("dev").items())
