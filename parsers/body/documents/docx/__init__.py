"""A docx from its XML: every `w:t` in document order, what the file does not show named and skipped.

Begin with `docx_text.py`. May import the modules of `parsers.body` and `parsers.text`.
"""
