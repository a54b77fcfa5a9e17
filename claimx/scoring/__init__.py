"""Scoring: predictions beside gold, both in gold's form."""

from importlib.util import find_spec

from claimx.errors import InputError

if find_spec("scipy") is None:
    raise InputError("scoring needs scipy; pip install 'claimx[score]'")
