"""Naming: how the parts of a record are told apart, as in the path `mentions[m1].claims[c2].count`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count


def field_of(path: str, name: str) -> str:
    """Return the path of a field of the record at `path`; an empty path is the record of the line itself."""
    return f"{path}.{name}" if path else name


def element_of(path: str, index: int, local_id: object = None) -> str:
    """Return the path of one element of the list at `path`, by its local id where it has one, else its index from 0."""
    return f"{path}[{local_id if isinstance(local_id, str) else index}]"


def unique_ids(local_ids: Iterable[str]) -> list[str]:
    """Return the ids in their order, the later of equal ones with a number behind them: "t1", "t1-2"."""
    told = list(local_ids)
    taken, used = set(told), set[str]()
    unique = []
    for local_id in told:
        free = (f"{local_id}-{number}" for number in count(2))
        one = local_id if local_id not in used else next(other for other in free if other not in taken)
        taken.add(one)
        used.add(one)
        unique.append(one)
    return unique
