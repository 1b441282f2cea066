"""Where reports stand: the registry of sources, their listings, the links in them.

May import `flows.fetching`, `flows.archive`.
Begin with `registry.py`, then `harvest.py`.
"""
