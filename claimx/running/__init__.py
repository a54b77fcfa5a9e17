"""Where parts are worked on: in this process, in several of this machine, or on a Ray cluster.

    mapper("local", jobs=4)(function, shared, parts)  →  [function(shared, part) for part in parts]

A mapper changes where and when a function is called, and nothing of what comes out. Results come in order of the
parts; the shared object goes to each worker once; parts of a worker that dies are done again.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from claimx.merging.clustering import Mapper

EngineName = Literal["local", "ray"]


def mapper(engine: EngineName = "local", *, jobs: int | None = None) -> Mapper:
    """Return what applies a function to many parts.

    Args:
        engine: `local` for processes of this machine, `ray` for a Ray cluster.
        jobs: how many parts are worked on at once; None for as many as there are processors. With `local`, 1 starts
            no process.

    Raises:
        InputError: fewer than one job, or Ray is not installed or not reached.
    """
    if engine == "ray":
        from claimx.running.on_ray import OnRay

        return OnRay(jobs)
    from claimx.running.local import Processes

    return Processes(processors() if jobs is None else jobs)


def processors() -> int:
    """Return how many processors this process may use."""
    # Containers and batch systems give a process fewer than the machine has.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
