"""Regions and links on the text of an article, read back as gold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from pydantic import ValidationError

from claimx.annotating.label_studio_controls import FLAG
from claimx.annotating.label_studio_fields import (
    CLAIMS,
    HANDLE_ONLY,
    HANDLES,
    HEADS,
    REST,
    GoldField,
    field_of,
    fields,
    rest_of,
    undescribed,
)
from claimx.annotating.label_studio_regions import Drawing, Link, Region
from claimx.gold import Annotation, GoldArticle, GoldWords

_OF_TOLLS: Final = frozenset({"confirms", "parts"})
_OF_EVENTS: Final = frozenset({"participant", *CLAIMS})


def restore(drawing: Drawing, *, article_id: str, annotator: str | None, faults: list[str]) -> GoldArticle:
    """Return the gold that a drawing marks; what it does not hold is told in `faults`, nothing is raised."""
    reader = _Reader(drawing, faults)
    told: dict[str, object] = {"article_id": article_id, "mentions": reader.mentions()}
    told |= {name: value for name, value in (("annotator", annotator), ("note", drawing.note)) if value is not None}
    return GoldArticle.model_validate(told)


@dataclass
class _Reader:
    """Reads the records of one drawing."""

    drawing: Drawing
    faults: list[str]
    regions: dict[str, Region] = field(init=False)
    children: dict[str, list[Region]] = field(init=False)
    """What is of a head, in the order in which it was marked."""
    parents: dict[str, set[str]] = field(init=False)
    arrows: list[tuple[str, str, str]] = field(init=False)
    """Named links: their name, from, to."""
    names: dict[str, str] = field(init=False)
    """Local ids of events and claims by region."""

    def __post_init__(self) -> None:
        self.regions = {region.id: region for region in self.drawing.regions}
        self.parents, self.arrows, self.children = {}, [], {}
        for link in self.drawing.links:
            self._take(link)
        for region in self.drawing.regions:
            for parent in sorted(self.parents.get(region.id, ())):
                self.children.setdefault(parent, []).append(region)
            if region.label != "event" and region.id not in self.parents:
                self._fault(region.id, f"{region.label} belongs to nothing; link it to what it is of")
        self.names = self._named("event", "m", needed=self.regions)
        for head in CLAIMS:
            self.names |= self._named(head, "c", needed={to for name, _, to in self.arrows if name in _OF_TOLLS})

    def _fault(self, region: str, what: str) -> None:
        self.faults.append(f"region {region}: {what}")

    def _take(self, link: Link) -> None:
        one, other = self.regions.get(link.source), self.regions.get(link.target)
        if one is None or other is None:
            return  # Said of the region itself, which could not be read.
        if link.names:
            self._arrow(link, one, other)
        elif _is_of(one, other):
            self.parents.setdefault(one.id, set()).add(other.id)
        elif _is_of(other, one):
            self.parents.setdefault(other.id, set()).add(one.id)
        else:
            self._fault(one.id, f"{one.label} cannot be of {other.label} (region {other.id}), nor the other way round")

    def _arrow(self, link: Link, one: Region, other: Region) -> None:
        if link.direction == "left":
            one, other = other, one
        for name in link.names:
            end = "toll" if name in _OF_TOLLS else "event"
            if link.direction == "bi":
                self._fault(one.id, f"{name} has one direction; let the arrow point one way")
            elif one.label != end or other.label != end:
                self._fault(one.id, f"{name} links two regions labelled {end}, not {one.label} and {other.label}")
            else:
                self.arrows.append((name, one.id, other.id))

    def _named(self, head: str, prefix: str, *, needed: Collection[str]) -> dict[str, str]:
        heads = [region for region in self.drawing.regions if region.label == head]
        given = {region.id: _line(region) for region in heads if "local_id" in region.answers}
        missing = [region.id for region in heads if region.id not in given and region.id in needed]
        taken = {_line(region) for region in self.drawing.regions}
        free = (name for number in range(1, len(self.regions) + 2) if (name := f"{prefix}{number}") not in taken)
        return given | dict(zip(missing, free, strict=False))

    def mentions(self) -> list[Annotation]:
        """Return the mentions in the order in which they were marked."""
        events = [region for region in self.drawing.regions if region.label == "event"]
        self._distinct(events)
        read = (self._record(event) for event in events)
        return [mention for mention in read if mention is not None]

    def _distinct(self, regions: Iterable[Region]) -> None:
        seen: set[str] = set()
        for region in regions:
            name = self.names.get(region.id)
            if name in seen:
                self._fault(region.id, f"another one is called {name!r} too; give each a local_id of its own")
            seen |= {name} if name is not None else set()

    def _record(self, region: Region) -> Annotation | None:
        values = dict(self._own(region))
        self._add_children(region, values)
        self._tick(region, values)
        told = _nested(values)
        if region.label in CLAIMS:
            told["type"] = region.label
        if region.id in self.names:
            told["local_id"] = self.names[region.id]
        if "optional" in region.answers:
            told["optional"] = True
        try:
            return HEADS[region.label].model_validate(told)
        except ValidationError as error:
            for fault in error.errors(include_url=False, include_context=False, include_input=False):
                self._fault(region.id, f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}")
            return None

    def _own(self, region: Region) -> Iterator[tuple[str, object]]:
        handle = HANDLES[region.label]
        ticked = _ticked(region)
        if handle not in ticked and HANDLE_ONLY not in ticked:
            yield handle, [_words(region)] if handle == "quotes" else _words(region)
        elif "also" in region.answers:
            self._fault(region.id, "it has other words (also), but its own words only mark the place")
        for name, answer in region.answers.items():
            asked = field_of(region.label, name)
            if asked is not None:
                yield asked.path, _value(asked, answer)

    def _add_children(self, region: Region, values: dict[str, object]) -> None:
        children = self.children.get(region.id, [])
        for child in children:
            self._add(region, child, values)
        self._distinct(child for child in children if child.label in CLAIMS)
        for name, source, target in self.arrows:
            if source == region.id:
                self._add_arrow(region, name, target, values)

    def _add(self, region: Region, child: Region, values: dict[str, object]) -> None:
        if child.label in _OF_EVENTS:
            if (record := self._record(child)) is not None:
                _append(values, "participants" if child.label == "participant" else "claims", record)
            return
        asked = field_of(region.label, child.label)
        if asked is None:
            return  # `_is_of` has seen to it that there is one.
        if asked.form == "passages":
            _append(values, asked.path, _words(child))
        elif asked.path in values:
            self._fault(child.id, f"{child.label} is marked twice for region {region.id}; put the other words in also")
        else:
            values[asked.path] = _words(child)

    def _add_arrow(self, region: Region, name: str, target: str, values: dict[str, object]) -> None:
        if name not in _OF_TOLLS:
            _append(values, "relations", {"kind": name, "to": self.names[target]})
        elif not self.parents.get(region.id, set()) <= self.parents.get(target, set()):
            self._fault(region.id, f"its {name} leads to a toll of another event (region {target})")
        elif name == "parts":
            _append(values, "parts", self.names[target])
        elif "confirms" in values:
            self._fault(region.id, "it confirms two tolls; one is allowed")
        else:
            values["confirms"] = self.names[target]

    def _tick(self, region: Region, values: dict[str, object]) -> None:
        ticked = _ticked(region)
        empty = {field.path: field.empty for field in fields(region.label)}
        held = set(values) | {path.rpartition(".")[0] for path in values}
        for path in empty:
            if path in held and (path in ticked or undescribed(path) in ticked):
                self._fault(
                    region.id, f"{path} is ticked as not there, but it has a value; untick it or remove the value"
                )
        values |= {path: empty[path] for path in ticked if path in empty}
        values |= {path: {} for path in empty if undescribed(path) in ticked}
        if REST in ticked:
            values |= {path: empty[path] for path in rest_of(region.label, list(values))}
        for outer in sorted({path.rpartition(".")[0] for path in values} & set(values)):
            self._fault(region.id, f"{outer} is ticked as a whole, and a part of it too; untick one")


def _is_of(child: Region, parent: Region) -> bool:
    if child.label in HEADS or parent.label not in HEADS:
        return parent.label == "event" and child.label in _OF_EVENTS
    return field_of(parent.label, child.label) is not None


def _line(region: Region) -> str:
    answer = region.answers.get("local_id")
    return answer[0] if isinstance(answer, tuple) else ""


def _ticked(region: Region) -> tuple[str, ...]:
    answer = region.answers.get(f"nothing_{region.label}", ())
    return answer if isinstance(answer, tuple) else ()


def _words(region: Region) -> GoldWords:
    also = region.answers.get("also")
    words = {"exact": region.exact, "start": region.start}
    return GoldWords.model_validate(words if also is None else words | {"also": also})


def _value(asked: GoldField, answer: object) -> object:
    if not isinstance(answer, tuple) or asked.form == "choices":
        return answer
    if asked.form == "flag":
        return answer[0] == FLAG[0]
    return answer if asked.form == "one_of" and len(answer) > 1 else answer[0]


def _append(values: dict[str, object], path: str, value: object) -> None:
    several = values.setdefault(path, [])
    if isinstance(several, list):
        several.append(value)


def _nested(values: dict[str, object]) -> dict[str, object]:
    """Return values by path as a record with records inside it."""
    told: dict[str, object] = {}
    for path in sorted(values):
        outer, _, name = path.rpartition(".")
        inner = told.setdefault(outer, {}) if outer else told
        if isinstance(inner, dict):
            inner[name] = values[path]
    return told
