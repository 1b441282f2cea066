"""What the rules name a figure, weighed against what its words make it: where no rule speaks, and where the model is sure of another name.

The rules know why a figure is *not* counted (another matter governs its clause, its noun is another thing), the model knows more words. So the
model names what the rules leave alone only where they have nothing against the name, and what the rules name otherwise only where it is all but sure.
"""

from __future__ import annotations

from functools import cache

from parsers.figures.reading import Reading, Sighting, open_reading
from parsers.figures.wording import word_sighting
from parsers.naming.matching import WORDS, Match, has_rival, rules_of
from parsers.naming.trace import list_candidates
from parsers.opinion.weights import read_weights
from parsers.opinion.wording import see_features
from parsers.records import Metadata, Quantity, Section

# Of 14,000 figures of sentences and paragraphs that neither had read (tests/gold/README.md), what the model named from .9 on where no rule spoke was
# right in 261 of 272, another name than the rules' in 31 of 36; from .8 to .9 in .85 to .9. On openings of real reports ten of ten and three of six.
_SURE = 0.9


def open_weighed(
    text: str, quantities: list[Quantity], sections: tuple[Section, ...], metadata: Metadata
) -> tuple[Reading, list[list[Sighting]]]:
    """As `open_reading`, each sighting with the name that rules and model together give it."""
    reading, figures = open_reading(text, quantities, sections, metadata)
    return reading, [[weigh_name(reading, sighting) for sighting in sightings] for sightings in figures]


def weigh_name(reading: Reading, sighting: Sighting) -> Sighting:
    """The sighting with the name that rules and model together give it."""
    quantity = sighting.quantity
    if not sighting.defined or quantity.garbled or not _ids_of(quantity.unit):
        return sighting
    named = sighting.match.indicator_id if sighting.match else None
    if named and not has_rival(quantity.unit, sighting.around, named):
        # (a fourth of all figures; in 245 openings none of them would have got another name)
        return sighting
    wording = word_sighting(reading, sighting)
    other = read_weights().find_other((see_features(wording), named, wording.head_class), _ids_of(quantity.unit), _SURE)
    if other is None or _is_forbidden(sighting, other):
        return sighting
    return sighting._replace(match=Match(other, WORDS))


@cache
def _ids_of(unit: str) -> frozenset[str]:
    """The indicators that are counted in this unit."""
    return frozenset(rule.indicator_id for rule in rules_of(unit))


def _is_forbidden(sighting: Sighting, name: str) -> bool:
    """Whether a rule for this name has its words here and says why it is not meant: another matter governs them, or an `unless` of its own.

    办理特殊群体法律援助案件93件 is a part, 公开招聘调解员12名 no stock, 监督证注销63个 another certificate: the rules know better, however sure
    the words are.
    """
    lost = [one.lost_by for one in list_candidates(sighting.quantity.unit, sighting.around, only=name)]
    return any(reason == "subject" or reason.startswith("unless") for reason in lost)
