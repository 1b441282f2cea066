"""Checking figures by hand: what comes first, the page that asks, its server on this machine, and what follows from it.

May import `flows.settings`, `flows.errors`, `flows.archive`, the warehouse and the records of parsers.
Begin with `effect.py`, then `server.py`.
"""
