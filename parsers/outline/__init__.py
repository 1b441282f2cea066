"""Headings to a tree of sections, each with its theme.

May import `parsers.text` and the records; knows nothing of figures.
Begin with `sections.py`.
"""
