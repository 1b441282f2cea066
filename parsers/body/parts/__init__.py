"""Parts of a body that a page sets apart: rows of tables made lines, pieces of a report with something of the site's between.

May import the modules of `parsers.body` on lines and blocks, `parsers.shown`, `parsers.tables`. Begin with `pieces.py`.
"""
