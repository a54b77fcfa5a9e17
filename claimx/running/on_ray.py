"""Parts on a Ray cluster.

Merging hands arrays to tasks, which Ray passes on as they are; extraction hands tables of lines to Ray Data.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import Any, Final, TypeVar

from claimx.errors import ClaimxError, InputError, WorkerLost
from claimx.running import processors

QUIET: Final = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".*",
}
"""What Ray reads when it is imported: it tells nobody that it was started, and prints no news of lost workers on
standard output, where lines of JSON go."""
RETRIES: Final = 3
"""How often a part is done again when its worker is lost."""
AHEAD: Final = 2
"""Parts that are handed over for each processor of the cluster."""
PART: Final = "part"
LINE: Final = "line"
ERROR: Final = "error"
"""The columns of the tables: the number of the part, a line, and in its place an error that ended the part."""

S = TypeVar("S")
P = TypeVar("P")
T = TypeVar("T")

# ray and pyarrow are imported inside functions: they are an extra, and take a second that `--help` need not wait.


class OnRay:
    """A mapper over the workers of a Ray cluster; starts Ray on this machine where `RAY_ADDRESS` names no cluster."""

    def __init__(self, jobs: int | None = None) -> None:
        """Work on `jobs` parts at once, or on as many as the cluster has processors.

        Raises:
            InputError: fewer than one job, or Ray is not installed or not reached.
        """
        if jobs is not None and jobs < 1:
            raise InputError(f"{jobs} jobs: there must be one at least")
        self._jobs = jobs
        start(processors() if jobs is None else jobs)

    @property
    def jobs(self) -> int:
        """How many parts are worked on at once."""
        import ray

        return self._jobs or max(1, int(ray.cluster_resources().get("CPU", 1)))

    def __call__(self, function: Callable[[S, P], T], shared: S, parts: Iterable[P], /) -> list[T]:
        """Return the results in order of the parts.

        Raises:
            WorkerLost: a part lost all workers that tried it.
        """
        import ray

        most = self._jobs or AHEAD * self.jobs
        kept = [ray.put(shared)]
        task = ray.remote(max_retries=RETRIES)(_work)
        more, begun = iter(parts), deque[Any]()
        results: list[T] = []
        while True:
            begun.extend(task.remote(function, kept, part) for part in islice(more, most - len(begun)))
            if not begun:
                return results
            with _our_errors():
                results.append(ray.get(begun[0]))
            begun.popleft()

    def lines(
        self, function: Callable[[S, Sequence[str]], Sequence[str]], shared: S, parts: Iterable[Sequence[str]]
    ) -> Iterator[list[str]]:
        """Yield the lines that the function makes of the lines of each part, as they are done, in any order.

        Each part is an Arrow table on its way to a worker, and so is what comes back.

        Raises:
            WorkerLost: a part lost all workers that tried it.
        """
        import ray

        tables = [_table(part, number) for number, part in enumerate(parts) if part]
        if not tables:
            return
        tries = ray.remote(num_cpus=0, max_restarts=-1, max_task_retries=-1)(_Tries).remote()
        done = _dataset(tables).map_batches(
            _work_on_table,
            fn_args=(function, [ray.put(shared)], tries),
            batch_format="pyarrow",
            batch_size=None,
            concurrency=self._jobs,
        )
        for table in done.iter_batches(batch_format="pyarrow", batch_size=None):
            for error in filter(None, table[ERROR].to_pylist()):
                raise pickle.loads(error)  # noqa: S301 -- our own worker's
            yield table[LINE].to_pylist()


def start(cpus: int) -> None:
    """Connect to the cluster at `RAY_ADDRESS`; where it names none, start Ray on this machine with `cpus` workers.

    A connection that is already there is kept.

    Raises:
        InputError: Ray is not installed, or the cluster is not reached.
    """
    os.environ.update(QUIET)
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise InputError(f"--engine ray needs Ray ({error.name} is missing); pip install 'claimx[ray]'") from None
    if ray.is_initialized():
        return
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    address = os.environ.get("RAY_ADDRESS")
    try:
        if address:
            ray.init(address=address, **quiet)
        else:
            ray.init(address="local", num_cpus=cpus, include_dashboard=False, **quiet)
    except ConnectionError as error:
        raise InputError(f"no Ray cluster answers at RAY_ADDRESS={address}: {error}") from None


@contextmanager
def _our_errors() -> Iterator[None]:
    """Raise what a function raised as it raised it, and losses as ours."""
    from ray.exceptions import RayError, RayTaskError

    try:
        yield
    except RayTaskError as error:
        if isinstance(error.cause, ClaimxError):
            raise error.cause from None
        raise
    except RayError as error:
        raise _lost() from error


@lru_cache(maxsize=1)
def _fetched(reference: Any) -> Any:
    """Return a shared object, which each worker takes out of the store once."""
    import ray

    return ray.get(reference)


def _work(function: Callable[[S, P], T], kept: Sequence[Any], part: P) -> T:
    return function(_fetched(kept[0]), part)


class _Tries:
    """Counts in one place how often each part was begun: Ray Data itself would do it again without end."""

    def __init__(self) -> None:
        self._begun: Counter[int] = Counter()

    def begin(self, part: int) -> int:
        """Return how often a part was begun, with this time."""
        self._begun[part] += 1
        return self._begun[part]


def _work_on_table(
    table: Any, function: Callable[[Any, Sequence[str]], Sequence[str]], kept: Sequence[Any], tries: Any
) -> Any:
    """Return the table that a function makes of another; our errors travel in it, since Ray Data would reword them."""
    import ray

    part = table[PART][0].as_py()
    if ray.get(tries.begin.remote(part)) > RETRIES + 1:
        return _failure(_lost(), part)
    try:
        return _table(function(_fetched(kept[0]), table[LINE].to_pylist()), part)
    except ClaimxError as error:
        return _failure(error, part)


def _table(lines: Sequence[str], part: int) -> Any:
    return _arrow([{PART: part, LINE: line, ERROR: None} for line in lines])


def _failure(error: ClaimxError, part: int) -> Any:
    return _arrow([{PART: part, LINE: None, ERROR: pickle.dumps(error)}])


def _arrow(rows: Sequence[dict[str, Any]]) -> Any:
    import pyarrow as pa

    schema = pa.schema([(PART, pa.int64()), (LINE, pa.large_string()), (ERROR, pa.large_binary())])
    return pa.Table.from_pylist(rows, schema=schema)


def _lost() -> WorkerLost:
    return WorkerLost(
        f"a part lost each of the {RETRIES + 1} workers that tried it; if memory ran out, give each more of it"
    )


def _dataset(tables: Sequence[Any]) -> Any:
    """Return a dataset with a block for each table."""
    import ray.data

    logging.getLogger("ray.data").setLevel(logging.ERROR)
    dataset = ray.data.from_arrow(list(tables))
    dataset.context.enable_progress_bars = False
    return dataset
