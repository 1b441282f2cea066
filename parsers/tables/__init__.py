"""Tables: a grid with merged cells laid out as lines of text, and found again in the text with heads, caption, unit and period.

A table in a text is lines with a tab between the cells, as many columns on each; where a cell goes on from the left or from
above its place is empty. So every format lays its tables out with `layout.py`, and every text is read with `find_tables.py`.
May import `parsers.text`, `parsers.numbers` and the records.
"""
