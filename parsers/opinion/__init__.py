"""What a figure is by its words: a model that weighs names beside the rules, and is asked as a second opinion when somebody looks.

May import `parsers.numbers` and `parsers.text`. How a figure comes to be worded stands in `parsers.figures.wording`, what its weight decides in
`parsers.figures.weighing`. Begin with `weights.py`.
"""
