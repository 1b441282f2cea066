"""Commands that answer and change nothing: sql, search, status, parse.

May import every room of flows but other commands' groups.
Begin with `query.py`.
"""
