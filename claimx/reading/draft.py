"""A draft: the fields of one article as an input has them, before they are checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pydantic import ValidationError

from claimx.article import Article, article_id
from claimx.errors import InputError
from claimx.inputs import fault
from claimx.rows import identifier

METADATA = ("title", "outlet", "url", "source_id", "byline", "published_at", "published_basis", "language")
"""What may be said of an article beside its text."""


@dataclass(frozen=True)
class Draft:
    """One article as found; with an `id` among its fields it is an article that claimx wrote."""

    place: str
    fields: Mapping[str, object]
    places: Mapping[str, str] = field(default_factory=dict)
    """Where single fields were found, for those that stand elsewhere than the text."""

    def fault(self, name: str, what: str, advice: str = "correct it there") -> InputError:
        """Return the error for one field, naming the field and its place."""
        return fault(self.places.get(name, self.place), f"{name}: {what}", advice)


def article_of(draft: Draft) -> Article:
    """Return the article that the draft describes; raises InputError naming the field."""
    for name, value in draft.fields.items():
        if isinstance(value, str):
            _check_characters(value, name, draft)
    return _restored(draft) if "id" in draft.fields else _described(draft)


def _check_characters(value: str, name: str, draft: Draft) -> None:
    if "\0" in value:
        raise draft.fault(name, f"a NUL at character {value.index(chr(0))}")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise draft.fault(name, f"half a surrogate pair at character {error.start}") from error


def _restored(draft: Draft) -> Article:
    text, found = _text(draft), draft.fields["id"]
    if found != article_id(text):
        raise draft.fault("id", f"{found!r} is not the id of this text", "restore the text or drop the id")
    article = _validated({**draft.fields, "published_at": _moment(draft)}, draft)
    try:
        article.to_line().encode("utf-8")
    except ValueError as error:
        raise draft.fault("credits", f"cannot be written back ({error})") from error
    return article


def _described(draft: Draft) -> Article:
    text = _text(draft)
    given = {name: _stated(draft.fields.get(name)) for name in METADATA}
    moment = _moment(draft)
    given |= {"published_at": moment, "published_basis": _basis(given["published_basis"], moment, draft)}
    given["source_id"] = identifier(given["source_id"])
    return _validated({"id": article_id(text), "text": text, **given}, draft)


def _text(draft: Draft) -> str:
    text = draft.fields.get("text")
    if text is None:
        raise draft.fault("text", "missing", "every article needs one")
    if not isinstance(text, str):
        raise draft.fault("text", f"{type(text).__name__} where words are expected")
    if not text.strip():
        raise draft.fault("text", "empty", "every article needs one")
    return text


def _stated(value: object) -> object:
    return (value.strip() or None) if isinstance(value, str) else value


def _moment(draft: Draft) -> date | None:
    value = _stated(draft.fields.get("published_at"))
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, str):
        # The bare date first: datetime would read it as midnight, which nobody said.
        for parse in (date.fromisoformat, datetime.fromisoformat):
            try:
                return parse(value)
            except ValueError:
                continue
    raise draft.fault("published_at", f"{value!r} is no ISO date or time", "write 2031-03-05 or 2031-03-05T21:40+02:00")


def _basis(stated: object, moment: date | None, draft: Draft) -> object:
    if moment is None and stated not in (None, "none"):
        raise draft.fault("published_basis", "given without published_at", "give the date or drop the basis")
    if moment is not None and stated == "none":
        raise draft.fault("published_basis", "'none' beside a published_at", "use stated, metadata or supported")
    return stated or ("none" if moment is None else "metadata")


def _validated(fields: Mapping[str, object], draft: Draft) -> Article:
    try:
        return Article.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name, *inside = map(str, first["loc"])
        raise draft.fault(name, " ".join([*inside, first["msg"]])) from error
