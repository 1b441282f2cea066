"""Files that hold a report, each format to text: a paragraph a line.

May import the modules of `parsers.body` and `parsers.text`.
"""
