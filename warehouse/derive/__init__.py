"""What is computed from loaded reports: passages, full text, plan items, common passages, settled views.

May import `warehouse.store`.
Begin with `derived.py`.
"""
