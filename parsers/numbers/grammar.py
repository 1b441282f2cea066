"""How a number is written: the whole of it, with its thousands, its point, its blanks and its multiples (1 234 567, 98·5, 1亿2千万).

What is taken is taken whole or not at all; what may be read in two ways is read with `sure` false.
"""

from __future__ import annotations

from parsers.text.expressions import expression
from parsers.text.numerals import Numeral, read_numeral

# 千瓦, 千米 and 百分点 are units; 万 and 亿 are none.
_MULTIPLE = r"(?:万|亿|十(?!字)|百(?!分)|千(?![瓦米克伏兆升卡赫帕焦]))"
_OVER = r"余|多|几(?!次|个)"
# 3万5千 · 1亿零500万 · 3千多万 · 12万3456: multiples, with what else is told between them
_MULTIPLES = rf"(?: ?(?:{_OVER})?(?: ?{_MULTIPLE})++(?:零? ?(?:\d{{1,4}}(?:\.\d++)?(?![\d.,])|[一二三四五六七八九](?![个是级体])))?)*"
# 3,456 · 3456.7
# (possessive: a number is taken whole or not at all; its first digit by itself, since an expression that begins with a single
# character is searched ten times as fast)
_PLAIN = r"\d{0,2}(?:,\d{3})++(?:\.\d++)?(?!\d)|\d*+(?:[.·]\d++)?"
# 98. 5%, 98。5%, 98 .5万元: a stop for a point, where what follows can have decimals
_FRACTIONAL = r"%|‰|万|亿|元|个?百分点|倍|亩|公|平|立方|吨|千[瓦米克]|分(?![之钟])"
_STOP_AS_POINT = rf"\d*+ ?[.。] ?\d{{1,2}}(?= ?(?:{_FRACTIONAL}))"
# 1点8万平方米, 98点6%; 12点30分 is a time
_DIAN = r"\d*+点\d{1,2}(?= ?(?:%|‰|万|亿|个?百分点|倍|亩|公[里顷]|平|立方|吨))"
NUMBER = rf"\d(?:{_STOP_AS_POINT}|{_DIAN}|{_PLAIN})"
"""A number in digits, its thousands set apart by commas or not at all."""

# 1 234 567 · 1, 234 · 1 5 0 0 · 12 34: blanks within, which only a measure word behind holds together
BLANKS = r"\d(?=\d{0,2},? )(?<!\d[ .,·]\d)(?<!\d\d)\d{0,2}(?:(?:,? {1,2}\d{3})++(?:\.\d++)?(?!\d)|(?: {1,2}\d{1,3}){1,8}(?: ?[.·] ?\d++)?(?! ?\d))"
"""A number in digits with blanks between them."""

MULTIPLES = _MULTIPLES
"""What may follow a number in digits and belongs to it."""

_THOUSANDS = expression(r"\d{1,3}(?:,? {1,2}\d{3})+(?:\.\d+)?")
_SINGLE = expression(r"\d(?: {1,2}\d){2,}(?: ?[.·] ?\d+)?")
_SEPARATORS = expression(r"[,\s余多几]")
_STOP = expression(r"[·。点]")
# 16 digits and more are no count of a report: an account, a code, a row of numbers run together.
LARGEST = 1e15
_LONGEST = 16


def read_written(written: str) -> Numeral | None:
    """The number that the expressions of this module have found; None for one that no count comes near."""
    if written.isdigit() and len(written) < _LONGEST:
        return Numeral(float(written), True)
    sure = (
        " " not in written or bool(_THOUSANDS.match(written) or _SINGLE.match(written)) or bool(_POINTED.match(written))
    )
    numeral = read_numeral(_STOP.sub(".", _SEPARATORS.sub("", written)))
    if numeral is None or not numeral.value < LARGEST:
        return None
    return Numeral(numeral.value, sure and numeral.sure)


_POINTED = expression(r"\d+ ?[.。] ?\d{1,2}(?![\d ])|\d[\d,.·]* ?[余多几十百千万亿]")
