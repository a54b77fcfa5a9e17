from __future__ import annotations

import pytest

from claimx.claim import CountBasis, Responsibility, StanceKind, Statement, TollKind
from tests.extracting import answering as a

Numbers = tuple[int | None, int | None, int | None, CountBasis]

BLAST = "The ministry of Delan said a blast killed at least two soldiers and injured 1,200 others on 12 May."


@pytest.mark.parametrize(
    ("text", "count", "number", "expected"),
    [
        pytest.param(BLAST, "at least two", 2, (2, 2, None, "text"), id="with its qualifier"),
        pytest.param(BLAST, "two", 2, (2, 2, None, "text"), id="qualifier outside the words"),
        pytest.param(BLAST, "two", None, (2, 2, None, "text"), id="without the model's reading"),
        pytest.param(BLAST, "1,200", 1200, (1200, 1200, 1200, "text"), id="grouped digits"),
        pytest.param(
            "More than 100 men died.", "More than 100", 100, (101, None, None, "text"), id="one off the bound"
        ),
        pytest.param("On 12 May a raid killed 12 men.", "12", 12, (12, 12, 12, "text"), id="not the date before it"),
        pytest.param("No fewer than 12 were killed.", "12", 12, (12, 12, None, "text"), id="a negation that counts"),
        pytest.param("No one was killed in the raid.", "No one", 0, (0, 0, 0, "text"), id="nobody"),
        pytest.param("It burst without warning, killing 12.", "12", 12, (12, 12, 12, "text"), id="another's negation"),
        pytest.param("Not only soldiers but 12 men died.", "12", 12, (12, 12, 12, "text"), id="not only"),
        pytest.param("It killed members of the army.", "members", None, (None, None, None, "none"), id="no number"),
        pytest.param("Murieron dos muertos.", "dos muertos", 2, (2, 2, 2, "model"), id="another language"),
        pytest.param("Murieron más de 40.", "más de 40", 40, (40, 40, 40, "model"), id="another language's qualifier"),
        pytest.param("Погибли 40 человек.", "40", 40, (40, 40, 40, "model"), id="another script"),
        pytest.param("Murieron 12 mil hombres.", "12 mil", 12000, (12000, 12000, 12000, "model"), id="foreign scale"),
        pytest.param("Hubo 1,5 millones.", "1,5 millones", 1500000, (1500000,) * 3 + ("model",), id="foreign decimal"),
        pytest.param("قتل ١٢ شخصا", "١٢", 12, (12, 12, 12, "model"), id="digits of another script"),
        pytest.param("It killed １２ men.", "12", None, (None, None, None, "none"), id="full-width digits, unread"),
    ],
)
def test_a_number_is_read_from_its_words(text: str, count: str, number: int | None, expected: Numbers) -> None:
    toll = a.only_toll(a.ground_in(text, a.mention(text, tolls=[a.toll(text, count=count, number=number)])))
    assert expected == (toll.min, toll.best, toll.max, toll.basis)


def test_a_number_without_words_is_none() -> None:
    """What the model counts and the article does not print is no number of the record."""
    toll = a.only_toll(a.ground_in(BLAST, a.mention(BLAST, tolls=[a.toll(BLAST, number=5)])))
    assert (None, None, None, None, "none") == (toll.count, toll.min, toll.best, toll.max, toll.basis)


def test_a_claim_whose_speaker_fails_is_kept_aside_whole() -> None:
    """A number that nobody in the article said must not become the article's own."""
    toll = a.toll(BLAST, count="two", number=2, speaker=a.speaker("the army of Orin"))
    grounded = a.ground_in(BLAST, a.mention(BLAST, tolls=[toll]))
    assert () == a.only(grounded).claims
    assert {"mentions[m1].tolls[c1].speaker.words": "missing"} == a.reasons(grounded)


def test_a_hidden_speaker_is_a_speaker_without_words() -> None:
    text = "The blast was attributed to the army."
    said = a.responsibility(text, speaker=a.speaker(None), cue="attributed", accused="the army")
    claim = a.only_claim(a.ground_in(text, a.mention(text, responsibilities=[said])))
    assert claim.speaker is not None
    assert (None, None) == (claim.speaker.text, claim.speaker.name)


def test_the_article_itself_is_no_speaker() -> None:
    claim = a.only_claim(a.ground_in(BLAST, a.mention(BLAST, statements=[a.statement(BLAST)])))
    assert isinstance(claim, Statement)
    assert claim.speaker is None


def test_a_speakers_name_is_placed_inside_its_words() -> None:
    text = "Irel spoke. A spokesman, Tomas Irel of Delan, told the Meridian Wire that a bomb went off."
    who = a.speaker("A spokesman, Tomas Irel of Delan", name="Tomas Irel", via=["the Meridian Wire"])
    claim = a.only_claim(a.ground_in(text, a.mention(text, statements=[a.statement(text, speaker=who)])))
    assert claim.speaker is not None
    assert claim.speaker.name is not None
    assert text.index("Tomas Irel") == claim.speaker.name.start
    assert ["the Meridian Wire"] == [link.exact for link in claim.speaker.chain]


@pytest.mark.parametrize(
    ("text", "stance", "polarity"),
    [
        ("The Free Valley Front did not claim the blast.", "claims", "-"),
        ("The Free Valley Front did not claim the blast.", "claims", "u"),
        ("No group has claimed the blast.", "unclaimed", "+"),
        ("There was no immediate comment from the army.", "no_comment", "+"),
        ("The army denied that it was behind the blast.", "denies", "+"),
        ("The Free Valley Front claimed the blast.", "claims", "+"),
        ("Officials, who did not give a name, blamed the army.", "accuses", "+"),
        ("He did not blame the army but accused the Front.", "accuses", "+"),
        ("The army said it had no doubt that the Front carried out the blast.", "accuses", "+"),
        ("No one was hurt. The ministry blamed the army for the blast.", "accuses", "+"),
    ],
)
def test_a_stance_that_the_words_bear_out_is_taken(text: str, stance: StanceKind, polarity: str) -> None:
    said = a.responsibility(text, stance=stance, polarity=polarity)
    claim = a.only_claim(a.ground_in(text, a.mention(text, responsibilities=[said])))
    assert isinstance(claim, Responsibility)
    assert (stance, polarity) == (claim.stance, claim.polarity)


@pytest.mark.parametrize(
    ("text", "kind", "polarity", "taken"),
    [
        ("Two men were not injured.", "injured", "-", True),
        ("Two men were not injured.", "injured", "+", False),
        ("The failed attack killed two men.", "killed", "+", True),
        ("The blast killed two men and did not injure anyone.", "killed", "+", True),
        ("Two men, who have not been named, were killed.", "killed", "+", True),
    ],
)
def test_a_toll_is_affirmed_where_the_words_affirm_it(text: str, kind: TollKind, polarity: str, *, taken: bool) -> None:
    toll = a.toll(text, kind=kind, count=text[text.lower().index("two") :][:3], number=2, polarity=polarity)
    assert taken == bool(a.only(a.ground_in(text, a.mention(text, tolls=[toll]))).claims)


def test_a_second_claim_of_one_id_is_kept_aside() -> None:
    """Nothing that refers to the id can then mean another claim."""
    tolls = [a.toll(BLAST, count="two", number=2), a.toll(BLAST, count="1,200", number=1200, confirms="c1")]
    grounded = a.ground_in(BLAST, a.mention(BLAST, tolls=tolls))
    assert (2, None) == (a.only_toll(grounded).best, a.only_toll(grounded).confirms)
    assert {"mentions[m1].tolls[c1]": "ambiguous"} == a.reasons(grounded)


def test_claims_of_two_kinds_may_share_an_id() -> None:
    grounded = a.ground_in(
        BLAST,
        a.mention(BLAST, tolls=[a.toll(BLAST, count="two")], statements=[a.statement(BLAST, cue="said")]),
    )
    assert ["toll", "statement"] == [claim.type for claim in a.only(grounded).claims]


def test_a_part_that_fails_leaves_the_claim() -> None:
    """Cue, name, link and victims are kept aside by themselves; the claim stands without them."""
    who = a.speaker("The ministry of Delan", name="Voss", via=["the Valley Post"])
    toll = a.toll(BLAST, count="two", number=2, speaker=who, cue="shouted", who="sailors")
    grounded = a.ground_in(BLAST, a.mention(BLAST, tolls=[toll]))
    claim = a.only_toll(grounded)
    assert claim.speaker is not None
    assert (None, None, None, ()) == (claim.cue, claim.who, claim.speaker.name, claim.speaker.chain)
    assert {"cue", "who", "speaker.name", "speaker.via[0]"} == {
        path.removeprefix("mentions[m1].tolls[c1].") for path in a.reasons(grounded)
    }
