from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.claim import StanceKind, TollKind
from claimx.extracting.aliases import unstated_alias
from claimx.extracting.finding import Finder
from claimx.extracting.guards import (
    LONGEST_PASSAGE,
    cut_from_negation,
    is_english,
    negated_accused,
    negated_count,
    negated_cue,
    negated_stance,
    negated_toll,
    negation_before,
    shows_nothing,
)
from claimx.quote import Quote


def at(text: str, words: str) -> int:
    """Return where the words begin; they must be there."""
    return text.index(words)


def quote(text: str, words: str) -> Quote:
    finder = Finder(text, "a0")
    return finder.quote(finder.find(words)[0], copied=words, occurrences=1)


@pytest.mark.parametrize(
    ("text", "words", "negation"),
    [
        ("The army did not shell it.", "shell", "not"),
        ("The army didn't shell it.", "shell", "didn't"),
        ("The army didn’t shell it.", "shell", "didn't"),
        ("The army needn´t have shelled it.", "have", "needn't"),
        ("NO GROUP claimed it.", "claimed", "no"),
        ("Neither the army nor the rebels claimed it.", "claimed", "nor"),
        ("The army did not\nshell it.", "shell", "not"),
        ("The army did n\u00adot shell it.", "shell", "not"),
        ("The army has not, so far, claimed it.", "claimed", "not"),
        ("No group, however, claimed it.", "claimed", "no"),
        ("The army denied it shelled Delan.", "shelled", "denied"),
        ("It stopped short of blaming them.", "blaming", "short of"),
        ("It failed to kill them.", "kill", "failed to"),
        ("The army shelled it.", "shelled", None),
        ("It is not clear who, but the army shelled it.", "shelled", None),
        ("The car went off without warning, killing ten.", "killing", None),
        ("No. The army shelled it.", "The army", None),
        ("Dead: none\nThe army shelled it.", "The army", None),
        ("There is no doubt the army did it.", "the army", None),
        ("Not only the army did it.", "the army", None),
        ("No fewer than ten died.", "ten", None),
        ("The failed attack killed ten.", "killed", None),
        ("A knot of men died.", "died", None),
        ("An official who was not named said ten died.", "said", None),
        ("An official who did not say it was hurt.", "say", "not"),
        ("The Front, which has not yet claimed it.", "claimed", "not"),
        ("The Front, which has not been blamed.", "blamed", "not"),
    ],
)
def test_a_negation_governs_what_follows_in_its_clause(text: str, words: str, negation: str | None) -> None:
    assert negation == negation_before(text, at(text, words))


@given(st.text(max_size=60), st.data())
def test_no_text_upsets_the_search_for_a_negation(text: str, data: st.DataObject) -> None:
    """A passage may begin anywhere; with no negation in the text none is found."""
    start = data.draw(st.integers(0, len(text)))
    clean = "".join(character for character in text if not character.isalpha())
    assert negation_before(text, start) is None or negation_before(clean, 0) is None
    assert negation_before(clean, min(start, len(clean))) is None


def test_a_passage_cut_off_from_its_negation_is_refused() -> None:
    text = "The army did not shell it."
    assert cut_from_negation(text, at(text, "shell")) == "the passage leaves out the 'not' that stands before it"
    assert cut_from_negation(text, 0) is None


@pytest.mark.parametrize(
    ("passage", "refused"),
    [
        ("the", True),
        ("He said that it was", True),
        ("Two died", False),
        ("昨天有人死亡", False),
        ("x" * LONGEST_PASSAGE, False),
        ("x" * (LONGEST_PASSAGE + 1), True),
    ],
)
def test_a_passage_shows_something(passage: str, *, refused: bool) -> None:
    """Function words show nothing, and what holds everything shows nothing either."""
    assert refused == (shows_nothing(passage) is not None)


@pytest.mark.parametrize(
    ("passages", "kind", "count", "refused"),
    [
        (["Two men were not injured."], "injured", "two", True),
        (["Two men were not injured.", "He spoke."], "injured", "two", True),
        (["Two men weren’t killed."], "killed", "two", True),
        (["Two men were not injured.", "Two men were injured."], "injured", "two", False),
        (["Two men were injured."], "injured", "two", False),
        (["No one was killed."], "killed", "No one", False),
        (["There were no deaths."], "killed", "no", False),
        (["Not fewer than ten died."], "killed", "Not fewer than ten", False),
        (["A man, who has not been named, was killed."], "killed", None, False),
        (["It went off without warning, killing ten."], "killed", "ten", False),
        (["The failed attack killed ten."], "killed", "ten", False),
        (["Murieron dos personas."], "killed", "dos", False),
    ],
)
def test_a_toll_is_not_affirmed_by_its_negation(
    passages: list[str], kind: TollKind, count: str | None, *, refused: bool
) -> None:
    assert refused == (negated_toll(passages, kind, count) is not None)


@pytest.mark.parametrize(
    ("passages", "stance", "refused"),
    [
        (["The Front did not claim it."], "claims", True),
        (["No group has claimed responsibility for it."], "claims", True),
        (["He declined to blame the army."], "accuses", True),
        (["He could not confirm it."], "confirms", True),
        (["The Front claimed it."], "claims", False),
        (["He did not blame the army but blamed the Front."], "accuses", False),
        (["The Front did not claim it."], "denies", False),
        (["No group has claimed it."], "unclaimed", False),
        (["There was no comment."], "no_comment", False),
    ],
)
def test_a_stance_is_not_affirmed_by_its_negation(passages: list[str], stance: StanceKind, *, refused: bool) -> None:
    assert refused == (negated_stance(passages, stance) is not None)


@pytest.mark.parametrize(
    ("text", "cue", "refused"),
    [
        ("The Front did not claim it.", "claim", True),
        ("The Front did not claim it.", "did not claim", True),
        ("The Front denied it.", "denied", True),
        ("The army rejected the figure.", "rejected", True),
        ("The Front claimed it.", "claimed", False),
        ("No one was hurt, officials said.", "said", False),
    ],
)
def test_a_negated_reporting_word_affirms_nothing(text: str, cue: str, *, refused: bool) -> None:
    assert refused == (negated_cue(text, quote(text, cue)) is not None)


@pytest.mark.parametrize(
    ("text", "accused", "refused"),
    [
        ("He blamed not the army but the rebels.", "the army", True),
        ("He blamed not the army but the rebels.", "the rebels", False),
        ("He blamed not only the army.", "the army", False),
        ("He said there was no doubt the army did it.", "the army", False),
        ("He blamed the army.", "the army", False),
    ],
)
def test_one_who_is_left_out_is_not_accused(text: str, accused: str, *, refused: bool) -> None:
    assert refused == (negated_accused(text, quote(text, accused)) is not None)


def test_what_is_not_answered_is_not_negated() -> None:
    assert (None, None) == (negated_cue("No.", None), negated_accused("No.", None))


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("None of the 12 died.", True),
        ("Neither of 12 died.", True),
        ("Not one of their 12 died.", True),
        ("No fewer than 12 died.", False),
        ("Police did not name the 12 dead.", False),
        ("12 died.", False),
    ],
)
def test_a_number_of_whom_none_is_meant_is_no_count(text: str, *, refused: bool) -> None:
    assert refused == (negated_count(text, at(text, "12")) is not None)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The army said that ten men of the town were killed by a bomb.", True),
        ("El gobierno dijo que dos personas murieron por una bomba en el valle.", False),
        ("Bei dem Angriff in der Nacht starben zwei Menschen, das Tal war in Aufruhr.", False),
        ("Twee mensen kwamen om bij de aanval op het dorp, of dat was de bedoeling.", False),
        ("Погибли 40 человек.", False),
        ("", False),
    ],
)
def test_english_is_known_by_its_commonest_words(text: str, *, english: bool) -> None:
    assert english == is_english(text)


@pytest.mark.parametrize(
    ("passage", "name", "alias"),
    [
        ("the Free Valley Front (FVF) fell", "Free Valley Front", "FVF"),
        ("the FVF (Free Valley Front) fell", "FVF", "Free Valley Front"),
        ("the Free Valley Front, also known as Ansad, fell", "Free Valley Front", "Ansad"),
        ("the VALMEN [FREE VALLEY FRONT] fell", "FREE VALLEY FRONT", "VALMEN"),
        ("THE FREE VALLEY FRONT, EVL, FELL", "FREE VALLEY FRONT", "EVL"),
        ("the Free Valley Front (FVF), also known as Ansad, fell", "Free Valley Front", "Ansad"),
        ("the Free Valley Front, an armed group known as Ansad", "Free Valley Front", "Ansad"),
        ("the Free Valley Front, an armed group called “Ansad”", "Free Valley Front", "Ansad"),
        ("the Free Valley Front, which is better known as Ansad", "Free Valley Front", "Ansad"),
        ("the Free Valley Front (formerly Ansad) fell", "Free Valley Front", "Ansad"),
        ("the Free Valley Front, formerly Ansad, fell", "Free Valley Front", "Ansad"),
        ("Tomas Irel (Old Fox) fell", "Tomas Irel", "Old Fox"),
        ("Tomas Irel (“Old Fox”) fell", "Tomas Irel", "Old Fox"),
        ("Tomas Irel, alias Old Fox, fell", "Tomas Irel", "Old Fox"),
        ("Tomas Irel, aka Old Fox", "Tomas Irel", "Old Fox"),
        ("Tomas Irel was nicknamed Old Fox", "Tomas Irel", "Old Fox"),
        ("Tomas Irel, known by his nom de guerre Old Fox", "Tomas Irel", "Old Fox"),
        ("Old Fox, whose real name is Tomas Irel", "Tomas Irel", "Old Fox"),
        ("Tomas\u00a0Irel\n(Old Fox)", "Tomas Irel", "Old Fox"),
        ("Tomas Irel fell. Irel was 34.", "Tomas Irel", "Irel"),
        ("Tomas Irel fell. Thomas Irel was 34.", "Tomas Irel", "Thomas Irel"),
    ],
)
def test_a_stated_alias_is_taken(passage: str, name: str, alias: str) -> None:
    assert unstated_alias(passage, name, alias, person=name.startswith("Tomas")) is None


@pytest.mark.parametrize(
    ("passage", "name", "alias"),
    [
        ("the Free Valley Front and the Northern League", "Free Valley Front", "Northern League"),
        ("the Free Valley Front or the Northern League", "Free Valley Front", "Northern League"),
        ("the Free Valley Front, also the Northern League", "Free Valley Front", "Northern League"),
        ("the Free Valley Front called the Northern League weak", "Free Valley Front", "Northern League"),
        ("the Free Valley Front fought rebels (Northern League)", "Free Valley Front", "Northern League"),
        ("the Free Valley Front (Northern League says)", "Free Valley Front", "Northern League"),
        ("the Free Valley Front, a foe of men known as Northern League", "Free Valley Front", "Northern League"),
        ("the Northern League and the Free Valley Front", "Free Valley Front", "Northern League"),
        ("Alicante (Old Fox)", "Ali", "Old Fox"),
        ("Tomas Irel shot Marek Voss, known as Old Fox", "Tomas Irel", "Old Fox"),
        ("Samir Haddad shot Samira Haddad", "Samir Haddad", "Samira Haddad"),
    ],
)
def test_another_name_beside_it_is_no_alias(passage: str, name: str, alias: str) -> None:
    """Two names in one sentence are two, unless the words between them say otherwise."""
    assert unstated_alias(passage, name, alias, person=not name.startswith("Free")) is not None
