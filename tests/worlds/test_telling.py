"""What mentions leave out, blur and confuse: each dial against the same world without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from claimx.facts import UNDATED, Column
from claimx.taxonomy import TYPES
from claimx.values.names.organisations import is_acronym
from claimx.values.places import match_places
from claimx.worlds import World
from tests.worlds.seen import SHARE, changed, reports, share, spelled_out, unsaid, world

Rows = NDArray[np.bool_]


def is_only_country(seen: World) -> Rows:
    """Rows that say the country and nothing finer."""
    return unsaid(seen.facts.city) & unsaid(seen.facts.admin1) & ~unsaid(seen.facts.country)


def is_vague(seen: World) -> Rows:
    """Rows that span a week or a month."""
    spans = seen.facts.end - seen.facts.start
    assert {0} | set(range(27, 31)) | {6} >= set(spans.tolist())
    vague: Rows = spans > 0
    return vague


def is_a_day_off(seen: World) -> Rows:
    """Rows one day before or after the day that a calm world gives."""
    off = seen.facts.start - world().facts.start
    assert {-1, 0, 1} >= set(off.tolist())
    wrong: Rows = off != 0
    return wrong


def is_undated(seen: World) -> Rows:
    """Rows without a day, or with a window that ends on the day of publication."""
    none, window = seen.facts.start == UNDATED, seen.facts.end - seen.facts.start == 6
    assert (seen.facts.end[window] == seen.published[window]).all()
    assert (none.any(), window.any()) in {(False, False), (True, True)}
    undated: Rows = none | window
    return undated


def is_generic(seen: World) -> Rows:
    """Rows whose label says neither town nor sight."""
    labels = spelled_out(seen.facts.label)
    return np.array([label is None or label.startswith(("the ", "a fresh ")) for label in labels])


def is_another_type(seen: World) -> Rows:
    """Rows whose type is another one than in a calm world."""
    return changed(world().facts.type, seen.facts.type)


def is_another_city(seen: World) -> Rows:
    """Rows whose town is written in another way than in a calm world."""
    return changed(world().facts.city, seen.facts.city)


ROW_DIALS: dict[str, Callable[[World], Rows]] = {
    "transliterated": is_another_city,
    "missing_city": lambda seen: unsaid(seen.facts.city),
    "missing_admin1": lambda seen: unsaid(seen.facts.admin1),
    "missing_country": lambda seen: unsaid(seen.facts.country) & unsaid(seen.facts.country_code),
    "only_country": is_only_country,
    "vague_dates": is_vague,
    "wrong_dates": is_a_day_off,
    "undated": is_undated,
    "confused_types": is_another_type,
    "missing_means": lambda seen: unsaid(seen.facts.means),
    "unnamed_actors": lambda seen: unsaid(seen.facts.actors),
    "unnamed_recipients": lambda seen: unsaid(seen.facts.recipients),
    "generic_labels": is_generic,
}


@pytest.mark.parametrize("dial", ROW_DIALS)
def test_a_dial_touches_about_its_share_of_mentions(dial: str) -> None:
    """None at 0; the share at the share; all at 1; and the world says which."""
    touched = ROW_DIALS[dial]
    assert not touched(world()).any()
    assert not world().phenomena[dial].any()
    some, every = world(**{dial: SHARE}), world(**{dial: 1.0})
    assert SHARE == pytest.approx(share(touched(some)), abs=0.04)
    assert np.array_equal(touched(some), some.phenomena[dial])
    assert share(touched(every)) > 0.99


def test_one_spelling_in_seven_is_beyond_rules() -> None:
    """The other spellings are the same place to the rules, and texts print what facts say."""
    seen = world(transliterated=1.0)
    pairs = set(zip(spelled_out(world().facts.city), spelled_out(seen.facts.city), strict=True))
    joined = share(one is not None and other is not None and match_places(one, other) for one, other in pairs)
    assert joined == pytest.approx(6 / 7, abs=0.06)
    for article, mentions in reports(world(400, transliterated=1.0)):
        assert all(mention.where.city is not None and mention.where.city.exact in article.text for mention in mentions)


def test_groups_are_called_by_acronyms() -> None:
    """About the share of the namings of groups that have one, and half as often beside the name."""
    seen = world(acronyms=SHARE)
    rows = list(zip(spelled_out(world().facts.actors), spelled_out(seen.facts.actors), strict=True))
    short = {long[0].name for long, told in rows if told != long}
    having = [(long[0], told[0]) for long, told in rows if long[0].name in short]
    assert SHARE == pytest.approx(share(is_acronym(told.name, long.name) for long, told in having), abs=0.05)
    both = [told for long, told in having if long.name == told.name and told.also_known_as]
    assert len(both) / len(having) == pytest.approx((1 - SHARE) * SHARE / 2, abs=0.05)
    assert all(is_acronym(told.also_known_as[0], told.name) for told in both)
    assert not any(one.also_known_as for told in spelled_out(world().facts.actors) for one in told)
    assert not world().phenomena["acronyms"].any()
    touched = changed(world().facts.actors, seen.facts.actors) | changed(
        world().facts.recipients, seen.facts.recipients
    )
    assert np.array_equal(touched, seen.phenomena["acronyms"])


def test_towns_of_two_countries_bear_one_name() -> None:
    """At 0 a name belongs to one country."""
    for dial in (0.0, SHARE):
        seen = world(homonyms=dial)
        rows = set(zip(spelled_out(seen.facts.city), spelled_out(seen.facts.country), strict=True))
        shared = {town for town, _ in rows if len({country for other, country in rows if other == town}) > 1}
        assert bool(shared) == bool(dial) == seen.phenomena["homonyms"].any()
        touched = np.array([town in shared for town in spelled_out(seen.facts.city)])
        assert (touched <= seen.phenomena["homonyms"]).all()


@pytest.mark.parametrize("dial", ["sites", "victims"])
def test_a_share_of_events_has_a_site_or_a_victim(dial: str) -> None:
    """Most mentions of such an event give it, all of them the same one."""
    seen = world(**{dial: SHARE})
    column: Column[Any] = seen.facts.site if dial == "sites" else seen.facts.victims
    told = spelled_out(column)
    said: dict[int, list[object]] = {}
    for event, value in zip(seen.truth.tolist(), told, strict=True):
        said.setdefault(event, []).append(value)
    often = [values for values in said.values() if len(values) >= 4]
    assert SHARE == pytest.approx(share(any(values) for values in often), abs=0.06)
    assert all(len({repr(value) for value in values if value}) <= 1 for values in often)
    assert np.array_equal(seen.phenomena[dial], np.array([bool(value) for value in told]))
    assert unsaid(world().facts.site).all()
    assert unsaid(world().facts.victims).all()


def test_victims_are_named_without_their_middle_name() -> None:
    """The share of namings; the first and the last name stay."""
    long, short = world(victims=1.0), world(victims=1.0, short_names=SHARE)
    pairs = [
        (one[0].name.split(), other[0].name.split())
        for one, other in zip(spelled_out(long.facts.victims), spelled_out(short.facts.victims), strict=True)
        if one
    ]
    assert {3} == {len(one) for one, _ in pairs}
    assert all(other in (one, [one[0], one[-1]]) for one, other in pairs)
    assert SHARE == pytest.approx(share(one != other for one, other in pairs), abs=0.04)
    assert not long.phenomena["short_names"].any()


def test_types_are_confused_with_types_near_them() -> None:
    """Every type told is one of the taxonomy, and a protest is never told as a bombing."""
    seen = world(confused_types=1.0)
    pairs = set(zip(spelled_out(world().facts.type), spelled_out(seen.facts.type), strict=True))
    assert {told for _, told in pairs} <= set(TYPES)
    assert {"riot"} == {told for true, told in pairs if true == "protest"}
