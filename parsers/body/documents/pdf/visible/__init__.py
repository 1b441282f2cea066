"""What of a PDF's page a viewer shows: crop box and layers, values of forms and typed text, what is painted over or struck out.

May import pypdfium2 and nothing of `parsers.body.documents.pdf`, which asks it for each glyph. Begin with `seen.py`.
"""
