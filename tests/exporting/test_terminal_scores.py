"""Tables of scores, mistakes and comparisons: what is shown, and that hostile text cannot steer a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable

from rich.console import Console

from claimx.exporting.terminal_scores import markdown_scores, show_comparison, show_kappas, show_mistakes, show_scores
from claimx.scores import Changed, Comparison, Cost, Difference, Kappa, Mistake, Score, Scores

TOLL = Score(
    level="claims",
    field="toll",
    variety="normalised",
    n_gold=4,
    n_predicted=5,
    n_units=3,
    precision=0.6,
    recall=0.75,
    f1=0.6667,
    low=0.5,
    high=1.0,
)
STRICT = TOLL.model_copy(update={"variety": "strict", "f1": 0.5})
B_CUBED = TOLL.model_copy(update={"level": "merging", "field": "b_cubed", "variety": "strict", "n_units": 2})
NOTHING = TOLL.model_copy(update={"field": "statement", "n_gold": 0, "n_predicted": 0, "precision": None})
SCORES = Scores(
    confidence=0.95,
    resamples=50,
    seed=0,
    n_articles=3,
    scores=(TOLL, STRICT, B_CUBED, NOTHING),
    unscored=("mentions.means",),
)
MISTAKE = Mistake(
    kind="wrong",
    stage="merge",
    level="events",
    field="type",
    gold="bombing",
    predicted="riot",
    article_id="a1",
    mention="m1",
    before="He said a ",
    words="bomb",
    after=" went off",
)


def printed(show: Callable[..., None], *shown: object) -> str:
    """Return what is printed on a console of 100 columns."""
    file = io.StringIO()
    show(*shown, console=Console(file=file, width=100, color_system=None))
    return file.getvalue()


def test_a_row_has_n_and_interval() -> None:
    """n of both sides, strict F1, then precision, recall, F1 normalised with its interval."""
    row = next(line for line in printed(show_scores, SCORES).splitlines() if line.startswith("toll"))
    assert ["toll", "4", "5", ".50", ".60", ".75", ".67", ".50–1.00", "–"] == row.split()


def test_what_neither_side_has_is_no_row() -> None:
    assert "statement" not in printed(show_scores, SCORES)


def test_the_footer_names_units_and_what_is_unscored() -> None:
    text = " ".join(printed(show_scores, SCORES).split())
    assert "50 bootstrap resamples over 3 articles and 2 groups of events, seed 0" in text
    assert "mentions.means" in text


def test_markdown_has_the_chosen_rows() -> None:
    table = markdown_scores(SCORES, fields=("claims.toll",))
    assert "| toll | 4 | 5 | .50 | .60 | .75 | .67 | .50–1.00 | – |" in table
    assert "b_cubed" not in table


def test_the_commonest_mistake_comes_first() -> None:
    """Grouped by field, kind and stage; the rest of a long group is counted."""
    rare = MISTAKE.model_copy(update={"field": "means"})
    text = printed(show_mistakes, [rare, *[MISTAKE] * 5])
    assert text.index("5 events.type wrong · merge") < text.index("1 events.means wrong")
    assert "… and 2 more" in text
    assert "6 mistakes in 2 groups" in text
    assert "…He said a »bomb« went off…" in text


def test_hostile_text_stays_text() -> None:
    """Escapes, markup and direction marks of articles and gold are shown, not obeyed."""
    hostile = "\x1b[31m[red]\u202e"
    mistake = MISTAKE.model_copy(update=dict.fromkeys(("gold", "predicted", "article_id", "mention", "words"), hostile))
    text = printed(show_mistakes, [mistake])
    text += printed(show_scores, SCORES.model_copy(update={"unscored": (hostile,)}))
    text += printed(
        show_comparison,
        Comparison(
            left=hostile,
            right="b",
            confidence=0.95,
            resamples=5,
            seed=0,
            differences=(),
            changed=(
                Changed(article_id=hostile, better=("claims.toll",), worse=(), left_mistakes=2, right_mistakes=1),
            ),
            left_cost=Cost(requests=1, prompt_tokens=1000, completion_tokens=2),
            right_cost=None,
        ),
    )
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[red]" in text


def test_a_comparison_stars_what_is_clear() -> None:
    difference = Difference(
        level="claims", field="toll", variety="strict", n_gold=4, left=0.5, right=0.75, delta=0.25, low=0.1, high=0.4
    )
    unclear = difference.model_copy(update={"field": "speaker", "low": -0.1})
    text = printed(
        show_comparison,
        Comparison(
            left="a",
            right="b",
            confidence=0.95,
            resamples=5,
            seed=0,
            differences=(difference, unclear),
            changed=(),
            left_cost=None,
            right_cost=None,
        ),
    )
    starred, plain = (line for line in text.splitlines() if line.startswith("claims."))
    assert starred.split()[-1] == "*"
    assert "*" not in plain


def test_kappa_is_shown_where_there_is_one() -> None:
    kappas = [
        Kappa(level="mentions", field="type", n=9, observed=0.8889, kappa=-0.05),
        Kappa(level="mentions", field="realis", n=9, observed=1.0, kappa=None),
    ]
    rows = [line.split() for line in printed(show_kappas, kappas).splitlines() if line.startswith("mentions.")]
    assert [["mentions.type", "9", ".89", "-0.05"], ["mentions.realis", "9", "1.00", "–"]] == rows
