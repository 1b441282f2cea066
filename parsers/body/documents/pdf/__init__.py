"""A PDF as a person reads it: glyphs with their places, lines, columns in reading order, paragraphs.

Begin with `pdf_text.py`. May import the modules of `parsers.body` and `parsers.text`.
"""
