"""What a page shows: references decoded, what is hidden or struck out gone, counters that the layout makes written out.

Rules are those of the page's own `<style>` and of linked sheets whose bytes are at hand (in a .mht, an archive, the link itself). Sheets on
other addresses are not fetched: what only they hide is read as text.

Works on lxml's tree before any text of it is read. May import `parsers.text`.
Begin with `page_view.py`.
"""
