"""When and in what order: commands, runs, fetching, the schedule.

May import `parsers` and `warehouse`.
Begin with `cli.py` for the commands and `runs/ingest.py` for the journey of a run; `fazhi/` is the library, imported as `fazhi`.
"""

from flows.own_seeds import use_own_seeds

use_own_seeds()
