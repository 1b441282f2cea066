"""What judgements do to the tables: the ledger mirrored, judged values in rows, confidence learned from them.

May import `warehouse.judge`, `warehouse.store`, `warehouse.derive`; corrections, which go on top, are undone and done again here.
Begin with `judgements.py`.
"""
