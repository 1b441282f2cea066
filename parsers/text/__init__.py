"""Characters: width, invisible ones, numerals, dates as they are written.

Imports no other room.
Begin with `width.py`.
"""
