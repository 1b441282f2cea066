"""What is made of a parsed page before anybody looks into the warehouse: its columns, and whether it keeps what was promised.

No database: workers do it. Begin with `columns.py`.
"""
