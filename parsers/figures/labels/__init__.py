"""What a figure counts, in the report's own words, composed of named pieces: topic, act, modifier and head, predicate, measure.

May import `parsers.figures.reading`, `parsers.frames`, `parsers.naming`, `parsers.numbers` and `parsers.text`. Begin with `compose.py`.
"""
