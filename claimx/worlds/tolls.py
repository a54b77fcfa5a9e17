"""Tolls: the numbers of dead and injured as each row gives them, and who is said to give them."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimx.claim import SpeakerKind
from claimx.worlds.seeding import Codes, Flags, drawn, stream
from claimx.worlds.stage import Stage
from claimx.worlds.telling import UNSAID


class Voice(NamedTuple):
    """A speaker, in the words of a report."""

    words: str
    kind: SpeakerKind


VOICES: Final = (
    Voice("a police officer", "police_security"),
    Voice("a hospital doctor", "medical"),
    Voice("the interior ministry", "government"),
    Voice("an army spokesman", "military"),
    Voice("residents", "witness"),
    Voice("a local official", "government"),
    Voice("a rescue worker", "medical"),
    Voice("the provincial governor", "government"),
    Voice("a monitoring group", "ngo_un"),
    Voice("an aid agency", "ngo_un"),
    Voice("a security source", "police_security"),
    Voice("village elders", "other"),
)
_FIRST_COUNTED: Final = 0.3
"""Share of a rising toll that is known at once."""
_HALF_COUNTED: Final = 360.0
"""Minutes in which what is still unknown falls to a third."""
_TWICE: Final = 0.25
_OWN_VOICE: Final = 0.2
_SAYS_INJURED: Final = 0.6


class Tolls(NamedTuple):
    """What each row says of dead and injured; `UNSAID` where it says nothing."""

    killed: Codes
    """Of the event's first speaker, or of the article's own voice."""
    is_floor: Flags
    """Whether the number is "at least" that; it is where a toll still rises."""
    voice: NDArray[np.int8]
    """Place of the first speaker in `VOICES`; `UNSAID` for the article's own voice."""
    killed_by_other: Codes
    """Of a second speaker, who contradicts the first."""
    other_voice: NDArray[np.int8]
    first_part: Codes
    """Killed by the first of twin bombs."""
    second_part: Codes
    injured: Codes
    is_divergent: Flags
    """Whether a copy changed the number of its original."""


def tell_tolls(stage: Stage) -> Tolls:
    """Return the tolls that rows give: of background events the final number of dead, in the article's own voice."""
    told, events, draws = stage.told, stage.events, stage.draws
    event, is_news = told.event, stage.plan.kind <= 1
    final, final_injured = events.killed[event], events.injured[event]
    counted = _counted(stage, events.is_rising[event] & is_news)
    so_far = np.ceil(final * counted).astype(np.int32)
    killed = _divergent(stage, so_far)
    voice, other_voice = _voices(stage)
    role = draws.numbers("who counts", below=4)
    contradicts = events.is_conflicting[event] & is_news & (role >= 2)
    says_injured = is_news & (final_injured > 0) & draws.flags("injured", share=_SAYS_INJURED)
    in_parts = told.gives_parts & is_news
    says_killed = (final > 0) & ~(contradicts & (role == 2))
    return Tolls(
        killed=np.where(says_killed, killed.numbers, UNSAID),
        is_floor=says_killed & (so_far < final),
        voice=np.where(is_news, voice, UNSAID).astype(np.int8),
        killed_by_other=np.where(contradicts, _otherwise(stage)[event], UNSAID),
        other_voice=other_voice,
        first_part=np.where(in_parts, (so_far + 1) // 2, UNSAID),
        second_part=np.where(in_parts & (so_far > 1), so_far // 2, UNSAID),
        injured=np.where(says_injured, np.ceil(final_injured * counted), UNSAID).astype(np.int32),
        is_divergent=killed.is_divergent & says_killed,
    )


def _counted(stage: Stage, is_rising: Flags) -> NDArray[np.float32]:
    """Return the share of the final number that is known when each row is written."""
    delay = stage.draws.as_copied(stage.published.delay[stage.plan.article])
    unknown = (1 - _FIRST_COUNTED) * np.exp(-delay / _HALF_COUNTED)
    return np.where(is_rising, 1 - unknown, 1).astype(np.float32)


class _Killed(NamedTuple):
    numbers: Codes
    is_divergent: Flags


def _divergent(stage: Stage, killed: Codes) -> _Killed:
    """Change the number in a share of the copies by one to three."""
    size = len(killed)
    is_divergent = np.zeros(size, dtype=np.bool_)
    is_divergent[stage.draws.copied] = True
    is_divergent &= drawn(stage.seed, "divergent_copies", share=stage.dials.divergent_copies, size=size) & (killed > 0)
    change = stream(stage.seed, "by how many").integers(1, 4, size, dtype=np.int32)
    return _Killed(np.where(is_divergent, killed + np.where(killed > change, -change, change), killed), is_divergent)


def _otherwise(stage: Stage) -> Codes:
    """Return the number that the second speaker of each event gives, never the final one."""
    killed = stage.events.killed
    change = stream(stage.seed, "other numbers").integers(1, 4, len(killed), dtype=np.int32)
    fewer = drawn(stage.seed, "fewer", share=0.5, size=len(killed)) & (killed > change)
    return np.where(fewer, killed - change, killed + change).astype(np.int32)


def _voices(stage: Stage) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return the first and the second speaker of each row; of rising tolls the first is one of two."""
    size, event = len(stage.events), stage.told.event
    first = stream(stage.seed, "voices").integers(0, len(VOICES), size, dtype=np.int8)
    second, third = ((first + step) % len(VOICES) for step in (4, 7))
    changes = stage.events.is_rising[event] & stage.draws.flags("other voice", share=_TWICE)
    voice = np.where(changes, third[event], first[event])
    own = stage.draws.flags("own voice", share=_OWN_VOICE)
    return np.where(own, UNSAID, voice).astype(np.int8), second[event].astype(np.int8)
