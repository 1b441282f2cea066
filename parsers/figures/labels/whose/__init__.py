"""Bodies in a label: whose meeting it was that dealt with something, and bodies that are counted by what is theirs.

May import the modules of `parsers.figures.labels` on phrases and words. Begin with `holders.py`.
"""
