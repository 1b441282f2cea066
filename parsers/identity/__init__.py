"""Who reports on what and when, and whether the page is a report at all.

May import `parsers.text` and the records; knows nothing of sections or figures. Arrows within run one way: page → `heard/` → `names/`.
Begin with `metadata.py`, then `genre.py`.
"""
