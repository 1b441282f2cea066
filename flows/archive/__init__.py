"""Raw bytes, kept for ever: WARC files, files of the user's, content encodings.

Imports no other room of flows.
Begin with `warc.py`.
"""
