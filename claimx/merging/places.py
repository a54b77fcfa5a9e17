"""Places in columns: how the places of many pairs of mentions stand to each other.

Every answer is a scalar rule's, asked once for each pair of different names; what remains is arithmetic on codes. The
scalar form of it all is `claimx.values.places.compare_where`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from functools import cached_property
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from claimx.facts import Codes, Column, Facts, Flags, Rows
from claimx.merging.relation import Relation, Sides, related_pairs
from claimx.values.countries import country_code
from claimx.values.place_keys import place_keys, runs_of, site_keys
from claimx.values.places import (
    PlaceLevel,
    PlaceNames,
    compare_site_names,
    match_places,
    mentions_city,
    nested,
    proper_words,
    stated_name,
    surroundings,
)

ABSENT: Final = -1

Ternary = NDArray[np.int8]
"""1 where a level agrees, -1 where it differs, 0 where it does not tell."""


class Alike(NamedTuple):
    """Which names of places are one, and which stand in sites."""

    names: Relation
    standing: Relation
    """Between names (codes as they are) and sites (codes shifted by the number of names)."""


class Sites(NamedTuple):
    """Which sites may be one, and which places have one view of theirs."""

    alike: Relation
    """Sites that may be one; whether they are also depends on what is around them."""
    views: Codes
    """For each place a code of its site, with what is around it where that is marked; `ABSENT` without a site."""
    hiding: Flags
    """Places around which is what a site names, so that the rule may not read it."""


class _Told(NamedTuple):
    """A name of a place, or a site."""

    name: str
    site: str | None = None


class Places:
    """Places of all levels, and which of them are one."""

    def __init__(self, facts: Facts) -> None:
        """Collect the places: one for each combination of levels, and the names at its levels."""
        columns = (facts.site, facts.city, facts.admin1, facts.country, facts.country_code)
        of, first = _combined(columns)
        self.of = of
        """The place of each row."""
        self._columns = [Column(column.codes[first], column.values) for column in columns]
        self._names: dict[str, int] = {}
        self._sites: dict[str, int] = {}
        isos: dict[str, int] = {}
        site, city, admin1, country, code = self._columns
        self.site = _recoded(site, lambda said: stated_name(said, "site"), self._sites)
        self.city = _recoded(city, lambda said: stated_name(said, "city"), self._names)
        self.admin1 = _recoded(admin1, lambda said: stated_name(said, "admin1"), self._names)
        self.country = _recoded(country, lambda said: stated_name(said, "country"), self._names)
        by_name = _recoded(country, lambda said: country_code(said) if said else None, isos)
        by_code = _recoded(code, lambda said: said or None, isos)
        self._iso: Codes = np.where(by_code >= 0, by_code, by_name)
        self.answers: dict[int, int] = {}
        """What the rule on sites said, by what it depends on."""

    def take(self, rows: Rows) -> Self:
        """Return the places of some rows; what is known of places stays known."""
        taken = copy(self)
        taken.of = self.of[rows]
        # Other rows have other sites; the answers on all would fill the memory.
        taken.answers = {}
        return taken

    def __len__(self) -> int:
        return len(self.site)

    def __getitem__(self, place: int) -> PlaceNames:
        site, city, admin1, country, code = (column[place] for column in self._columns)
        return PlaceNames(site=site, city=city, admin1=admin1, country=country, country_code=code)

    @cached_property
    def same(self) -> Relation:
        """Names of cities, provinces and countries that are one."""
        return self.alike.names

    @cached_property
    def alike(self) -> Alike:
        """Names that are one, and names that stand in sites: both are found by the keys of the names."""
        names, sites = list(self._names), list(self._sites)
        cities = frozenset(self.city[self.city >= 0].tolist())

        def sides(one: _Told) -> Sides:
            if one.site is not None:
                return Sides(found=runs_of(one.site))
            return Sides(both=place_keys(one.name))

        def same(one: _Told, other: _Told) -> bool:
            if other.site is None:
                return match_places(one.name, other.name)
            return self._names[one.name] in cities and mentions_city(other.site, one.name)

        told = [*(_Told(name) for name in names), *(_Told("", site) for site in sites)]
        pairs = np.array(related_pairs(told, sides=sides, same=same, what="place names"), dtype=np.int64).reshape(-1, 2)
        in_sites = pairs[:, 1] >= len(names)
        return Alike(
            names=Relation(len(names), pairs[~in_sites], alone=np.ones(len(names), dtype=np.bool_)),
            standing=Relation(len(told), pairs[in_sites]),
        )

    @cached_property
    def sites(self) -> Sites:
        """Sites that may be one, and the views of them."""
        sites = list(self._sites)
        pairs = related_pairs(sites, sides=_site_sides, same=lambda *_: True, what="sites")
        alike = Relation(len(sites), pairs, alone=np.ones(len(sites), dtype=np.bool_))
        return Sites(alike, *self._views(frozenset().union(*map(proper_words, sites))))

    def _views(self, proper: frozenset[str]) -> tuple[Codes, Flags]:
        """Tell places apart by their sites, and by what is around those where it has a `proper` word of any site."""
        views, hiding = np.full(len(self), ABSENT, dtype=np.int32), np.zeros(len(self), dtype=np.bool_)
        sited = np.flatnonzero(self.site >= 0)
        around, first = _combined([column.take(sited) for column in self._columns[1:4]])
        named = [not proper.isdisjoint(surroundings(self[place])) for place in sited[first].tolist()]
        hiding[sited] = np.array(named, dtype=np.bool_)[around]
        shown = np.where(hiding[sited], around.astype(np.int64) + 1, 0)
        views[sited] = np.unique(shown * len(self._sites) + self.site[sited], return_inverse=True)[1]
        return views, hiding

    @property
    def _n_names(self) -> int:
        return len(self._names)

    def sites_with(self, names: Codes) -> tuple[Rows, Codes]:
        """Return the sites in which each of some names stands: places in `names`, and codes of sites."""
        places, shifted = self.alike.standing.partners(names)
        return places, shifted - np.int32(self._n_names)

    def name(self, code: int) -> str:
        """Return a name by its code."""
        return list(self._names)[code]

    def site_name(self, code: int) -> str:
        """Return a site by its code."""
        return list(self._sites)[code]

    # Verdicts

    def compare(self, left: Codes, right: Codes) -> tuple[dict[PlaceLevel, Flags], Flags, Flags]:
        """Compare pairs of places as `compare_where` does.

        Returns:
            For each level, finest first, whether it is the finest that agrees; whether the places conflict; whether
            the finest level at which they conflict is the site.
        """
        city = self._agree(self.city, left, right)
        site = self._compare_sites(left, right, city == 1)
        admin1, country = self._agree(self.admin1, left, right), self._agree_on_country(left, right)
        in_site, in_admin1 = self._crossed(left, right)
        crossed = (city != 1) & (in_site | in_admin1)
        city = np.where(crossed, np.where(in_site, 1, 0), city).astype(np.int8)
        admin1 = np.where(crossed & ~in_site, 1, admin1).astype(np.int8)
        open_city = np.flatnonzero((city == -1) & (site == 1))
        city[open_city[self._nested(left[open_city], right[open_city])]] = 0
        levels: dict[PlaceLevel, Ternary] = {"site": site, "city": city, "admin1": admin1, "country": country}
        conflict = np.any([verdict == -1 for verdict in levels.values()], axis=0)
        finest: dict[PlaceLevel, Flags] = {}
        agreed = np.zeros(len(left), dtype=np.bool_)
        for level, verdict in levels.items():
            finest[level] = (verdict == 1) & ~agreed
            agreed |= verdict == 1
        return finest, conflict, site == -1

    def _agree(self, names: Codes, left: Codes, right: Codes) -> Ternary:
        one, other = names[left], names[right]
        return _ternary(self.same.holds(one, other), told=(one >= 0) & (other >= 0))

    def _agree_on_country(self, left: Codes, right: Codes) -> Ternary:
        by_name = self._agree(self.country, left, right)
        one, other = self._iso[left], self._iso[right]
        told = (one >= 0) & (other >= 0)
        return np.where(told, _ternary(one == other, told=told), by_name).astype(np.int8)

    def _crossed(self, left: Codes, right: Codes) -> tuple[Flags, Flags]:
        in_site, in_admin1 = np.zeros(len(left), dtype=np.bool_), np.zeros(len(left), dtype=np.bool_)
        for mine, other in ((left, right), (right, left)):
            in_admin1 |= self.same.holds(self.city[mine], self.admin1[other])
            sited = np.flatnonzero((self.site[other] >= 0) & (self.city[mine] >= 0))
            in_site[sited] |= self.alike.standing.holds(self.city[mine[sited]], self.site[other[sited]] + self._n_names)
        return in_site, in_admin1

    def _compare_sites(self, left: Codes, right: Codes, one_city: Flags) -> Ternary:
        """Compare free descriptions; the rule is asked once for each two views of sites."""
        found = np.zeros(len(left), dtype=np.int8)
        both = np.flatnonzero((self.site[left] >= 0) & (self.site[right] >= 0))
        left, right = left[both], right[both]
        one, other = self.sites.views[left].astype(np.int64), self.sites.views[right]
        pairs = (np.minimum(one, other) * len(self) + np.maximum(one, other)) * 2 + one_city[both]
        asked, first, places = np.unique(pairs, return_index=True, return_inverse=True)
        known = zip(asked.tolist(), left[first].tolist(), right[first].tolist(), strict=True)
        answers = np.fromiter((self._sites_agree(*each) for each in known), dtype=np.int8, count=len(asked))
        found[both] = answers[places]
        return found

    def _sites_agree(self, pair: int, left: int, right: int) -> int:
        """Return what the rule says of the sites of two places; `pair` is all that it depends on."""
        if pair not in self.answers:
            site, other = self._columns[0][left], self._columns[0][right]
            if site is None or other is None:
                raise ValueError("only places with a site are asked about it")
            around = (surroundings(self[place]) for place in (left, right) if self.sites.hiding[place])
            hidden = frozenset().union(*around) & (proper_words(site) | proper_words(other))
            agrees = compare_site_names(site, other, hidden=hidden, one_city=bool(pair % 2))
            self.answers[pair] = 0 if agrees is None else 1 if agrees else -1
        return self.answers[pair]

    def _nested(self, left: Codes, right: Codes) -> Flags:
        cities = self._columns[1]
        pairs = zip(left.tolist(), right.tolist(), strict=True)
        return np.array([nested(cities[one], cities[other]) for one, other in pairs], dtype=np.bool_)


def _combined(columns: Sequence[Column[str | None]]) -> tuple[Codes, Rows]:
    """Return a code for each combination of the values of columns, and where each is first."""
    combined, first = np.zeros(len(columns[0]), dtype=np.int64), np.zeros(0, dtype=np.int64)
    for column in columns:
        _, first, combined = np.unique(
            combined * (len(column.values) + 1) + column.codes, return_index=True, return_inverse=True
        )
    return combined.astype(np.int32), first


def _recoded(column: Column[str | None], read: Callable[[str | None], str | None], codes: dict[str, int]) -> Codes:
    """Return the codes of what is read from a column's values, `ABSENT` for nothing; new codes go into `codes`."""
    told = (read(value) for value in column.values)
    known = [ABSENT if name is None else codes.setdefault(name, len(codes)) for name in told]
    return np.array(known, dtype=np.int32)[column.codes]


def _ternary(agrees: Flags, *, told: Flags) -> Ternary:
    return np.where(told, np.where(agrees, 1, -1), 0).astype(np.int8)


def _site_sides(site: str) -> Sides:
    return Sides(both=site_keys(site))
