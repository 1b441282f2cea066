"""What people say of readings: the ledger beside the warehouse, which judgement stands, samples, cards, what is learned.

May import `warehouse.store`; what judgements do to the tables is `warehouse.load.judging.judgements`.
Begin with `judgement.py`, then `ledger.py`.
"""
