"""Numbers as they stand in a sentence: quantity, unit, clause, row, period.

May import `parsers.text` and the records; knows no indicator.
Begin with `quantities.py`, then `clauses.py`.
"""
