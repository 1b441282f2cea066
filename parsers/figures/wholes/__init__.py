"""What is part of what: parts of a figure, totals told behind their parts, and whether figures that belong together agree.

May import `parsers.figures.reading`, `parsers.figures.labels`, `parsers.frames`, `parsers.naming` and `parsers.numbers`, the seeds and the records.
Begin with `parts.py`.
"""
