"""Numbers as they stand in a sentence: quantity, unit, clause, row, period.

May import `parsers.text` and the records; knows no indicator.
Begin with `grammar.py` (how a number is written), `quantities.py` (which of them count), then `clauses.py`, `times.py` and `periods.py`.
"""
