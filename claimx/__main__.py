"""Run claimx as `python -m claimx`."""

from claimx.cli import main

main()
