"""Bytes to the report's own text: charset, markup, containers, boilerplate, attachments.

May import `parsers.text` and the records.
Begin with `boilerplate.py` (an HTML page) and `attachments.py` (a file).
"""
