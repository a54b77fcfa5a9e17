"""The configuration asks for all of gold, and Label Studio accepts it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args
from xml.etree import ElementTree as Xml

import pytest

from claimx.annotating.label_studio_config import config
from claimx.annotating.label_studio_controls import controls
from claimx.annotating.label_studio_fields import HANDLES, HEADS, LINKS, fields, labels
from claimx.claim import Certainty, Polarity, SpeakerKind, StanceKind, TollKind, TollScope
from claimx.gold import Annotation
from claimx.mention import ParticipantKind, ParticipantRole, RelationKind
from claimx.taxonomy import EventType, Means
from tests.annotating.label_studio import interface

CHOICES = {
    "type": EventType,
    "means": Means,
    "participant_kind": ParticipantKind,
    "role": ParticipantRole,
    "speaker_kinds": SpeakerKind,
    "certainty": Certainty,
    "polarity": Polarity,
    "toll_kind": TollKind,
    "scope": TollScope,
    "stance": StanceKind,
}


def written() -> Xml.Element:
    return Xml.fromstring(config())  # noqa: S314 (our own)


def offered(tag: str, name: str) -> list[str | None]:
    return [choice.get("value") for choice in written().findall(f".//{tag}[@name='{name}']/*")]


def test_label_studio_accepts_the_configuration() -> None:
    """The package's validation passes, and it finds every control."""
    interface().validate()
    assert {"words", *controls()} == {control.name for control in interface().controls}


@pytest.mark.parametrize("name", CHOICES)
def test_choices_are_the_enumerations(name: str) -> None:
    """What may be chosen is what the records allow, in their order."""
    assert list(get_args(CHOICES[name])) == offered("Choices", name)


def test_relations_are_the_enumeration_and_confirms() -> None:
    names = [relation.get("value") for relation in written().findall(".//Relations/Relation")]
    assert [*get_args(RelationKind), "confirms", "parts"] == list(LINKS) == names


def test_labels_are_offered_once() -> None:
    assert list(labels()) == offered("Labels", "words")
    assert len(labels()) == len(set(labels()))


def paths(model: type[Annotation], prefix: str = "") -> Iterator[str]:
    for name, declared in model.model_fields.items():
        yield prefix + name
        for part in get_args(declared.annotation):
            if isinstance(part, type) and issubclass(part, Annotation) and name in ("when", "where", "speaker"):
                yield from paths(part, f"{prefix}{name}.")


@pytest.mark.parametrize("head", HEADS)
def test_every_field_of_gold_has_its_place(head: str) -> None:
    """A field that gold gains cannot be forgotten; two fields of one record never share a label or control."""
    apart = {"local_id", "optional"} | (set() if head in ("event", "participant") else {"type"})
    assert set(paths(HEADS[head])) - apart == {field.path for field in fields(head)}
    asked = [field.tag for field in fields(head) if field.form not in ("record", "linked")]
    assert len(asked) == len(set(asked))
    assert HANDLES[head] in {field.path for field in fields(head)}


@pytest.mark.parametrize("head", HEADS)
def test_every_field_is_asked_for(head: str) -> None:
    """Each field has a label or a control that is shown for its record."""
    for field in fields(head):
        if field.form in ("record", "linked") or field.path == HANDLES[head]:
            continue
        shown = field.tag in labels() if field.form in ("words", "passages") else head in controls()[field.tag].labels
        assert shown, field.path


def test_white_space_is_kept() -> None:
    """Label Studio trims spaces, and so shifts offsets, unless it is told not to."""
    assert "pre-wrap" in (written().findtext("Style") or "")
