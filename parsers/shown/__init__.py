"""What a page shows: references decoded, what is hidden or struck out gone, counters that the layout makes written out.

Works on lxml's tree before any text of it is read. May import `parsers.text`.
Begin with `page_view.py`.
"""
