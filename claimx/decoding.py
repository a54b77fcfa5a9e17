"""Bytes become text: UTF-8 only, nothing else touched."""

from __future__ import annotations

from claimx.inputs import fault


def decoded(raw: bytes, *, where: str, offset: int = 0) -> str:
    """Return the text without a leading byte order mark, its newlines as they are.

    Args:
        raw: The bytes of a file or of one line.
        where: The place that errors name.
        offset: How many bytes of the file come before `raw`.

    Raises:
        InputError: The bytes are not UTF-8, or hold a NUL; the byte offset is counted from 0.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        found = f"not UTF-8 at byte {offset + error.start} (0x{raw[error.start]:02x})"
        raise fault(where, found, "save it as UTF-8") from error
    if "\0" in text:
        found = f"a NUL at byte {offset + raw.index(0)}, so no text"
        raise fault(where, found, "leave binary files out and save text as UTF-8")
    return text.removeprefix("\ufeff")
