"""Commands that say how right it is: check, verify, evaluate, what is unmapped.

May import every room of flows but other commands' groups.
Begin with `verify.py`.
"""
