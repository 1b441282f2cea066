"""What leaves the warehouse: the readers' snapshot, releases, backups.

May import every other room of the warehouse but the site.
Begin with `snapshot.py`, then `release.py`.
"""
