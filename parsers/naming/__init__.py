"""Which indicator of the catalogue a figure is, or none.

May import `parsers.numbers` and `parsers.text`.
Begin with `matching.py`.
"""
