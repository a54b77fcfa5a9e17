"""Locating: gold's words get the place a reader would point at."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.annotating.locating import faults, locate
from claimx.errors import InputError
from claimx.gold import GoldArticle, GoldToll, GoldWords
from tests.annotating.words import TEXT, gold, mention, only, only_claim, toll

FIRST, SECOND = "Two farmers were killed", "A doctor said two were killed and twelve others hurt."


def start_of(words: GoldWords | None) -> int | None:
    """Return where words start."""
    assert words is not None
    return words.start


def test_words_that_occur_once_stand_there() -> None:
    """No offset is needed."""
    located = only(locate(gold(mention(where={"city": "Qasr Delan"})), TEXT))
    assert located.where is not None
    assert TEXT.index("Qasr Delan") == start_of(located.where.city)


@pytest.mark.parametrize(
    ("quote", "words", "expected"),
    [
        pytest.param(SECOND, "killed", TEXT.rindex("killed"), id="inside the claim's quote"),
        pytest.param(FIRST, "killed", TEXT.index("killed"), id="inside another claim's quote"),
        pytest.param("The village was quiet, he said.", "killed", TEXT.index("killed"), id="outside: the first"),
        pytest.param("The village was quiet, he said.", "two", TEXT.index("two were"), id="once"),
    ],
)
def test_repeated_words_stand_in_the_quotes_of_their_claim(quote: str, words: str, expected: int) -> None:
    """The passages around the words choose among their places."""
    claim = only_claim(locate(gold(mention(toll(who=words, quotes=[quote]))), TEXT))
    assert isinstance(claim, GoldToll)
    assert expected == start_of(claim.who)


def test_the_nearest_passages_win() -> None:
    """A name is looked for in its speaker's words, then in its claim's quotes, then in its mention's."""
    text = "Irel spoke. Mayor Irel spoke to a nurse. Irel, again, was quoted by Irel."
    speaker = {"text": "Mayor Irel", "name": "Irel", "chain": ["Irel"]}
    told = mention(
        toll(speaker=speaker, quotes=["was quoted by Irel"]), quotes=["Irel, again"], participants=[{"name": "Irel"}]
    )
    located = only(locate(gold(told), text))
    found = located.claims[0].speaker
    assert found is not None
    assert text.index("Mayor Irel") + 6 == start_of(found.name)
    assert text.index("Irel, again") == start_of(located.participants[0].name)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param("A network of two", "two", 13, id="inside a word"),
        pytest.param("In 1,200 homes 200 died", "200", 15, id="inside a number"),
        pytest.param("In 200,000 homes 200 died", "200", 17, id="before a thousands comma"),
        pytest.param("at 200, and 200 more", "200", 3, id="a comma of the sentence"),
        pytest.param("all networks", "two", 6, id="nowhere else"),
        pytest.param("死亡二人、二人受伤", "二人", 2, id="a script without spaces"),
    ],
)
def test_whole_words_go_before_parts_of_words(text: str, words: str, expected: int) -> None:
    """Even where the part stands first, or inside the passage."""
    located = only(locate(gold(mention(label=words, quotes=[text])), text))
    assert expected == start_of(located.label)


def test_a_start_that_somebody_wrote_is_kept() -> None:
    """Even where another place would be taken."""
    last = TEXT.rindex("killed")
    located = only(locate(gold(mention(label={"exact": "killed", "start": last}, quotes=[FIRST])), TEXT))
    assert last == start_of(located.label)


def test_nothing_but_start_is_filled_in() -> None:
    """What nobody annotated stays unannotated, and null stays null."""
    written = gold(mention(toll(count="Two", who=None), when={"text": None}, quotes=["Two farmers"]))
    located = locate(written, TEXT)
    assert '"start":' in located.to_line()
    assert written.to_line() == located.to_line().replace(',"start":0', "")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param(
            {"label": "three farmers"},
            "mentions[m1].label: 'three farmers' is not in the article; copy its words letter by letter",
            id="other words",
        ),
        pytest.param(
            {"label": "two Farmers"},
            "mentions[m1].label: 'two Farmers' is not in the article; it prints 'Two farmers' (other capitals); "
            "copy its words letter by letter",
            id="capitals",
        ),
        pytest.param(
            {"quotes": ["blamed the Free Valley Front.\u00a0\n\u2019A"]},
            "mentions[m1].quotes[0]: 'blamed the Free Valley Front.\\xa0\\n’A' is not in the article; copy its words "
            "letter by letter",
            id="not only typography",
        ),
        pytest.param(
            {"when": {"text": "on\u00a0Monday"}},
            "mentions[m1].when.text: 'on\\xa0Monday' is not in the article; it prints 'on Monday' (other spaces); "
            "copy its words letter by letter",
            id="no-break space",
        ),
        pytest.param(
            {"label": {"exact": "killed", "start": 3}},
            f"mentions[m1].label: 'killed' does not start at 3 but at {TEXT.index('killed')}, {TEXT.rindex('killed')}; "
            "correct start, or leave it out",
            id="start",
        ),
        pytest.param(
            {"label": {"exact": "valley.", "start": -7}},
            f"mentions[m1].label: 'valley.' does not start at -7 but at {TEXT.index('valley.')}; correct start, or "
            "leave it out",
            id="start from the end",
        ),
        pytest.param(
            {"label": ""},
            "mentions[m1].label: no words; copy the article's, or write null where it has none",
            id="empty",
        ),
        pytest.param(
            {"label": {"exact": "killed", "also": ["hurt", "maimed"]}},
            "mentions[m1].label.also[1]: 'maimed' is not in the article; copy its words letter by letter",
            id="also",
        ),
        pytest.param(
            {"claims": [toll(local_id="c2", speaker={"chain": ["police", "nobody"]})]},
            "mentions[m1].claims[c2].speaker.chain[1]: 'nobody' is not in the article; copy its words letter by letter",
            id="chain",
        ),
    ],
)
def test_words_the_article_does_not_have_are_faults(fields: dict[str, object], expected: str) -> None:
    """Each says where it stands and, where only typography differs, how."""
    assert [expected] == faults(gold({**mention(), **fields}), TEXT)


def test_quotation_marks_and_dashes_are_named() -> None:
    """The two that typists get wrong most."""
    (fault,) = faults(gold(mention(label="'so' - they")), "“so” – they")
    assert "it prints '“so” – they' (other dashes and quotation marks)" in fault


def test_locating_raises_the_first_fault_and_counts_the_others() -> None:
    """The error names the article."""
    with pytest.raises(InputError, match=r"^gold of article a1: mentions\[m1\]\.label: 'x y' .* \(and 1 more\)$"):
        locate(gold(mention(label="x y", where={"city": "z z"})), TEXT)


@given(data=st.data())
def test_any_words_of_the_article_are_found(data: st.DataObject) -> None:
    """Every slice of a text is located to a place that has it, and locating again changes nothing."""
    text = data.draw(st.text(alphabet="ab ,1'’\u00a0\n", min_size=1, max_size=30))
    slices = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 6)).map(lambda cut: text[cut[0] : sum(cut)])
    chosen = data.draw(st.lists(slices, min_size=1, max_size=4))
    told = mention(toll(count=chosen[0], quotes=chosen), label=chosen[-1], quotes=chosen)
    written = GoldArticle.model_validate({"article_id": "a", "mentions": [told]})
    blank = any(not one.strip() for one in chosen)
    assert blank == bool(faults(written, text))
    if blank:
        return
    located = locate(written, text)
    (one,) = located.mentions
    for words in chain(one.quotes, one.claims[0].quotes, (one.label,)):
        assert words is not None
        assert words.start is not None
        assert words.exact == text[words.start : words.start + len(words.exact)]
    assert located.to_line() == locate(located, text).to_line()
