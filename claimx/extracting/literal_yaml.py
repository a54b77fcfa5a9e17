"""YAML for reviewing: text of several lines stands in the file line by line, and nothing is folded.

What `dump` writes, any YAML reader reads; `load` is a fast one.
"""

from __future__ import annotations

import functools
import itertools
import json
import re
import sys
from collections.abc import Iterator
from typing import Any

import yaml

_UNSEEN = re.compile(r"[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufff9-\uffff]")
# PyYAML would write these into literal blocks too, and some would be read as \n.
_OTHER_BREAKS = re.compile(r"[\x85\u2028\u2029]")
_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FRAME = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent)
_RESOLVER = yaml.resolver.Resolver()
_SAFE = yaml.constructor.SafeConstructor()
_TEXT = "tag:yaml.org,2002:str"


def dump(value: object) -> str:
    """Return JSON's kinds of values as YAML, keys in the order they have; half of a surrogate pair it cannot hold."""
    return str(yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=sys.maxsize))


def load(text: str) -> Any:
    """Return the value in a YAML text; raises yaml.YAMLError where it is none, or has tags or aliases.

    Builds the value from the events as they come; PyYAML would build a tree first, which takes several times as long.
    """
    events = (event for event in yaml.parse(text, Loader=_LOADER) if not isinstance(event, _FRAME))
    value = _value(next(events, None), events)
    for surplus in events:
        raise yaml.YAMLError(f"a second document: {surplus}")
    return value


def indented(text: str) -> str:
    """Return a JSON object or array with each value on a line of its own, any other text as it is."""
    try:
        value = json.loads(text)
        # Python reads a number that is too large as infinity, which is no JSON.
        lines = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    except (ValueError, RecursionError):
        return text
    return _visible(lines) if isinstance(value, (dict, list)) else text


def _visible(quoted: str) -> str:
    """Return what stands between double quotes, in JSON or YAML, with escapes for what a reviewer would not see."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", quoted)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 -- the signature is PyYAML's
        return True

    def choose_scalar_style(self) -> str:
        style = str(super().choose_scalar_style())
        return '"' if style == "'" and self.analysis is not None and self.analysis.multiline else style

    def write_double_quoted(self, text: str, split: bool = True) -> None:
        """Break a text that no literal block can hold where it breaks itself, unless it is a key."""
        lines = text.splitlines(keepends=True) if split else [text]
        self.write_indicator('"' + f"\\\n{' ' * (self.indent or 0)}".join(map(_escaped, lines)) + '"', True)


def _escaped(line: str) -> str:
    """Return a line as it stands between double quotes; a space at its start would count as indentation."""
    quoted = _visible(json.dumps(line, ensure_ascii=False)[1:-1])
    return f"\\{quoted}" if quoted.startswith(" ") else quoted


def _represented(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = '"' if _OTHER_BREAKS.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar(_TEXT, text, style=style)


_Dumper.add_representer(str, _represented)


def _value(event: yaml.Event | None, events: Iterator[yaml.Event]) -> Any:
    """Return the value that begins with an event, having taken all of its events."""
    match event:
        case yaml.ScalarEvent(tag=None):
            return _plain(event.value) if event.implicit[0] else event.value
        case yaml.SequenceStartEvent(tag=None):
            return [_value(first, events) for first in _until(yaml.SequenceEndEvent, events)]
        case yaml.MappingStartEvent(tag=None):
            keys = _until(yaml.MappingEndEvent, events)
            return {_value(key, events): _value(next(events), events) for key in keys}
    raise yaml.YAMLError(f"no plain value: {event}")


def _until(end: type[yaml.Event], events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    return itertools.takewhile(lambda event: not isinstance(event, end), events)


@functools.lru_cache(maxsize=4096)
def _plain(text: str) -> Any:
    """Return what a scalar without quotes means."""
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]  # the stubs give it no types
    construct = _SAFE.yaml_constructors.get(tag, yaml.constructor.SafeConstructor.construct_undefined)
    return construct(_SAFE, yaml.ScalarNode(tag, text))
