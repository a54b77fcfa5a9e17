"""Building the event of a cluster: its type, time, place and title, and everything resolved from its claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, TypeVar

from claimx.article import Article
from claimx.event import Event, EventRelation, EventWhen, EventWhere, LogEntry, Policy
from claimx.mention import Mention, When, finest_level
from claimx.merging.agreement import find_agreement
from claimx.merging.disagreements import find_disagreements
from claimx.merging.grounds import Cluster
from claimx.merging.grouping import most_used
from claimx.merging.judgement import Decision
from claimx.merging.participants import participant_log, resolve_participants
from claimx.merging.ruled import NOTHING_RULED, Ruled, ruled_tolls, ruling_log, rulings_on
from claimx.merging.sayings import Sayings, event_origins, find_sayings
from claimx.merging.stances import resolve_stances
from claimx.merging.tolls import resolve_tolls, toll_log
from claimx.quote import Quote
from claimx.record import content_id
from claimx.taxonomy import TYPES, EventType, Means
from claimx.values.dates.period import DatePrecision

RULESET: Final = "2026.2"
"""Names the rules of merging; changed with every change of their outcome."""

_PRECISION: Final[dict[DatePrecision, int]] = {"day": 0, "week": 1, "month": 2, "year": 3, "unknown": 4}

_LEVELS: Final = ("city", "admin1", "country")


def build_event(
    cluster: Cluster,
    mentions: Mapping[str, Mention],
    articles: Mapping[str, Article],
    event_ids: Mapping[str, str],
    policy: Policy,
    *,
    ruled: Ruled = NOTHING_RULED,
) -> Event:
    """Return the event of a cluster; `event_ids` gives the event of every mention, for the relations.

    `ruled` gives what people decided on its mentions.
    """
    members = [mentions[mention_id] for mention_id in cluster.mention_ids]
    sayings = find_sayings(members, articles)
    event_id = event_ids[members[0].id]
    kind, means = _type(members), _means(members)
    when = resolve_when(members)
    participants = resolve_participants(members)
    chosen = resolve_tolls(sayings, policy)
    tolls = ruled_tolls(chosen, rulings_on(cluster.mention_ids, ruled))
    return Event(
        id=event_id,
        title=title(members, kind, means, when),
        type=kind,
        means=means,
        when=when,
        where=resolve_where(members),
        realis=members[0].realis,
        prominence="main" if any(mention.prominence == "main" for mention in members) else "background",
        article_ids=tuple(sorted({mention.article_id for mention in members})),
        mention_ids=cluster.mention_ids,
        n_articles=len({mention.article_id for mention in members}),
        n_origins=len(event_origins(sayings, members, articles)),
        participants=participants,
        tolls=tolls,
        responsibility=resolve_stances(sayings),
        statements=tuple(sayings.saying(one) for one in sayings.told if one.claim.type == "statement"),
        disagreements=find_disagreements(members, sayings),
        agreement=find_agreement(members, sayings, articles),
        relations=_relations(members, event_ids),
        log=(
            *_cluster_log(cluster, event_ids),
            *participant_log(event_id, participants),
            *_origin_log(sayings),
            *toll_log(event_id, chosen),
            *ruling_log(cluster.mention_ids, tolls, ruled),
        ),
        ruleset=RULESET,
    )


def event_ids_of(
    clusters: Iterable[Cluster], mentions: Mapping[str, Mention], articles: Mapping[str, Article]
) -> dict[str, str]:
    """Return the event of each mention of the clusters."""
    return {
        mention_id: one_id
        for cluster in clusters
        for one_id in [event_id((mentions[mention_id] for mention_id in cluster.mention_ids), articles)]
        for mention_id in cluster.mention_ids
    }


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return events by first day, undated ones last, then by id."""
    return tuple(sorted(events, key=lambda event: (str(event.when.start or "~"), event.id)))


def event_id(members: Iterable[Mention], articles: Mapping[str, Article]) -> str:
    """Return the id of an event: it derives from its earliest mention, so that later reports leave it as it is."""
    earliest = min(members, key=lambda mention: (_published(articles[mention.article_id]), mention.id))
    return content_id("e", earliest.id)


def _published(article: Article) -> str:
    # An article without a date comes last.
    return str(article.published_at or "~")


def _type(members: Sequence[Mention]) -> EventType:
    """The type most mentions give; unspecified ones count only where nobody says more."""
    told = [mention.type for mention in members]
    return _most([kind for kind in told if TYPES[kind].group != "unspecified"] or told)


def _means(members: Sequence[Mention]) -> Means | None:
    told = [mention.means for mention in members if mention.means is not None]
    return _most(told) if told else None


Choice = TypeVar("Choice", bound=str)


def _most(told: Sequence[Choice]) -> Choice:
    return min(told, key=lambda one: (-told.count(one), one))


def resolve_when(members: Sequence[Mention]) -> EventWhen:
    """Return the days that the most precise mentions share, or their span where they share none.

    A mention dated only by its publication says nothing where another is dated by its words.
    """
    dated = [mention.when for mention in members if mention.when.start is not None]
    told = [when for when in dated if when.basis != "publication_fallback"] or dated
    if not told:
        return EventWhen(start=None, end=None, precision="unknown")
    finest = min(told, key=lambda when: _PRECISION[when.precision]).precision
    spans = [_span(when) for when in told if when.precision == finest]
    start, end = max(first for first, _ in spans), min(last for _, last in spans)
    if start > end:
        start, end = min(first for first, _ in spans), max(last for _, last in spans)
    return EventWhen(start=start, end=end, precision=finest)


def _span(when: When) -> tuple[date, date]:
    if when.start is None or when.end is None:
        raise ValueError("only dated mentions have a span")
    return when.start, when.end


def resolve_where(members: Sequence[Mention]) -> EventWhere:
    """Return the place; at each level the form that most mentions use."""
    wheres = [mention.where for mention in members]
    site, city, admin1, country = (
        _place(getattr(where, level) for where in wheres) for level in ("site", "city", "admin1", "country")
    )
    codes = [where.country_code for where in wheres if where.country_code is not None]
    finest = finest_level(site=site, city=city, admin1=admin1, country=country)
    code = most_used(codes) if codes else None
    return EventWhere(site=site, city=city, admin1=admin1, country=country, country_code=code, precision=finest)


def _place(quotes: Iterable[Quote | None]) -> str | None:
    told = [quote.exact for quote in quotes if quote is not None]
    return most_used(told) if told else None


def title(members: Sequence[Mention], kind: EventType, means: Means | None, when: EventWhen) -> str:
    """Return a title made of type, means, place and date: no word of it is a claim of anybody's."""
    what = kind.replace("_", " ") if kind != "other" else "event"
    by = f" ({means.replace('_', ' ')})" if means is not None and means != "other" else ""
    place = _most_told_place(members)
    return f"{what.capitalize()}{by}{f' in {place}' if place is not None else ''}, {_date(when)}"


def _most_told_place(members: Sequence[Mention]) -> str | None:
    """The city, province or country that most mentions give; of equally many the finest."""
    levels = [[where.exact for mention in members if (where := getattr(mention.where, level))] for level in _LEVELS]
    most = max(levels, key=len)
    return most_used(most) if most else None


def _date(when: EventWhen) -> str:
    if when.start is None or when.end is None:
        return "undated"
    if when.precision == "year":
        return f"{when.start.year}"
    if when.precision == "month":
        return f"{when.start:%Y-%m}"
    if when.start == when.end:
        return when.start.isoformat()
    return f"{when.start.isoformat()} to {when.end.isoformat()}"


def _relations(members: Iterable[Mention], event_ids: Mapping[str, str]) -> tuple[EventRelation, ...]:
    found: dict[tuple[str, str], set[str]] = {}
    for mention in members:
        for relation in mention.relations:
            target = event_ids.get(relation.to)
            if target is not None and target != event_ids[mention.id]:
                found.setdefault((relation.kind, target), set()).add(mention.id)
    return tuple(
        EventRelation.model_validate({"kind": kind, "to": to, "mention_ids": tuple(sorted(found[kind, to]))})
        for kind, to in sorted(found)
    )


def _cluster_log(cluster: Cluster, event_ids: Mapping[str, str]) -> list[LogEntry]:
    lines = [_entry(join, "joined", f"one event: {join.sentence()}") for join in cluster.joined]
    lines += [_entry(join, "refused", _refusal(join, event_ids)) for join in cluster.refused]
    return lines


def _refusal(join: Decision, event_ids: Mapping[str, str]) -> str:
    events = f"{event_ids[join.left]} and {event_ids[join.right]}"
    return f"not joined, since {events} hold mentions that exclude each other, although {join.sentence()}"


def _entry(decision: Decision, verdict: str, sentence: str) -> LogEntry:
    rules = "+".join(judgement.rule for judgement in decision.judgements)
    return LogEntry.model_validate(
        {"rule": rules, "left": decision.left, "right": decision.right, "verdict": verdict, "sentence": sentence}
    )


def _origin_log(sayings: Sayings) -> list[LogEntry]:
    """One line for each origin and each reason to find it, with the claims counted: where counting could go wrong."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for one in sayings.told:
        origin = sayings.origins[one.claim.id]
        reasons.setdefault((origin.name, origin.reason), []).append(one.claim.id)
    return [
        LogEntry(
            rule="origin",
            left=claim_ids[0],
            right=None,
            verdict="chose",
            sentence=f"{len(claim_ids)} claim{'s' if len(claim_ids) > 1 else ''} from {name}: {reason}",
        )
        for (name, reason), claim_ids in sorted(reasons.items())
    ]
