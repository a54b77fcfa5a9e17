"""How many tokens a text is: counted with tiktoken where it can do so without the network, else estimated by script.

Pacing and budgets need a number before a request is sent; what it used in truth stands in the answer. An estimate is
therefore enough, and nothing is ever fetched for it: tiktoken downloads a vocabulary that it does not find in its
cache, so it is asked only for one that is there, whole.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import re
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Protocol, cast

_FOLDER = "TIKTOKEN_CACHE_DIR"


class Encoding(Protocol):
    """What is used of tiktoken's Encoding."""

    def encode(self, text: str, *, disallowed_special: Collection[str]) -> Sequence[int]:
        """Return the tokens of a text; raises ValueError at a special token that is disallowed."""


class Tiktoken(Protocol):
    """What is used of the module tiktoken."""

    def encoding_name_for_model(self, model_name: str) -> str:
        """Return the name of a model's encoding; raises KeyError."""

    def get_encoding(self, encoding_name: str) -> Encoding:
        """Return an encoding; raises ValueError."""


@dataclass(frozen=True)
class Vocabulary:
    """The file that an encoding is made of."""

    address: str
    sha256: str

    @property
    def cached_as(self) -> str:
        """The name under which tiktoken caches it: the SHA-1 of its address."""
        return hashlib.sha1(self.address.encode(), usedforsecurity=False).hexdigest()

    def within(self, folder: Path) -> bool:
        """Return whether the folder has the file, whole; tiktoken would download one that is not."""
        try:
            return hashlib.sha256((folder / self.cached_as).read_bytes()).hexdigest() == self.sha256
        except OSError:
            return False


_O200K = Vocabulary(
    "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken",
    "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
)
_CL100K = Vocabulary(
    "https://openaipublic.blob.core.windows.net/encodings/cl100k_base.tiktoken",
    "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
)
VOCABULARIES: Mapping[str, Vocabulary] = {"o200k_base": _O200K, "o200k_harmony": _O200K, "cl100k_base": _CL100K}
"""By encoding, as tiktoken_ext/openai_public.py (tiktoken 0.14.0) has them: those of all chat models."""


@dataclass(frozen=True)
class Counter:
    """Counts the tokens of texts."""

    count: Callable[[str], int]
    """Takes any text, one that spells special tokens or holds lone surrogates, too."""
    exact: bool
    how: str
    """One sentence for a person."""


def counter(model: str) -> Counter:
    """Return a counter for the texts that a model is sent."""
    return counter_with(installed(), model=model)


def counter_with(
    tiktoken: Tiktoken | None, *, model: str, vocabularies: Mapping[str, Vocabulary] = VOCABULARIES
) -> Counter:
    """Return an exact counter if tiktoken knows the model and has its vocabulary at hand, else one that estimates."""
    if tiktoken is None:
        return _estimating("tiktoken is not installed")
    try:
        name = tiktoken.encoding_name_for_model(model)
    except KeyError:
        return _estimating(f"tiktoken does not know {model!r}")
    folder = _folder_with(vocabularies.get(name))
    if folder is None:
        return _estimating(f"the vocabulary {name} is not in the cache of tiktoken")
    try:
        with _reading_from(folder):
            encoding = tiktoken.get_encoding(name)
    except ValueError:
        return _estimating(f"tiktoken cannot load the vocabulary {name}")
    return _counting(encoding, name=name)


def installed() -> Tiktoken | None:
    """Return the module tiktoken; None where it cannot be imported."""
    try:
        # By name: an optional package, and type checks pass where it is missing.
        return cast("Tiktoken", importlib.import_module("tiktoken"))
    except ImportError:
        return None


def _counting(encoding: Encoding, *, name: str) -> Counter:
    def count(text: str) -> int:
        # An article that spells a special token, such as <|endoftext|>, is ordinary text.
        return len(encoding.encode(text, disallowed_special=()))

    return Counter(count, exact=True, how=f"Tokens are counted with the vocabulary {name} of tiktoken.")


def _estimating(why: str) -> Counter:
    what = "Tokens are estimated, at 4 characters each in English (give or take a quarter) and fewer in other scripts"
    return Counter(estimated, exact=False, how=f"{what}: {why}.")


def _folder_with(vocabulary: Vocabulary | None) -> Path | None:
    if vocabulary is None:
        return None
    return next((folder for folder in _folders() if vocabulary.within(folder)), None)


def _folders() -> Iterator[Path]:
    """Yield where tiktoken looks: a folder that the environment names is the only one, and an empty name is none."""
    for name in (_FOLDER, "DATA_GYM_CACHE_DIR"):
        named = os.environ.get(name)
        if named is not None:
            yield from [Path(named)] if named else []
            return
    yield Path(tempfile.gettempdir(), "data-gym-cache")


@contextmanager
def _reading_from(folder: Path) -> Iterator[None]:
    """Name the folder to tiktoken while it loads: where it looks by default differs between its versions."""
    before = os.environ.get(_FOLDER)
    os.environ[_FOLDER] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_FOLDER]
        else:
            os.environ[_FOLDER] = before


CHARACTERS_PER_TOKEN: Mapping[str, float] = {
    "\u0000-\u007f": 4,  # English, punctuation, digits
    "\u0080-\u024f\u1e00-\u1eff": 2,  # Latin letters with marks
    "\u0370-\u052f\u1f00-\u1fff": 3,  # Greek, Cyrillic
    "\u0530-\u08ff\ufb1d-\ufdff\ufe70-\ufeff": 2.5,  # Armenian, Hebrew, Arabic and what is written in them
    "\u0900-\u0eff": 2.5,  # the scripts of India, Thai, Lao
    "\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff\U00020000-\U0003ffff": 1.5,  # Chinese, Japanese, Korean
}
"""About how many characters are a token, by ranges of code points; of every other character, each is one.

Rounded from the samples of OpenAI's "Hello GPT-4o" (13 May 2024), one greeting in twenty languages and two
vocabularies, with the newer one; for English from its rule of thumb. Within a quarter for English, a half for others;
vocabularies older than that need up to twice as many outside Latin script, and up to four times as many in India's.
"""

_SCRIPTS = tuple((re.compile(f"[{ranges}]+"), per_token) for ranges, per_token in CHARACTERS_PER_TOKEN.items())


def estimated(text: str) -> int:
    """Return about how many tokens a text is, at least one if it is not empty.

    >>> estimated(""), estimated("Two people were hurt near Qasr Delan."), estimated("二人受伤")
    (0, 10, 3)
    """
    known, tokens = 0, 0.0
    for script, per_token in _SCRIPTS:
        characters = sum(len(run) for run in script.findall(text))
        known += characters
        tokens += characters / per_token
    return ceil(tokens + len(text) - known)
