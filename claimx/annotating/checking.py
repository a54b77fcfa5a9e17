"""Checking: everything that is wrong with a file of gold, each fault with its line, its field and what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from claimx.annotating.checked_articles import article_faults
from claimx.annotating.checked_events import event_faults
from claimx.annotating.checked_lines import AnyGold, read_line
from claimx.errors import InputError
from claimx.gold import GoldArticle, GoldEvent
from claimx.lines import read_lines


def read_gold_articles(path: str | Path) -> tuple[GoldArticle, ...]:
    """Return the articles of a file of gold mentions; raises InputError at the first line that is none."""
    return tuple(read_lines(path, GoldArticle))


def read_gold_events(path: str | Path) -> tuple[GoldEvent, ...]:
    """Return the events of a file of gold events; raises InputError at the first line that is none."""
    return tuple(read_lines(path, GoldEvent))


def check_articles(lines: Iterable[bytes], *, name: str, texts: Mapping[str, str] | None) -> Iterator[InputError]:
    """Yield every fault of a file of gold mentions, line by line.

    Args:
        lines: The lines of the file; blank ones are passed over.
        name: The file's name, for the messages.
        texts: The articles' texts by article id, in which all words must stand; None to leave words unchecked.
    """
    seen: dict[str, int] = {}
    for number, read in _read(lines, GoldArticle):
        faults = read if isinstance(read, list) else _article_faults(read, number, seen, texts)
        yield from _errors(name, number, faults)


def _article_faults(
    gold: GoldArticle, number: int, seen: dict[str, int], texts: Mapping[str, str] | None
) -> Iterator[str]:
    line = _first_line(gold.article_id, number, seen)
    if line is not None:
        yield f"article_id: {gold.article_id!r} is already on line {line}; put all its mentions on one line"
    if texts is not None and gold.article_id not in texts:
        yield f"article_id: no article has the id {gold.article_id!r}; correct it, or add the article"
    yield from article_faults(gold, text=None if texts is None else texts.get(gold.article_id))


def check_events(lines: Iterable[bytes], *, name: str, mentions: Collection[str] | None) -> Iterator[InputError]:
    """Yield every fault of a file of gold events, line by line.

    Relations are left unfollowed where a line cannot be read, since it may hold the event they lead to.

    Args:
        lines: The lines of the file; blank ones are passed over.
        name: The file's name, for the messages.
        mentions: All gold mentions as `ARTICLE_ID/LOCAL_ID`; None to leave open whether those named are there.
    """
    read_all = list(_read(lines, GoldEvent))
    events = [read for _, read in read_all if isinstance(read, GoldEvent)]
    ids = {event.id for event in events} if len(events) == len(read_all) else None
    known = None if mentions is None else frozenset(mentions)
    seen: dict[str, int] = {}
    telling: dict[str, int] = {}
    for number, read in read_all:
        if isinstance(read, list):
            yield from _errors(name, number, read)
        else:
            yield from _errors(name, number, _repeats(read, number, seen, telling))
            yield from _errors(name, number, event_faults(read, ids=ids, mentions=known))


def _repeats(event: GoldEvent, number: int, seen: dict[str, int], telling: dict[str, int]) -> Iterator[str]:
    line = _first_line(event.id, number, seen)
    if line is not None:
        yield f"id: {event.id!r} is already on line {line}; give each event its own id"
    for index, mention in enumerate(event.mentions):
        line = _first_line(mention, number, telling)
        if line is not None:
            yield f"mentions[{index}]: {mention!r} is already in the event of line {line}; leave it in one event"


def _first_line(one: str, number: int, lines: dict[str, int]) -> int | None:
    """Return the line on which an id stood before; where it did not, remember this one."""
    if one in lines:
        return lines[one]
    lines[one] = number
    return None


def _read(lines: Iterable[bytes], record: type[AnyGold]) -> Iterator[tuple[int, AnyGold | list[str]]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, read_line(line, record)


def _errors(name: str, number: int, faults: Iterable[str]) -> Iterator[InputError]:
    for fault in faults:
        yield InputError(f"{name}:{number}: {fault}")
