"""Who reports on what and when, and whether the page is a report at all.

May import `parsers.text` and the records; knows nothing of sections or figures.
Begin with `metadata.py`, then `genre.py`.
"""
