"""What must hold in every warehouse, and what a person must see.

May import `warehouse.store`.
Begin with `checks.py`.
"""
