"""The columns of a table of mentions, a row for each mention, and of the tables that merging it makes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple, get_args

from claimx.claim import CountBasis, Polarity, TollKind, TollScope
from claimx.mention import Mention, ParticipantKind, RelationKind
from claimx.merging.resolving import PRECISIONS
from claimx.tables.arrow import pa
from claimx.taxonomy import EventType, Means
from claimx.values.dates.period import DateBasis

Words = Mapping[str, tuple[str, ...]]

REALIS: Final[tuple[str, ...]] = get_args(Mention.model_fields["realis"].annotation)
PROMINENCE: Final[tuple[str, ...]] = get_args(Mention.model_fields["prominence"].annotation)

NAMED: Final = pa.list_(
    pa.struct(
        [
            pa.field("name", pa.string(), nullable=False),
            pa.field("kind", pa.string(), nullable=False),
            pa.field("also_known_as", pa.list_(pa.string())),
        ]
    )
)
RELATIONS: Final = pa.list_(
    pa.struct([pa.field("kind", pa.string(), nullable=False), pa.field("to", pa.string(), nullable=False)])
)
TOLLS: Final = pa.list_(
    pa.struct(
        [
            pa.field("kind", pa.string(), nullable=False),
            pa.field("scope", pa.string(), nullable=False),
            pa.field("polarity", pa.string(), nullable=False),
            pa.field("min", pa.int64()),
            pa.field("best", pa.int64()),
            pa.field("max", pa.int64()),
            pa.field("approximate", pa.bool_(), nullable=False),
            pa.field("basis", pa.string(), nullable=False),
            pa.field("confirms", pa.bool_(), nullable=False),
            pa.field("speaker", pa.string()),
            pa.field("origin", pa.string(), nullable=False),
        ]
    )
)


class Field(NamedTuple):
    """One column: every table has all of them."""

    name: str
    type: Any
    meaning: str
    known: bool = False
    """Whether each row has a value: null is refused."""
    words: Words = MappingProxyType({})
    """The words that a value, or a field of its structs, is one of."""


def _text(name: str, meaning: str) -> Field:
    return Field(name, pa.string(), meaning)


def _one_of(name: str, words: tuple[str, ...], meaning: str, *, known: bool) -> Field:
    return Field(name, pa.string(), meaning, known=known, words={"": words})


def _participants(name: str, meaning: str) -> Field:
    return Field(name, NAMED, meaning, words={"kind": get_args(ParticipantKind)})


MENTIONS: Final[tuple[Field, ...]] = (
    Field("id", pa.string(), "Id of the mention, each once.", known=True),
    Field("article", pa.string(), "Id of the article that tells it.", known=True),
    _one_of("realis", REALIS, "Whether it happened: actual, future, hypothetical, negated.", known=True),
    _one_of("type", get_args(EventType), "What happened, as in a mention's record.", known=True),
    _one_of("means", get_args(Means), "With what.", known=False),
    _one_of("prominence", PROMINENCE, "Whether the article tells it as its main event.", known=True),
    Field("start", pa.date32(), "First day it may have happened; null where nothing dates it."),
    Field("end", pa.date32(), "Last day, inclusive; null exactly where start is."),
    _one_of("precision", PRECISIONS, "What the days count in: day, week, month, year, unknown.", known=True),
    _one_of("basis", get_args(DateBasis), "Where the days come from, as in a mention's record.", known=True),
    _text("site", "The place within the town, in the article's words."),
    _text("city", "The town."),
    _text("admin1", "The province."),
    _text("country", "The country, only where the article states it."),
    _text("country_code", "ISO 3166-1 alpha-2, read from country."),
    _participants("victims", "Persons among the victims who have a name."),
    _participants("actors", "Who did it by the article's own word, those with a name."),
    _participants("recipients", "To whom it was done, those with a name."),
    _text("label", "The case-folded words that name the event; null for fewer than three."),
    Field(
        "relations",
        RELATIONS,
        "Ties to other mentions of the article; to is their id.",
        words={"kind": get_args(RelationKind)},
    ),
    Field("retold", pa.list_(pa.string()), "Ids of mentions of the article that share a passage with this one."),
    Field("published", pa.date32(), "Day of publication, where it was published."),
    Field("published_time", pa.time64("us"), "Time of that day; null where only the day is known."),
    Field("published_offset", pa.int32(), "Seconds by which that time is ahead of UTC; null where not known."),
    Field(
        "own_origin", pa.string(), "Origin of what the article says by itself: agency, outlet or article.", known=True
    ),
    Field("n_claims", pa.int32(), "Claims of any type that the mention makes.", known=True),
    Field("stance_origins", pa.list_(pa.string()), "The origins behind what it says on who did it, each once."),
    Field(
        "tolls",
        TOLLS,
        "How many were affected, a struct for each claim: kind, scope, polarity, numbers and basis as in its record;"
        " confirms says that the numbers are those of a claim it confirms; speaker is null for the article's own voice;"
        " origin is the independent source behind it.",
        words={
            "kind": get_args(TollKind),
            "scope": get_args(TollScope),
            "polarity": get_args(Polarity),
            "basis": get_args(CountBasis),
        },
    ),
)

BY_NAME: Final = {field.name: field for field in MENTIONS}

EVENTS: Final[tuple[Field, ...]] = (
    Field("id", pa.string(), "Id of the event, derived from its earliest mention.", known=True),
    Field("n_mentions", pa.int32(), "Mentions.", known=True),
    Field("n_articles", pa.int32(), "Articles that tell it.", known=True),
    Field(
        "n_origins",
        pa.int32(),
        "Origins behind its tolls and stances; where it has none, behind its articles.",
        known=True,
    ),
    Field("type", pa.string(), "What happened.", known=True),
    _text("means", "With what."),
    Field("start", pa.date32(), "First day."),
    Field("end", pa.date32(), "Last day, inclusive."),
    Field("precision", pa.string(), "What the days count in.", known=True),
    _text("site", "The place within the town, in the form most mentions use; so with the other levels."),
    _text("city", "The town."),
    _text("admin1", "The province."),
    _text("country", "The country."),
    _text("country_code", "ISO 3166-1 alpha-2."),
    Field("place_precision", pa.string(), "The finest level of the place that is known.", known=True),
    Field("realis", pa.string(), "Whether it happened.", known=True),
    Field("prominence", pa.string(), "main where any article tells it as its main event.", known=True),
    *(
        Field(f"{kind}_{name}", form, meaning.format(kind=kind), known=form == pa.int32())
        for kind in get_args(TollKind)
        for name, form, meaning in (
            ("low", pa.int64(), "Lowest number of {kind} that a current account allows."),
            ("best", pa.int64(), "The number of {kind} that the policy chose; null for a tie."),
            ("high", pa.int64(), "Highest number of {kind} that a current account gives."),
            ("n_articles", pa.int32(), "Articles behind the current accounts of {kind}."),
            ("n_origins", pa.int32(), "Origins behind them."),
            ("n_speakers", pa.int32(), "Speakers behind them; an article's own voice is none."),
        )
    ),
)

MEMBERS: Final[tuple[Field, ...]] = (
    Field("event_id", pa.string(), "Id of the event.", known=True),
    Field("mention_id", pa.string(), "Id of a mention of it, in order of these.", known=True),
    Field("article_id", pa.string(), "Id of the article that tells it.", known=True),
)


def schema_of(fields: Iterable[Field], *, table: str, **more: str) -> Any:
    """Return the Arrow schema; the file's metadata says what each column means, as JSON under `claimx.columns`."""
    told = list(fields)
    meanings = json.dumps({field.name: field.meaning for field in told})
    metadata = {"claimx.table": table, "claimx.columns": meanings, **{f"claimx.{key}": more[key] for key in more}}
    return pa.schema([pa.field(one.name, one.type, nullable=not one.known) for one in told], metadata=metadata)
