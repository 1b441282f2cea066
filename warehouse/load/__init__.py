"""Pages into tables: identity, placement, one transaction a batch, corrections.

May import `warehouse.store`, `warehouse.derive`, `warehouse.check`.
Begin with `load.py`.
"""
