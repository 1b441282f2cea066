"""Pages that no site would send, through the parsers: each ends as a report or with a reason, fast and in little memory.

    python -m tests.fuzz --pages 20000 --seed 1
    python -m tests.fuzz --seed 1 --only 4711 --save page.html    # one page of that run again, and its bytes

A page is held to `trial.SECONDS` of processor time and `trial.MEMORY` bytes. Pages are drawn by number: the same seed and
number give the same bytes, in whatever order and process.
"""
