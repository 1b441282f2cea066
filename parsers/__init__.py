"""Page to report, report to sections, sentence to fact: pure functions over bytes and text.

May import nothing of flows or warehouse; no network, no Prefect, no database, no clock, no environment.
Begin with `page.py` (the whole journey on one screen), then `records.py` (what travels).
"""
