"""Regions and links as Label Studio writes them: the list `result` of an annotation or a prediction.

Format: https://labelstud.io/guide/task_format. What is answered on a region is a result of its own with the region's
id. Offsets count code points, as claimx's do: the editor turns the browser's UTF-16 code units into code points in
both directions (`charsToCodePoints` and `codePointsToChars` of its `selection-tools`; versions of 2021 and before did
not).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, NamedTuple, TypeAlias

from claimx.annotating.label_studio_controls import NOTE, TEXT, VALUE_KEYS, WORDS, Control, controls
from claimx.annotating.label_studio_fields import LINKS, labels

Answer: TypeAlias = tuple[str, ...] | int | date
"""Choices and lines, a number, a day."""
Direction = Literal["right", "left", "bi"]


@dataclass(frozen=True, kw_only=True)
class Region:
    """Marked words with what was answered on them."""

    id: str
    label: str
    start: int
    exact: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """By the name of the control."""

    @property
    def end(self) -> int:
        """Offset of the first code point after the words."""
        return self.start + len(self.exact)


class Link(NamedTuple):
    """An arrow from one region to another; without names it says that one is of the other."""

    source: str
    target: str
    names: tuple[str, ...] = ()
    direction: Direction = "right"


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """Everything that is marked on one article."""

    regions: tuple[Region, ...] = ()
    links: tuple[Link, ...] = ()
    note: str | None = None


def to_results(drawing: Drawing, *, note_id: str) -> list[dict[str, object]]:
    """Return the results of a drawing: each region with its answers, then the links, then the note."""
    results = [result for region in drawing.regions for result in _results(region)]
    results += [_relation(link) for link in drawing.links]
    if drawing.note is not None:
        results.append(_result(note_id, NOTE, "textarea", {"text": drawing.note.split("\n")}))
    return results


def _results(region: Region) -> Iterator[dict[str, object]]:
    span = {"start": region.start, "end": region.end, "text": region.exact}
    yield _result(region.id, WORDS, "labels", span | {"labels": [region.label]})
    for name, answer in region.answers.items():
        control = controls()[name]
        yield _result(region.id, name, control.type, span | {VALUE_KEYS[control.type]: _plain(answer)})


def _plain(answer: Answer) -> object:
    if isinstance(answer, date):
        return answer.isoformat()
    return list(answer) if isinstance(answer, tuple) else answer


def _result(region: str, control: str, kind: str, value: Mapping[str, object]) -> dict[str, object]:
    return {"id": region, "from_name": control, "to_name": TEXT, "type": kind, "value": dict(value)}


def _relation(link: Link) -> dict[str, object]:
    ends = {"from_id": link.source, "to_id": link.target, "type": "relation", "direction": link.direction}
    return ends | ({"labels": list(link.names)} if link.names else {})


def from_results(results: object, *, text: str, faults: list[str]) -> Drawing:
    """Read the results of one annotation of a text; what cannot be read is told in `faults`, nothing is raised."""
    if not isinstance(results, list):
        faults.append("its result is no list")
        return Drawing()
    read = [result for result in results if _readable(result, faults)]
    relations = [result for result in read if result.get("type") == "relation"]
    spans = {_id(result): result for result in read if result.get("from_name") == WORDS}
    answers: dict[str, dict[str, Answer]] = {region: {} for region in spans}
    notes: list[str] = []
    for result in read:
        if result.get("type") != "relation" and result.get("from_name") != WORDS:
            _answer(result, answers, notes, faults)
    found = (_region(result, answers[region], text, faults) for region, result in spans.items())
    regions = tuple(region for region in found if region is not None)
    links = tuple(_links(relations, spans, faults))
    _once(read, faults)
    return Drawing(regions=regions, links=links, note="\n".join(notes) if notes else None)


def _readable(result: object, faults: list[str]) -> bool:
    if not isinstance(result, dict):
        faults.append("its result holds something that is no object")
        return False
    if result.get("type") != "relation" and not isinstance(result.get("value"), dict):
        faults.append(f"region {_id(result)}: it has no value")
        return False
    return True


def _id(result: Mapping[str, object]) -> str:
    return str(result.get("id"))


def _once(results: Iterable[Mapping[str, object]], faults: list[str]) -> None:
    seen: set[tuple[str, str]] = set()
    for result in results:
        key = (_id(result), str(result.get("from_name")))
        if result.get("type") != "relation" and key in seen:
            faults.append(f"region {key[0]}: {key[1]!r} is there twice")
        seen.add(key)


def _answer(
    result: Mapping[str, object], answers: dict[str, dict[str, Answer]], notes: list[str], faults: list[str]
) -> None:
    name, region = str(result.get("from_name")), _id(result)
    control = controls().get(name)
    if control is None:
        faults.append(f"region {region}: the configuration of claimx has no control {name!r}")
        return
    value = result["value"]
    answer = _typed(control, value.get(VALUE_KEYS[control.type])) if isinstance(value, dict) else None
    if answer is None:
        faults.append(f"region {region}: {name}: {_shown(value)} is no answer to it")
    elif not control.labels and isinstance(answer, tuple):
        notes.extend(answer)
    elif region in answers:
        answers[region][name] = answer
    else:
        faults.append(f"region {region}: {name} is answered, but no words are marked")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _typed(control: Control, value: object) -> Answer | None:
    match control.type:
        case "number":
            return _whole(value)
        case "datetime":
            return _day(value)
        case "textarea" | "choices":
            return _lines(control, value)


def _whole(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _lines(control: Control, value: object) -> tuple[str, ...] | None:
    lines = [value] if isinstance(value, str) else value
    if not isinstance(lines, list) or not lines or not all(isinstance(line, str) for line in lines):
        return None
    if control.labels and not control.several and len(lines) > 1:
        return None
    if control.type == "choices" and not set(lines) <= set(control.values):
        return None
    return tuple(lines)


def _region(result: Mapping[str, object], answers: Mapping[str, Answer], text: str, faults: list[str]) -> Region | None:
    value, region = result["value"], _id(result)
    found = value.get("labels") if isinstance(value, dict) else None
    label = found[0] if isinstance(found, list) and len(found) == 1 else None
    if label not in labels():
        faults.append(f"region {region}: {_shown(found)} is not one label of the configuration of claimx")
        return None
    exact = _words(value, text)
    if exact is None:
        faults.append(f"region {region}: its offsets do not fit its words; was the text of the task changed?")
        return None
    strange = (name for name in answers if label not in controls()[name].labels)
    faults.extend(f"region {region}: {name} does not belong to a region labelled {label!r}" for name in strange)
    return Region(id=region, label=str(label), start=exact[0], exact=exact[1], answers=answers)


def _words(value: object, text: str) -> tuple[int, str] | None:
    if not isinstance(value, dict):
        return None
    start, end, told = _whole(value.get("start")), _whole(value.get("end")), value.get("text")
    if start is None or end is None or not 0 <= start < end <= len(text):
        return None
    exact = text[start:end]
    # A line of a text area stands where the words would.
    return (start, exact) if not isinstance(told, str) or _bare(told) == _bare(exact) else None


_SPACE: Final = re.compile(r"\\n|\s+")


def _bare(words: str) -> str:
    """Return words without white space, which the editor rewrites: line ends come back as a backslash and an n."""
    return _SPACE.sub("", words)


def _links(relations: Iterable[Mapping[str, object]], spans: Mapping[str, object], faults: list[str]) -> Iterator[Link]:
    for relation in relations:
        source, target = str(relation.get("from_id")), str(relation.get("to_id"))
        names, direction = relation.get("labels") or [], relation.get("direction", "right")
        if missing := [end for end in (source, target) if end not in spans]:
            faults.append(f"region {missing[0]}: a relation ({source} to {target}) names it, but it is not there")
        elif not isinstance(names, list) or not all(name in LINKS for name in names):
            faults.append(f"region {source}: its relation to {target} has a name that claimx does not know: {names!r}")
        elif direction == "right" or direction == "left" or direction == "bi":
            yield Link(source, target, tuple(names), direction)
        else:
            faults.append(f"region {source}: its relation to {target} has no direction: {direction!r}")
