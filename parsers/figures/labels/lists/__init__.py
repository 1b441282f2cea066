"""Figures of one list or row: which is a member of what, and what those behind the list are told of.

May import the modules of `parsers.figures.labels` on what was told and on topics. Begin with `members.py`.
"""
