"""A claim where it stands: with its mention and its article."""

from __future__ import annotations

from typing import NamedTuple

from claimx.article import Article
from claimx.claim import Claim
from claimx.mention import Mention
from claimx.merging.identity import NAME_KINDS, same_name, short_form


class Told(NamedTuple):
    """A claim where it stands."""

    claim: Claim
    mention: Mention
    article: Article


def like_speakers(one: Claim, other: Claim) -> bool:
    """Whether two speakers could be one, told of in two copies: of a shared kind, both or neither anonymous or named.

    Named by two different names, they are two.
    """
    left, right = one.speaker, other.speaker
    if left is None or right is None:
        return left is right
    if left.anonymous != right.anonymous or not set(left.kinds) & set(right.kinds):
        return False
    return left.name is None or right.name is None or like_names(left.name.exact, right.name.exact)


def like_names(left: str, right: str) -> bool:
    """Whether two names in texts of one origin are one, be it in a short form."""
    return any(
        (same_name(left, right, kind=kind) or short_form(left, right, kind=kind)) is not None for kind in NAME_KINDS
    )
