"""What README, help and docs promise."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import claimx
from claimx.cli import main
from claimx.cli.records import RECORDS
from claimx.extracting.extractor import PROMPTS
from claimx.merging.rules import RULES

DOCS = ("annotating", "benchmarks", "engines", "label-studio", "merging", "prompts", "running", "scoring", "worlds")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture
def readme(root: Path) -> str:
    """The README."""
    return (root / "README.md").read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    """Return the code blocks of one language."""
    return [code for name, code in FENCE.findall(text) if name == language]


def test_the_readmes_examples_run(
    readme: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The Python blocks, one after the other, print what the README says they print."""
    monkeypatch.chdir(root)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    namespace: dict[str, object] = {}
    for code in blocks(readme, "python"):
        exec(compile(code, "README.md", "exec"), namespace)  # noqa: S102 - our own README
    printed = capsys.readouterr().out
    assert printed
    assert printed in readme


def test_the_readmes_first_screen_is_the_demos_output(
    readme: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands under `make demo` is what it prints."""
    monkeypatch.chdir(root)
    runner = CliRunner()
    model = ["--model", "relay", "--cassette", "cassettes/seeds.yaml"]
    runner.invoke(main, ["run", "seeds/articles", *model, "--out", str(tmp_path / "out")])
    shown = runner.invoke(main, ["show", str(tmp_path / "out"), "--main"]).stdout
    expected = [line.rstrip() for line in shown.replace(str(tmp_path / "out"), "out").strip().splitlines()]
    assert expected == [line.rstrip() for line in blocks(readme, "text")[0].strip().splitlines()]


def test_every_public_name_is_there() -> None:
    """What `claimx` lists can be had, and what it cannot give is an AttributeError."""
    for name in claimx.__all__:
        assert getattr(claimx, name) is not None
    with pytest.raises(AttributeError, match="nothing_such"):
        getattr(claimx, "nothing_" + "such")


def test_every_rule_explains_itself() -> None:
    """A rule's docstring is its documentation."""
    assert [rule.name for rule in RULES if not (rule.judge.__doc__ or "").strip()] == []


def test_every_command_is_documented(readme: str) -> None:
    """The README names each command, and each has help worth reading."""
    for name, command in main.commands.items():
        assert f"claimx {name}" in readme
        assert len(command.help or "") > 60


def test_every_module_of_a_prompt_exists(root: Path) -> None:
    """The prompts that are sent are the prompts that are there."""
    assert set(PROMPTS) == {path.stem for path in (root / "prompts").glob("*.md")}


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_of_a_schema_is_typed(record: str) -> None:
    """`claimx schema` prints something usable for each record."""
    result = CliRunner().invoke(main, ["schema", record])
    assert result.exit_code == 0
    assert '"properties"' in result.stdout


def test_docs_link_to_files_that_exist(root: Path) -> None:
    """No dead links between the documents."""
    documents = [*root.glob("*.md"), *root.glob("docs/*.md"), root / "seeds/README.md", root / "cassettes/README.md"]
    for document in documents:
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8")):
            if not target.startswith("http"):
                assert (document.parent / target).exists(), f"{document}: {target}"


def test_the_readmes_results_are_what_make_results_prints(readme: str, root: Path, tmp_path: Path) -> None:
    """The table stands in the README as the recorded answers and the gold in the repository give it."""
    model = ["--model", "relay", "--cassette", str(root / "cassettes" / "seeds.yaml")]
    CliRunner().invoke(main, ["run", str(root / "seeds" / "articles"), *model, "--out", str(tmp_path / "out")])
    table = runpy.run_path(str(root / "benchmarks" / "results.py"))["table"]
    assert table(str(tmp_path / "out"), str(root / "seeds" / "gold")) in readme


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", *(f"docs/{name}.md" for name in DOCS)])
def test_the_commands_that_docs_name_exist(document: str, root: Path) -> None:
    """Every `claimx …` in a code span or block is a command, with options that it has."""
    text = (root / document).read_text("utf-8")
    codes = [*re.findall(r"`(claimx [^`\n]+)`", text), *re.findall(r"^(?:\$ )?(claimx .+)$", text, re.MULTILINE)]
    for code in codes:
        words = code.split("#")[0].split("|")[0].split()[1:]
        command: click.Command = main
        while isinstance(command, click.Group) and words and words[0] in command.commands:
            command = command.commands[words.pop(0)]
        assert command is not main or words[0].startswith(("-", "…")), code
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert {word.split("=")[0] for word in words if word.startswith("--")} <= known | {"--help"}, code
