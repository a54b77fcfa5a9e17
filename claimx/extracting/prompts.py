"""Prompts: text files with a small header, found inside the installed package or beside it in a checkout."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from claimx.errors import PromptError


@dataclass(frozen=True)
class Prompt:
    """One prompt: its id, what it is for, and the text that is sent."""

    id: str
    purpose: str
    text: str


@cache
def load_prompt(prompt_id: str) -> Prompt:
    """Load `prompts/<prompt_id>.md`; raises PromptError when it is missing or malformed, or has another id."""
    path = _prompt_folder() / f"{prompt_id}.md"
    try:
        source = path.read_text("utf-8")
    except FileNotFoundError:
        raise PromptError(f"{path}: no such prompt; reinstall claimx or restore the file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"{path}: cannot be read as UTF-8 text: {error}") from None
    prompt = parse_prompt(source, where=str(path))
    if prompt.id != prompt_id:
        raise PromptError(f"{path}: its header has the id {prompt.id!r}, its name says {prompt_id!r}")
    return prompt


def parse_prompt(source: str, *, where: str) -> Prompt:
    """Parse a prompt file: YAML between two `---` lines with exactly `id` and `purpose`, then the text."""
    opening, _, rest = source.partition("---\n")
    header, closing, text = rest.partition("\n---\n")
    fields = _header(header) if closing and not opening else None
    if fields is None or not text.strip():
        raise PromptError(f"{where}: a prompt is a `---` header with id and purpose, then its text")
    return Prompt(id=fields["id"], purpose=fields["purpose"], text=text.strip())


def _header(source: str) -> dict[str, str] | None:
    try:
        fields = yaml.safe_load(source)
    except yaml.YAMLError:
        return None
    if not isinstance(fields, dict) or set(fields) != {"id", "purpose"}:
        return None
    return fields if all(isinstance(value, str) and value.strip() for value in fields.values()) else None


def _prompt_folder() -> Traversable:
    # A wheel carries the prompts inside the package; an editable install finds them at the root of the checkout.
    packaged = files("claimx") / "prompts"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "prompts"
