"""Historic years: which are wanted, in what order, and what a new reading changed.

May import `flows.runs`, `flows.sites`.
Begin with `years.py`.
"""
