"""Time, memory and quality of merging on made-up worlds: python -m benchmarks.merging [RECORDS].

Without an option, claimx and its peers link the same records by the same rules (docs/benchmarks.md says how).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.merging_peers.comparing import compare
from benchmarks.merging_quality import print_quality
from benchmarks.merging_scale import print_end_to_end, print_increment, print_slope
from claimx.running import processors


def main() -> int:
    """Measure what is asked for; 1 if engines that must agree do not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", nargs="?", type=int, default=100_000)
    parser.add_argument("--names", action="store_true", help="peers compare spelled names themselves")
    parser.add_argument("--events-per-day", type=float, help="how crowded the days are (default 40; with --names 800)")
    parser.add_argument("--jobs", type=int, default=processors(), help="processors to use (default all)")
    parser.add_argument("--runs", type=int, default=3, help="timed runs of each engine (default 3)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--slope", action="store_true", help="10,000 to RECORDS, times ten each, and the slope")
    what.add_argument("--increment", action="store_true", help="one record in a hundred is added to the others")
    what.add_argument("--end-to-end", action="store_true", help="from a Parquet file to a Parquet file")
    what.add_argument("--phenomena", action="store_true", help="how well each phenomenon is merged")
    asked = parser.parse_args()
    if asked.phenomena:
        print_quality(asked.records, jobs=asked.jobs)
    elif asked.slope:
        print_slope(asked.records, jobs=asked.jobs)
    elif asked.increment:
        return 0 if print_increment(asked.records, jobs=asked.jobs) else 1
    else:
        with TemporaryDirectory() as folder:
            if asked.end_to_end:
                print_end_to_end(Path(folder), size=asked.records, jobs=asked.jobs)
            else:
                return 0 if _compare(Path(folder), asked) else 1
    return 0


def _compare(folder: Path, asked: argparse.Namespace) -> bool:
    return compare(
        folder,
        size=asked.records,
        naming="names" if asked.names else "codes",
        events_per_day=asked.events_per_day,
        jobs=asked.jobs,
        runs=asked.runs,
    )


if __name__ == "__main__":
    sys.exit(main())
