"""Wording: sentences about nothing in particular, of which no two are likely to share a run of five words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from claimx.worlds.listing import listed

_PEOPLE: Final = listed(
    "apprentices bakers beekeepers blacksmiths boatmen bricklayers carpenters clerks cobblers cooks coopers cyclists "
    "dentists drivers electricians engineers farmers ferrymen fishermen florists foresters gardeners glaziers grocers "
    "herders hikers innkeepers joiners lawyers librarians lodgers masons mechanics merchants midwives millers miners "
    "musicians neighbours painters passengers pensioners pilgrims plumbers porters postmen potters printers pupils "
    "roofers sailors shepherds shopkeepers smiths students surveyors tailors tanners teachers tenants tinkers "
    "tourists traders travellers vets villagers waiters weavers welders winemakers"
)
_DID: Final = listed(
    "admired arranged assembled bought bundled burned buried carried carved chased cleaned climbed collected copied "
    "counted covered crossed delivered described dragged drained dried dropped emptied examined exchanged filled "
    "folded followed found gathered guarded hauled heated hid hired ignored inspected kept lifted lit loaded loosened "
    "lowered measured mended moved noticed opened ordered packed painted passed patched photographed planted polished "
    "pulled pushed raised recognised removed repaired replaced returned rolled salvaged searched sewed shared shifted "
    "shovelled sketched sold sorted stacked stored studied swept tested tied towed traded trimmed unloaded visited "
    "washed watched watered weighed wrapped"
)
_LIKE: Final = listed(
    "aged awkward bare bent bitter blue borrowed brittle broken bulky burnt calm careful cheap clumsy coarse cold "
    "cracked curious damp dark deep distant dull early eager faded faint familiar fine flat forgotten fragile fresh "
    "frozen gentle green grey hasty heavy hidden hollow hungry idle late lean light lonely long loose lost loud low "
    "muddy narrow nervous odd orange pale patient plain polite quick ragged rare red rough round rusty salty scarce "
    "shallow sharp short shy silent silver simple slow small smooth soft sour spare steady stiff strange striped "
    "stubborn sturdy sudden sweet tall tender thick thin tired torn unusual vacant warm weary wet wide wild worn "
    "yellow young"
)
_THINGS: Final = listed(
    "ankles anvils apples awnings axles balconies bandages barrels baskets beams bells benches bicycles blankets "
    "boats bolts books bottles boxes bricks brooms brushes buckets cables candles canvases carpets carts chairs "
    "chimneys clocks coats coins columns cords corners crates cupboards curtains cushions ditches doors drawers "
    "fences fields flags flasks floors flowers forks frames furnaces gardens gates glasses gloves goats gutters "
    "hammers handcarts harnesses hedges hinges hooks horses jars kettles keys kites knives ladders lamps lanes "
    "lanterns leaves ledgers lemons letters lids looms maps mattresses mirrors mules nails nets notebooks oars onions "
    "orchards ovens paddles parcels pavements pipes planks plates ploughs posts pots pulleys pumps radios rafts rails "
    "roofs ropes rugs sacks sails saws scales shelves shovels signs spoons stairs stones stoves straps tables "
    "tarpaulins tents tiles timbers tools towels trays trees trunks tubs vases walls wells wheels windows wires"
)
_BY: Final = listed(
    "above against along among around behind below beneath beside between beyond near over past under within"
)
_AND: Final = listed("after although and as because before but since though until when where whereas while")

_AT_ONCE: Final = 256
_CLAUSE: Final = (_PEOPLE, _DID, _LIKE, _THINGS, _BY, _LIKE, _THINGS)


class Wording:
    """Says one thing after another, by chance."""

    def __init__(self, chance: np.random.Generator) -> None:
        self._draws = _draws(chance)

    def one_of(self, choices: Sequence[str]) -> str:
        """Return one of some words."""
        return choices[self.number(len(choices))]

    def is_up(self, share: float) -> bool:
        """Tell, by chance, yes in this share of cases."""
        return next(self._draws) < share

    def number(self, below: int) -> int:
        """Return a number from 0."""
        return int(next(self._draws) * below)

    def people(self) -> str:
        """Return somebody: "weary drivers"."""
        return self._words(_LIKE, _PEOPLE)

    def scenery(self) -> str:
        """Return where something might be: "behind hollow ladders"."""
        return self._words(_BY, _LIKE, _THINGS)

    def aside(self) -> str:
        """Return a clause of its own: "while weary drivers stacked blue crates"."""
        return self._words(_AND, _LIKE, _PEOPLE, _DID, _LIKE, _THINGS)

    def sentence(self) -> str:
        """Return a sentence of thirteen words."""
        return f"{self._words(*_CLAUSE, _AND, _LIKE, *_CLAUSE[:4]).capitalize()}."

    def word(self) -> str:
        """Return a word that may stand in place of another."""
        return self.one_of((_PEOPLE, _DID, _LIKE, _THINGS)[self.number(4)])

    def _words(self, *lists: Sequence[str]) -> str:
        return " ".join([words[int(draw * len(words))] for words, draw in zip(lists, self._draws, strict=False)])


def _draws(chance: np.random.Generator) -> Iterator[float]:
    while True:
        yield from chance.random(_AT_ONCE).tolist()
