"""How a figure says what it counts: head noun, act, audience, state, row, read once for each figure.

May import `parsers.numbers` and `parsers.text`; knows no indicator.
Begin with `frame.py`.
"""
