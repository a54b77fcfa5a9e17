"""Under VCR and pytest-recording, cassettes are read, written and matched as by claimx's own transports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import vcr  # type: ignore[import-untyped]  # vcrpy comes without types

from claimx.extracting.cassette import Cassette
from claimx.extracting.pytest_cassettes import register, vcr_settings
from claimx.extracting.transports import ReplayTransport

from .asking import ANSWER, KEY, REPLY, WAYS, ask, record
from .server import completion, failure, serving

pytestmark = pytest.mark.block_network(allowed_hosts=["127.0.0.1"])


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_BASE_URL", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "recorded" / "answers.yaml"


def taught_vcr(folder: Path) -> Any:
    recorder = vcr.VCR(cassette_library_dir=str(folder))
    register(recorder)
    return recorder


def test_vcr_replays_what_the_transport_recorded(path: Path) -> None:
    """The files are VCR's: pytest-recording plays them."""
    record(path)
    with taught_vcr(path.parent).use_cassette(path.name, record_mode="none", **vcr_settings()) as cassette:
        assert ask("ask", None, base_url="http://nowhere.invalid/v1").answer == ANSWER
    assert cassette.all_played


def test_vcr_misses_an_edited_prompt(path: Path) -> None:
    """Method and address alone would replay the old answer and stay green."""
    record(path)
    with (
        taught_vcr(path.parent).use_cassette(path.name, record_mode="none", **vcr_settings()) as cassette,
        pytest.raises(Exception, match=r"no recorded interaction .*claimx_body"),
    ):
        ask("ask", None, base_url="http://nowhere.invalid/v1", system="Find all events.")
    assert not cassette.all_played


def test_vcr_records_the_same_bytes_as_the_transport(tmp_path: Path) -> None:
    """It does not matter who recorded a file, faults are left out and secrets do not get in."""
    record(tmp_path / "ours.yaml", failure(500), REPLY)
    record(tmp_path / "ours.yaml", article="A flood.")
    recorder = taught_vcr(tmp_path).use_cassette("theirs.yaml", record_mode="once", **vcr_settings())
    with recorder, serving(failure(500), REPLY) as server:
        ask("ask", None, base_url=server.url, article="A flood.")
        ask("aask", None, base_url=server.url)
    assert (tmp_path / "theirs.yaml").read_bytes() == (tmp_path / "ours.yaml").read_bytes()


@pytest.mark.parametrize("way", WAYS)
def test_vcr_records_a_reask_as_the_transport_does(way: str, tmp_path: Path) -> None:
    """While VCR records, the answer is quoted as it came; in the file it is quoted as it is replayed."""
    replies = (completion('{"label":   3}'), REPLY)
    record(tmp_path / "ours.yaml", *replies, way=way)
    recorder = taught_vcr(tmp_path).use_cassette("theirs.yaml", record_mode="once", **vcr_settings())
    with recorder, serving(*replies) as server:
        ask(way, None, base_url=server.url)
    assert (tmp_path / "theirs.yaml").read_bytes() == (tmp_path / "ours.yaml").read_bytes()
    assert ask(way, ReplayTransport(Cassette.load(tmp_path / "theirs.yaml"))).answer == ANSWER
    with taught_vcr(tmp_path).use_cassette("theirs.yaml", record_mode="none", **vcr_settings()) as cassette:
        assert ask(way, None, base_url="http://nowhere.invalid/v1").answer == ANSWER
    assert cassette.all_played


CONFTEST = """
import pytest
from claimx.extracting.pytest_cassettes import register, vcr_settings

def pytest_recording_configure(config, vcr):
    register(vcr)

@pytest.fixture
def vcr_config():
    return vcr_settings()
"""
TEST = """
from contextlib import closing

import pytest
from claimx.extracting.client import Client
from claimx.extracting.endpoint import Endpoint
from pydantic import BaseModel

class Answer(BaseModel, extra="forbid", frozen=True):
    label: str

@pytest.mark.vcr
@pytest.mark.default_cassette("answers.yaml")
@pytest.mark.parametrize("system", ["Find the events.", "Find all events."])
def test_replay(system, vcr):
    with closing(Client(Endpoint(model="model-1", base_url="http://nowhere.invalid/v1", max_requests=1))) as client:
        asked = client.ask(
            system=system, user="A raid near Qasr Delan.", answer=Answer, article_id="a1", prompt="events"
        )
    assert asked.answer.label == "raid near Qasr Delan"
    assert vcr.all_played
"""


def test_pytest_recording_replays_and_misses(tmp_path: Path) -> None:
    """Under the plugin itself, the recorded request passes and the edited one fails."""
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "test_it.py").write_text(TEST, encoding="utf-8")
    record(tmp_path / "cassettes" / "test_it" / "answers.yaml")
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-m", "pytest", "-q", "--block-network", "-p", "no:cacheprovider", "-c", os.devnull]
    finished = subprocess.run(  # noqa: S603 -- fixed words
        [*command, "--rootdir", str(tmp_path), str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
        cwd=tmp_path,
    )
    assert "1 failed, 1 passed" in finished.stdout, finished.stdout
    assert "FAILED test_it.py::test_replay[Find all events.]" in finished.stdout
