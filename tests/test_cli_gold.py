"""The commands about gold: what they print, what they write, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.test_cli import claimx, invoke, out

__all__ = ["claimx", "out"]

GOLD = "seeds/gold"
TEXTS = ("--articles", "seeds/articles")


def test_the_gold_of_the_seeds_is_sound(claimx: CliRunner) -> None:
    """Every word stands in its article, every reference leads somewhere."""
    result = invoke(claimx, "gold", "check", GOLD, *TEXTS)
    assert (0, "0 faults\n") == (result.exit_code, result.stderr)


def test_check_names_file_line_and_field(claimx: CliRunner, tmp_path: Path) -> None:
    lines = Path(GOLD, "articles.jsonl").read_text("utf-8").splitlines()
    broken = json.loads(lines[1])
    broken["mentions"][0]["prominence"] = "central"
    gold = tmp_path / "articles.jsonl"
    gold.write_text(f"{lines[0]}\n{json.dumps(broken)}\n", "utf-8")
    result = invoke(claimx, "gold", "check", gold)
    assert result.exit_code == 1
    assert f"{gold}:2: mentions[m1].prominence: " in result.stderr


def test_score_prints_n_and_intervals(claimx: CliRunner, out: Path) -> None:
    result = invoke(claimx, "score", out, "--gold", GOLD, "--errors", "--resamples", "50")
    assert result.exit_code == 0, result.output
    assert "b_cubed" in result.stdout
    assert "50 bootstrap resamples over 5 articles and 7 groups of events" in " ".join(result.stdout.split())
    assert "· extraction" in result.stdout


def test_score_as_json_is_a_record(claimx: CliRunner, out: Path) -> None:
    arguments = ("score", out, "--gold", GOLD, "--json", "--resamples", "20")
    first, second = (invoke(claimx, *arguments).stdout for _ in range(2))
    assert first == second
    assert 5 == json.loads(first)["n_articles"]


@pytest.mark.parametrize(
    ("least", "field", "code"),
    [
        pytest.param("0.5", "merging.b_cubed", 0, id="above"),
        pytest.param("1.01", "merging.b_cubed", 1, id="below"),
        pytest.param("0.1", "mentions.mood", 1, id="no such score"),
    ],
)
def test_fail_under(claimx: CliRunner, out: Path, least: str, field: str, code: int) -> None:
    """The exit code is for continuous integration; a field without a score does not pass."""
    options = ("--gold", GOLD, "--fail-under", least, "--on", field, "--resamples", "5")
    for command in (("score", out), ("compare", out, out)):
        result = invoke(claimx, *command, *options)
        assert code == result.exit_code
        assert (field in result.stderr) == bool(code)


def test_compare_with_gold_itself(claimx: CliRunner, out: Path) -> None:
    """Perfect labels beside a run: better, with what changed, and the cost of the one that has a cost."""
    compared = ("compare", out, GOLD, "--gold", GOLD, *TEXTS, "--resamples", "20")
    result = invoke(claimx, *compared, "--no-worse-than", "0")
    assert result.exit_code == 0, result.output
    assert "5 requests" in result.stdout
    assert "cost not known" in result.stdout
    worse = invoke(claimx, "compare", GOLD, out, "--gold", GOLD, *TEXTS, "--resamples", "20", "--no-worse-than", "0")
    assert worse.exit_code == 1
    assert "claims.overall" in worse.stderr


def test_a_draft_is_gold(claimx: CliRunner, out: Path, tmp_path: Path) -> None:
    """What is drafted from a run can be corrected and checked, and the run is right by it."""
    draft = tmp_path / "draft"
    assert invoke(claimx, "gold", "draft", out, "--out", draft).exit_code == 0
    assert invoke(claimx, "gold", "check", draft, "--articles", out).exit_code == 0
    scores = json.loads(invoke(claimx, "score", out, "--gold", draft, "--json", "--resamples", "5").stdout)
    assert {1.0} == {one["f1"] for one in scores["scores"] if one["n_gold"]}


def test_agreement_of_the_annotators(claimx: CliRunner) -> None:
    result = invoke(claimx, "gold", "agree", f"{GOLD}/a", f"{GOLD}/b", *TEXTS, "--differences", "--resamples", "20")
    assert result.exit_code == 0, result.output
    assert "kappa" in result.stdout
    assert "affiliation" in result.stdout


def test_label_studio_and_back(claimx: CliRunner, out: Path, tmp_path: Path) -> None:
    """Predictions become tasks; what an annotator submits unchanged comes back as the predictions were."""
    assert "<View" in invoke(claimx, "gold", "export", "--config").stdout
    tasks = json.loads(invoke(claimx, "gold", "export", out).stdout)
    for task in tasks:
        (prediction,) = task.pop("predictions")
        task["annotations"] = [{"id": 1, "completed_by": {"email": "a@x.org"}, "result": prediction["result"]}]
    exported = tmp_path / "export.json"
    exported.write_text(json.dumps(tasks), "utf-8")
    result = invoke(claimx, "gold", "import", exported, "--articles", out, "--out", tmp_path / "gold")
    assert result.exit_code == 0, result.output
    back = tmp_path / "gold" / "annotator-1"
    compared = invoke(claimx, "score", back, "--gold", back, "--json", "--resamples", "5")
    assert compared.exit_code == 0
    scores = json.loads(
        invoke(claimx, "score", out, "--gold", back, "--json", "--resamples", "5", "--articles", out).stdout
    )
    assert {1.0} == {one["f1"] for one in scores["scores"] if one["n_gold"]}


@pytest.mark.parametrize("content", ["{", '{"tasks": []}'])
def test_an_export_that_is_none(claimx: CliRunner, tmp_path: Path, content: str) -> None:
    (tmp_path / "export.json").write_text(content, "utf-8")
    result = invoke(claimx, "gold", "import", tmp_path / "export.json", "--out", tmp_path / "gold")
    assert result.exit_code == 2
    assert result.stderr.startswith("claimx: ")
    assert result.stderr.count("\n") == 1


def test_a_table_of_events_is_gold(claimx: CliRunner, out: Path, tmp_path: Path) -> None:
    """A registry's rows, a list of links, and the ids of the articles: scored as event gold."""
    articles = [json.loads(line) for line in (out / "articles.jsonl").read_text("utf-8").splitlines()]
    (tmp_path / "registry.csv").write_text("event_no,date,deaths\n17,2024-01-04,2\n", "utf-8")
    links = ["article,event", *(f"{article['id']},17" for article in articles)]
    (tmp_path / "links.csv").write_text("\n".join(links) + "\n", "utf-8")
    columns = ("--table-column", "event=event_no", "--table-column", "killed=deaths")
    result = invoke(
        claimx,
        *("convert", "table", tmp_path / "registry.csv", "--links", tmp_path / "links.csv", *columns),
        *("--articles", out, "--out", tmp_path / "gold"),
    )
    assert result.exit_code == 0, result.output
    scores = json.loads(invoke(claimx, "score", out, "--gold", tmp_path / "gold", "--json").stdout)["scores"]
    assert 1.0 == next(one["f1"] for one in scores if one["field"] == "pairwise")
    assert 1.0 == next(one["f1"] for one in scores if (one["field"], one["variety"]) == ("toll.killed", "strict"))


KEY = {
    "docid": "INV-1",
    "text": "OLD IRBA, 4 MAR 88 -- A BOMB KILLED TWO FARMERS IN OLD IRBA ON 3 MARCH.",
    "templates": [
        {
            "docid": "INV-1",
            "template": ["1"],
            "type": ["BOMBING"],
            "date": ["03 MAR 88"],
            "hum_desc": ['"FARMERS"'],
            "hum_num": ['2: "FARMERS"'],
            "hum_effect": ['DEATH: "FARMERS"'],
            "perp_cat": ["TERRORIST ACT"],
        }
    ],
}


def test_muc4_keys_are_gold_and_score(claimx: CliRunner, tmp_path: Path) -> None:
    """Keys become gold with what could not be mapped beside it, and are right by their own score."""
    keys = tmp_path / "keys.jsonl"
    keys.write_text(json.dumps(KEY) + "\n", "utf-8")
    gold = tmp_path / "gold"
    result = invoke(claimx, "convert", "muc4", keys, "--out", gold)
    assert "1 documents, 1 mentions, 1 fills unmapped" in result.stderr
    assert "perp_cat" in (gold / "unmapped.jsonl").read_text("utf-8")
    assert invoke(claimx, "gold", "check", gold, "--articles", gold / "texts.jsonl").exit_code == 0
    scored = invoke(claimx, "score", keys, "--gold", keys, "--format", "muc4", "--json", "--resamples", "5")
    assert {"muc4.phi3", "muc4.phi_subset"} <= {one["field"] for one in json.loads(scored.stdout)["scores"]}


def test_a_run_over_the_documents_is_scored_in_slots(claimx: CliRunner, out: Path, tmp_path: Path) -> None:
    """Articles are known by the id they came with; what was extracted is written as templates of their documents."""
    articles = [json.loads(line) for line in (out / "articles.jsonl").read_text("utf-8").splitlines()]
    articles[0]["source_id"] = "INV-1"
    (out / "articles.jsonl").write_text("".join(json.dumps(one) + "\n" for one in articles), "utf-8")
    keys = tmp_path / "keys.jsonl"
    keys.write_text(json.dumps(KEY) + "\n", "utf-8")
    result = invoke(claimx, "score", out, "--gold", keys, "--format", "muc4", "--json", "--resamples", "5")
    scores = {one["field"]: one for one in json.loads(result.stdout)["scores"]}
    assert scores["muc4.phi_subset.Victim"]["n_predicted"] > 0
    assert 0.0 == scores["muc4.phi_subset.PerpOrg"]["f1"]


def test_a_run_over_no_known_document_is_no_muc4_response(claimx: CliRunner, out: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys.jsonl"
    keys.write_text(json.dumps(KEY) + "\n", "utf-8")
    result = invoke(claimx, "score", out, "--gold", keys, "--format", "muc4")
    assert (2, True) == (result.exit_code, "no article has a docid" in result.stderr)
