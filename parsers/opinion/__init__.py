"""A second opinion on what a figure is: a model that counts words beside the rules, and never gives an id by itself.

May import `parsers.numbers` and `parsers.text`. How a figure comes to be worded stands in `parsers.figures.second_opinion`.
Begin with `counts.py`.
"""
