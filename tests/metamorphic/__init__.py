"""From each example sentence variants that must keep its indicator, or must lose it: what generalises, without any real text.

`python -m tests.metamorphic` prints the share that each way of changing a sentence keeps; a sample runs with the quick tests.
"""
