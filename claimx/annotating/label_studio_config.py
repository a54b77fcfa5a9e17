"""The labelling configuration of a Label Studio project for claimx gold.

Tags and attributes: Label Studio's tag reference, https://labelstud.io/tags.
"""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from claimx.annotating.label_studio_controls import TEXT, WORDS, Control, controls
from claimx.annotating.label_studio_fields import CLAIMS, HEADS, LINKS, labels

_COLOURS = {"event": "#b91c1c", "participant": "#1d4ed8"} | dict.fromkeys(CLAIMS, "#b45309")
_OTHER = "#64748b"
_KEEP_SPACES = ".htx-text { white-space: pre-wrap; }"
"""Without it Label Studio trims spaces, and the offsets of what follows are wrong."""


def config() -> str:
    """Return the labelling configuration, XML to paste into the project's settings."""
    view = Xml.Element("View")
    Xml.SubElement(view, "Style").text = _KEEP_SPACES
    _relations(view)
    _labels(view)
    for header in ("$title", "$published"):
        Xml.SubElement(view, "Header", value=header, size="5")
    Xml.SubElement(
        view, "Text", name=TEXT, value=f"${TEXT}", valueType="text", saveTextResult="yes", granularity="symbol"
    )
    for control in controls().values():
        _control(view, control)
    Xml.indent(view)
    return Xml.tostring(view, encoding="unicode") + "\n"


def _relations(view: Xml.Element) -> None:
    relations = Xml.SubElement(view, "Relations", choice="multiple")
    for link in LINKS:
        Xml.SubElement(relations, "Relation", value=link)


def _labels(view: Xml.Element) -> None:
    words = Xml.SubElement(view, "Labels", name=WORDS, toName=TEXT)
    for label in labels():
        background = _COLOURS[label] if label in HEADS else _OTHER
        Xml.SubElement(words, "Label", value=label, background=background)


def _control(view: Xml.Element, control: Control) -> None:
    if control.labels:
        shown = {"visibleWhen": "region-selected", "whenLabelValue": ",".join(control.labels)}
        view = Xml.SubElement(view, "View", shown)
    Xml.SubElement(view, "Header", value=control.title, size="6")
    asked = Xml.SubElement(view, _TAGS[control.type], _attributes(control))
    for value in control.values:
        Xml.SubElement(asked, "Choice", value=value)


_TAGS = {"choices": "Choices", "number": "Number", "datetime": "DateTime", "textarea": "TextArea"}
_OWN_ATTRIBUTES = {
    "choices": {"showInline": "true"},
    "number": {"min": "0"},
    "datetime": {"only": "date", "format": "%Y-%m-%d"},
    "textarea": {"editable": "true"},
}


def _attributes(control: Control) -> dict[str, str]:
    attributes = {"name": control.name, "toName": TEXT} | _OWN_ATTRIBUTES[control.type]
    if control.labels:
        attributes |= {"perRegion": "true", "whenLabelValue": ",".join(control.labels)}
    if control.type == "choices":
        attributes["choice"] = "multiple" if control.several else "single"
    if control.type == "textarea" and not control.several:
        attributes["maxSubmissions"] = "1"
    return attributes
