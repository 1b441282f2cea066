"""Sentence to fact: everything that is known of a figure, put together in order.

May import `parsers.naming`, `parsers.numbers` and `parsers.text`.
Begin with `facts.py`.
"""
