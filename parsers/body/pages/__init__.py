"""Whether a text is one page of several: pagers by words, by numbers, by a choice.

May import the modules of `parsers.body`, `parsers.shown` and `parsers.text`. Begin with `paging.py`.
"""
