"""What a person sees in a terminal: tables, progress, Ctrl-C.

Imports no other room of flows.
Begin with `tables.py`.
"""
