"""What leads on from a page: entries of a column, files, further pages, addresses; read from text, without a network.

May import `parsers.body`, `parsers.identity`, `parsers.text`.
Begin with `listing.py` for columns, `page_look.py` for pages.
"""
