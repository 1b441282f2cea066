"""Figures of one list or row: which is a member of what, what those behind the list are told of, what stands beside another, what is ranked.

May import the modules of `parsers.figures.labels` on what was told and on topics. Begin with `members.py`.
"""
