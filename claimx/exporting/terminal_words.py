"""Words for the terminal: records as phrases, and untrusted text made safe to print.

Whatever an article says reaches the screen through `visible`, so that it can neither move the cursor nor
reorder a line. Unknown is a dash.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from claimx.claim import Certainty, Polarity, SpeakerKind, StanceKind
from claimx.event import Event, EventStance, EventWhen, EventWhere, Saying, TollAccount
from claimx.quote import Quote

UNKNOWN: Final = "–"
SEPARATOR: Final = " · "
# Both join letters in Persian, in Indic scripts and in emoji; neither reorders anything.
JOINERS: Final = "\u200c\u200d"
SPEAKERS: Final = {"(article)": "the article itself", "(unattributed)": "nobody named"}
SPEAKER_KINDS: Final[Mapping[SpeakerKind, str]] = {
    "police_security": "police/security",
    "armed_group": "armed group",
    "ngo_un": "NGO/UN",
    "wire": "news agency",
}
CERTAINTIES: Final[Mapping[Certainty, str]] = {"PR": "as probable", "PS": "as possible", "U": "certainty left open"}
STANCES: Final[Mapping[StanceKind, str]] = {
    "claims": "claims it",
    "accuses": "accuses",
    "confirms": "confirms",
    "denies": "denies",
    "no_comment": "no comment (neither accuses nor denies)",
    "unclaimed": "nobody has claimed it",
}
ASSERTED_STANCES: Final[Mapping[StanceKind, str]] = {"claims": "claim it", "accuses": "accuse", "confirms": "confirm"}
POLARITIES: Final[Mapping[Polarity, str]] = {"-": "negated", "u": "left open"}
FIELDS: Final = {
    "responsibility": "who did it",
    "when": "date",
    "where": "place",
    "where.admin1": "province",
    "type": "type of event",
}


def visible(text: str) -> str:
    """Return the text with control, bidi, invisible and unassigned characters as visible symbols.

    C0 controls become Unicode control pictures (`␛`), the others their code point (`‹U+202E›`).
    """
    return text if text.isprintable() else "".join(map(_symbol, text))


def _symbol(character: str) -> str:
    if character.isprintable() or character in JOINERS or unicodedata.category(character) == "Zs":
        return character
    if character < " ":
        return chr(0x2400 + ord(character))
    return "␡" if character == "\x7f" else f"‹U+{ord(character):04X}›"


def shown(text: str | None) -> str:
    """Return the text made visible, or a dash where there is none."""
    return UNKNOWN if text is None else visible(text)


def listed(phrases: Iterable[str], *, separator: str = ", ") -> str:
    """Join the phrases that say something; a dash where none does."""
    return separator.join(phrase for phrase in phrases if phrase) or UNKNOWN


def plain(name: str) -> str:
    """Return a field's enumeration value as words."""
    return name.replace("_", " ")


def counted(count: int, *, noun: str) -> str:
    """Return such as `1 origin` or `3 origins`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def support(account: TollAccount | EventStance) -> str:
    """Return the three counts behind an account: articles, origins, speakers."""
    return listed(
        (
            counted(account.n_articles, noun="article"),
            counted(account.n_origins, noun="origin"),
            counted(account.n_speakers, noun="speaker"),
        ),
        separator=SEPARATOR,
    )


def article_labels(event: Event, *, articles: Mapping[str, str], longest: int | None = None) -> dict[str, str]:
    """Return what to print for each article id: its name, with the id where two articles share the name.

    Names beyond `longest` characters are cut; where two are the same then, only their ids are printed.
    """
    names = {key: articles[key].strip() for key in event.article_ids if key in articles}
    if longest is not None:
        names = {key: clipped(name, longest=longest) for key, name in names.items()}
    uses = Counter(names.values())
    shared = "{name} ({key})" if longest is None else "{key}"
    return {key: name if uses[name] == 1 else shared.format(name=name, key=key) for key, name in names.items() if name}


def clipped(text: str, *, longest: int) -> str:
    """Return at most `longest` characters of a text, with … where it was cut; an opened quotation is closed."""
    if len(text) <= longest:
        return text
    end = "…”" if text.startswith("“") else "…"
    return text[: longest - len(end)].rstrip() + end


def day_span(when: EventWhen) -> str:
    """Return the days as ISO dates, a whole month or year as such; other spans with their precision."""
    if when.start is None and when.end is None:
        return UNKNOWN
    if when.start is None or when.end is None:
        span = f"from {when.start}" if when.end is None else f"until {when.end}"
    elif period := _period(when.start, when.end):
        return period
    else:
        span = f"{when.start}" if when.start == when.end else f"{when.start} to {when.end}"
    return span if when.precision == "day" else f"{span} (precision: {when.precision})"


def _period(start: date, end: date) -> str | None:
    if start.day != 1 or end == date.max or (end + timedelta(days=1)).day != 1:
        return None
    if (start.year, start.month) == (end.year, end.month):
        return f"{start:%Y-%m}"
    return f"{start:%Y}" if (start.year, start.month, end.month) == (end.year, 1, 12) else None


def place(where: EventWhere) -> str:
    """Return the known levels of a place, finest first."""
    code = None if where.country_code is None else f"({visible(where.country_code)})"
    country = " ".join(visible(part) for part in (where.country, code) if part)
    levels = (where.site, where.city, where.admin1)
    return listed([*(visible(level) for level in levels if level), country])


def speaker(saying: Saying) -> str:
    """Return who speaks, in the article's words, with the canonical name where the words do not contain it."""
    known = own_name(saying)
    if saying.speaker_text is None:
        return known
    words = visible(saying.speaker_text)
    return words if known.casefold() in words.casefold() else f"{words} (= {known})"


def own_name(saying: Saying) -> str:
    """Return the canonical speaker, without the origin that tells unnamed speakers apart."""
    return speaker_name(saying.speaker.removesuffix(f" ({saying.origin})"))


def speaker_name(name: str) -> str:
    """Return a canonical speaker as words."""
    return SPEAKERS.get(name) or visible(name)


def traits(saying: Saying) -> list[str]:
    """Return what qualifies a saying: the kinds of speaker, anonymity, certainty and polarity."""
    qualities = [SPEAKER_KINDS.get(kind, kind) for kind in saying.speaker_kinds]
    if saying.anonymous:
        qualities.append("unnamed")
    if saying.certainty is None:
        return qualities
    if saying.certainty in CERTAINTIES:
        qualities.append(CERTAINTIES[saying.certainty])
    if saying.polarity in POLARITIES:
        qualities.append(f"polarity: {POLARITIES[saying.polarity]}")
    return qualities


def stance(position: EventStance) -> str:
    """Return a stance in words; the polarity only where the stance itself does not say it."""
    asserted = ASSERTED_STANCES.get(position.stance)
    if asserted is None or position.polarity == "+":
        return STANCES[position.stance]
    return f"expressly does not {asserted}" if position.polarity == "-" else f"leaves open whether to {asserted}"


def disputed_field(field: str) -> str:
    """Return the name of a field as words: `killed` for `tolls.killed`."""
    return FIELDS.get(field) or visible(plain(field.rpartition(".")[2]))


def passage(quote: Quote, *, labels: Mapping[str, str]) -> str:
    """Return where a quote stands: `[article start:end]`, with a note where the words occur more often."""
    label = visible(labels.get(quote.article_id, quote.article_id))
    repeats = "" if quote.occurrences < 2 else f", one of {quote.occurrences} places"
    return f"[{label} {quote.start}:{quote.end}{repeats}]"
