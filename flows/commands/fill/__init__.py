"""Commands that bring pages in: ingest, backfill, schedule, deposit, refresh, sources, quarantine.

May import every room of flows but other commands' groups.
Begin with `ingest.py`.
"""
