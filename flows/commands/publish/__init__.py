"""Commands that hand something out: export, site, dictionary, backup.

May import every room of flows but other commands' groups.
Begin with `export.py`.
"""
