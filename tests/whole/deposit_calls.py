"""What a machine of many does, without a server: `python -m tests.whole.deposit_calls deposit|merge|ingest WAREHOUSE PAGES`."""

import sys

from flows.runs.deposit import deposit, merge
from flows.runs.ingest import ingest
from flows.runs.steps import run_plainly
from flows.without_pandas import leave_out_pandas

if __name__ == "__main__":
    leave_out_pandas()
    command, warehouse, pages = sys.argv[1:]
    with run_plainly():
        {
            "deposit": lambda: deposit([pages], warehouse),
            "merge": lambda: merge(warehouse),
            "ingest": lambda: ingest([pages], warehouse),
        }[command]()
