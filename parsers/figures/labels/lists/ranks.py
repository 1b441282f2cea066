"""What is ranked, where a rank's own clause tells only where: 获评优秀等次，连续两年位列全省第三."""

from __future__ import annotations

from parsers.figures.labels.phrases import LONGEST_WHOLE, clean
from parsers.figures.labels.told import Told
from parsers.figures.labels.words import is_bare
from parsers.figures.reading import Reading, Sighting
from parsers.numbers.clauses import Clause
from parsers.text.expressions import expression

_HOW = r"(?:已?连续[一二两三四五六七八九十\d]+[年届次]|再次|首次|继续|稳|又|均|都|双双|蝉联)*"
_VERB = r"(?:并?(?:位居|位列|名列|排名|排位|跃居|跃升|升至|荣获|获得|夺得|取得|居|列|排|获)了?)?"
_SCOPE = r"(?:在?全[国省市县区州旗][一-龥]{0,4}?)?"
_WHAT = "数量|总数|总量|得分|总分|成绩|名次|排名|位次|综合排名|总成绩"
_OWN = expression(rf"[\s,]*{_HOW}(?P<what>{_WHAT})?{_HOW}(?P<where>{_VERB}{_SCOPE}(?:排名|列|居)?)第?\s*")
_VERB_ALONE = expression(_VERB)
# 考核连续五年获得优秀, 评价获评优秀等次: how well it was is no part of what is ranked
_HOW_WELL = expression(
    r"(?<=[一-龥”]{3})(?:已?连续[一二两三四五六七八九十\d]+[年届次])?(?:荣?获[评得]?|被评为|被评定|评为|达到?|(?:保持|稳定|持续)(?=优|良|在|全|领|不|前|第)|名列|位[列居]).*$|(?:“[^”]*”|优秀|良好|先进|一等|较好|好)等次$"
)
_SINCE = expression(r"已?连续[一二两三四五六七八九十\d]+[年届次]")
_PLACED = expression(r"(?:并?(?:位居|位列|名列|排名|居|列|排))?(?:在?全[国省市县区州旗])?(?:\(名次\))?$")
_DIGIT = expression(r"\d")
_FEWEST = 4
# 营商环境、信用指数、办税满意度均在全市排名第一
_EACH = expression(r"[^、,;。]{3,16}(?:(?:、|和|及|与)[^、,;。]{3,16}){1,3}[均都](?:在|位[居列]|居|列|排|名列)")
_LONGEST_ROW = 36


def name_rank(reading: Reading, sighting: Sighting, near: Told | None) -> str:
    """项目数量居全省, of 6个项目获评…，数量居全省首位; empty for what its own clause names."""
    clause, quantity = sighting.clause, sighting.quantity
    if not quantity.ordinal or clause.row[0] or sighting.conjunct or clause.in_brackets:
        return ""
    own = _OWN.fullmatch(reading.folded, clause.before[0], quantity.char_start)
    if own is None:
        words = reading.folded[clause.before[0] : quantity.char_start]
        row = clean(words) if _EACH.match(words.strip()) else ""
        return row if LONGEST_WHOLE - _FEWEST < len(row) <= _LONGEST_ROW else ""
    if not clause.earlier or clause.earlier[0][0] < clause.sentence[0]:
        return ""
    subject = _find_ranked(reading.folded, clause, near)
    if len(subject) < _FEWEST or is_bare(subject):
        return ""
    what, where = own["what"] or "", own["where"]
    where = "" if _VERB_ALONE.fullmatch(where) else where
    subject = subject.removesuffix(what) if what else subject
    named = subject + what + where
    return named if len(named) <= LONGEST_WHOLE else ""


def _find_ranked(folded: str, clause: Clause, near: Told | None) -> str:
    """What the clauses before are about: the figure's name, else their own words up to how well it went; empty where a stop stands between."""
    for before in clause.earlier[:_BACK]:
        words = folded[slice(*before)]
        if before[0] < clause.sentence[0] or words.rstrip().endswith((";", "。", ":")):
            return ""
        if near and before[0] <= near.at:
            subject = "" if "：" in near.text else _PLACED.sub("", near.text.removesuffix("同比变化"))
            if len(subject) >= _FEWEST:
                return subject
            continue
        if _MOVED_ALONE.match(words):
            # 在测评中，前移3位，升至第9位
            continue
        return "" if _DIGIT.search(words) else _read_subject(words)
    return ""


def _read_subject(words: str) -> str:
    subject = _HOW_WELL.sub("", clean(_SINCE.sub("", words.strip(" ,")))).removesuffix("中")
    return _WON.sub("", subject)


_BACK = 3
_MOVED_ALONE = expression(
    r"[\s,]*(?:再次|又|连续|较[^,;。\d]{1,6})*(?:前移|上升|提升|跃升|上移|进位|晋位|下降|后移)了?\d+[位名]次?[,]?$"
)
_WON = expression(r"^荣?获得?(?=[一-龥]{4})")


def drop_place(text: str) -> str:
    """考评, of 考评位列全国: what was ranked, without where."""
    return _PLACED.sub("", text)


_MOVED = expression(
    r"(?P<what>位次|排名|名次)?(?:[较比][^,;。]{0,6}?)?(?:再次|又|继续|连续)?(?P<word>前移|上升|提升|跃升|上移|进位|晋位|下降|下滑|后移|提高|前进|后退)了?\s*$"
)


def name_places_moved(folded: str, sighting: Sighting) -> str:
    """前移, of 在排名中再次前移4位: which way it went; empty where other things moved than a place."""
    quantity, clause = sighting.quantity, sighting.clause
    moved = _MOVED.search(folded, clause.before[0], quantity.char_start) if quantity.unit == "位" else None
    return (moved["what"] or "") + moved["word"] if moved else ""
