"""What a run does with pages, step by step: keep, parse, load, heal, watch, publish.

May import `flows.sites`, `flows.fetching`, `flows.archive`; no command, no schedule.
Begin with `ingest.py`.
"""
