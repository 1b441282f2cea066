"""One module a command of `fazhi`, by what the command is for: fill, ask, prove, publish.

May import every other room of flows; nothing imports a command but `cli.py`.
Begin with `fill/ingest.py`.
"""
