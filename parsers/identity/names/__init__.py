"""What a name means by itself: divisions by code and year, kinds of bodies, whose site a host is.

May import `parsers.text`, the seeds and the records; nothing else of `parsers.identity`.
Begin with `divisions.py`, then `bodies.py`.
"""
