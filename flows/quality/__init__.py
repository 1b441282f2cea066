"""How right it is: scores against annotations, facts against their bytes, the dictionary's numbers.

May import `flows.archive`, `flows.runs`.
Begin with `verify.py`.
"""
