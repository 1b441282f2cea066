"""Schema, load, views, checks, exports, the site: everything about the DuckDB file.

May import the records of parsers; no flows, no network, no Prefect.
Begin with `database.py`, then `load/load.py`.
"""
