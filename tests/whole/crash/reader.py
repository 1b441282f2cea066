"""A reader who never tires: `python -m tests.whole.crash.reader WAREHOUSE SECONDS QUERY`.

Opens what is published, asks, closes, again and again. Prints each answer that it got, once, with how often it came.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

from flows.without_pandas import leave_out_pandas
from warehouse.publish.snapshot import open_reader

LEAST_LOOKS = 5
"""However slow the machine is."""


def read_again_and_again(warehouse: Path, seconds: float, query: str) -> Counter[str]:
    """How often each answer came, as JSON. Raises what a reader meets."""
    seen: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end or seen.total() < LEAST_LOOKS:
        with open_reader(warehouse) as con:
            # Twice on one connection: a snapshot that is replaced meanwhile must not show.
            answers = {json.dumps([str(value) for value in con.execute(query).fetchall()[0]]) for _ in range(2)}
        seen.update(answers if len(answers) == 1 else [f"changed under the reader: {sorted(answers)}"])
        time.sleep(0.05)
    return seen


if __name__ == "__main__":
    leave_out_pandas()
    for answer, times in read_again_and_again(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3]).items():
        print(times, answer)
