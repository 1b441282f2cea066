"""How sure a reading is once the second opinion has been asked: Bayes' rule on what the reading alone states."""

from __future__ import annotations

# Of 3,058 figures of paragraphs that neither had read (`python -m tests.benchmarks.opinion`), rules named 827: the model, taught by all else, agreed
# with 697 (669 were right) and differed on 130 (92 right). Of those without a name it agreed on 1,930 (1,765 right) and differed on 301 (130 right).
# On openings of real reports the four shares are .97, .81, .96 and .72.
# Likelihoods: how much likelier agreement is on a right one than on a wrong one.
_NAMED = {True: 2.1, False: 0.22}
_UNNAMED = {True: 2.4, False: 0.2}
_MOST = 0.995


def combine_confidence(stated: float, *, named: bool, agrees: bool) -> float:
    """In [0, 1]: the confidence that the reading states, after the second opinion agreed or differed."""
    stated = min(stated, _MOST)
    odds = stated / (1 - stated) * (_NAMED if named else _UNNAMED)[agrees]
    return round(odds / (1 + odds), 3)
