"""What of a PDF's page a viewer shows: crop box and layers, values of forms and typed text, what is painted over or struck out.

May import the modules of `parsers.body.documents.pdf` on glyphs and lines. Begin with `seen.py`.
"""
