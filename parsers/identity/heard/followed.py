"""Whose plans a body follows, and whose circumstances it suits its work to: 对照《甲县…方案》逐项落实, 立足甲县实际."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.identity.heard.regions import Clues, choose_namesake
from parsers.identity.heard.standing import stands_in_a_city
from parsers.identity.heard.superiors import cut_opening, is_said_of_another
from parsers.identity.names.bodies import read_leading_places
from parsers.identity.names.divisions import Division, find_places
from parsers.text.expressions import expression

_OPENING = 400
# 制定、印发 one's own; 贯彻落实 is said of those above as well
_PLAN = r"《((?:中共|关于(?:印发|转发|下发)|[〈<《])*[^《》〈〉<>]{4,60}(?:要点|方案|计划|安排|规划|通知|清单|意见|办法|措施)[^《》]{0,24})》"
_NUMBERED = r"(?:[（(][^（()）]{2,30}[）)]|[一-龥]{2,8}〔\d{4}〕\d{1,4}号)?"
_FOLLOWED = expression(
    r"(?:按照|根据|依据|对照|围绕|紧扣|紧盯|依照|把|将)[^。《]{0,12}"
    + _PLAN
    + _NUMBERED
    + r"(?:的?(?:要求|精神|部署|安排|通知)|(?:所?(?:明确|确定|提出|规定|设定|部署|列明|下达)的)"
    # 分解给我局的任务, 中涉及我局的任务
    r"|[中里]?[一-龥]{0,3}?(?:分解|分配|下达|明确|交办|确定|涉及|赋予|分给)[给到至由]?[我本](?!们?[县市区])[一-龥])"
)
# 按照甲县委依法治县办《关于报送2023年度法治政府建设情况报告的通知》要求: who asks a bureau for its report is of its county
_ASKED = expression(
    r"(?:按照|根据|依据|依照|遵照)([^。，,《]{4,34}?)(?:印发|下发)?(?:的)?《[^《》]{0,20}(?:报送|上报|报告|公布|公开)[^《》]{0,40}通知》"
)
# 根据甲县全面依法治县工作要求, 落实甲县2023年法治政府建设重点任务
_ASKED_OF_ALL = expression(
    r"(?:按照|根据|依据|依照|遵照|落实|围绕|对照|完成)((?:中共)?[^。，,《]{2,14}?[县市区旗])(?:委|政府)?(?:20\d\d年度?)?"
    r"(?:全面)?(?:依法治[县市区旗]|法治(?:政府)?建设)[^。，,《]{0,16}(?:要求|安排|部署|通知|任务|要点|目标|计划)"
)
_BEFORE_NAME = expression(r"^(?:中共|关于(?:印发|转发|下发)|[〈<《])+")
# 贯彻落实《淳安县法治政府建设实施方案》 needs no 要求 behind it
_CARRIED_OUT = expression(
    r"(?:贯彻落实|贯彻执行|贯彻|落实|执行|对标)(?:好|了)?《([^《》]{4,60}(?:要点|方案|计划|安排|规划|通知|清单|办法|意见|规定|措施|细则))(?:[（(][^《》]{0,20}[）)])?》"
)
_URGED = expression(r"(?:指导|督促|帮助|支持|推动|协助|参照|借鉴|学习)[^，,。；;]{0,20}$")
# 向青川县人大常委会报告工作: to its own county's
_REPORTED_TO = expression(
    r"(?<=向)([\u4e00-\u9fff]{2,12}?[县区市旗])(?:人大常委会|人民代表大会常务委员会|人民政府|委|委、[县区市旗]政府)(?:专题)?(?:报告|汇报|述法|述职)"
)
# 对照《甲县…方案》逐项抓落实, and no other county behind it: 推动乙县落实
_ACTED_ON = expression(
    r"(?:按照|根据|依据|对照|围绕|紧扣|紧盯|依照)"
    + _PLAN
    + _NUMBERED
    + r"[，,]?(?=逐[项条一]|认真|细化|分解|扎实|全面|深入|统筹|持续|有序|狠?抓|制定|推进|梳理|开展|落实|压实|明确|建立|列出|倒排)"
    r"(?![^，,。；;]{0,16}(?<![全我本])[县市区旗])"
)
# 对照国家的《纲要》以及甲省、乙县实施方案: its own county's stands last
_AND_ITS_OWN = expression(
    r"(?:按照|根据|依据|对照|围绕|依照|落实)[^。《]{0,12}[^。]{0,120}》(?:[（(][^()（）]{1,16}[）)])?[及和与以、]+(?:(?!经验)[一-龥]{1,8}[省市州区盟][、和及与])*"
    r"([一-龥]{1,8}[县市区旗])(?:的|贯彻|落实|法治政府建设)*实施(?:方案|意见|细则|办法)"
)
# 立足甲县发展实际, 立足甲全市银行业监管实际
_SUITED_TO = expression(
    r"(?:立足|结合|紧贴|紧扣|紧密结合|着眼)于?((?![我本全][省市县区州旗盟镇乡街局厅委办地部单行院站队中]|自身|各)[^，,。；;\n《》、]{2,34}?)(?:实际|[省市县区州旗]情)"
)
_OF_OTHERS = expression(r"[委府]|要求|部署|精神|通知|意见|方案|经验|做法|模式|等")
# 立足乙县实际，帮扶…: whom it helps, not whose it is
_HELPING = expression(r"[^。；;\n]{0,16}(?:帮扶|帮助|对口|援助|支援|驻村|指导|督促|协助)")
_ALL_OF_IT = expression(r"全([省市县区州旗盟])")


def find_followed_place(text: str, clues: Clues) -> Division | None:
    """The county whose plan a bureau says that it follows (按照《沁水县2023年法治政府建设工作要点》要求).

    A city's binds its counties too: it is the place only of what stands nowhere but in a city's seat (支队).
    """
    name = next(_list_followed(text), "")
    places = list(find_places(_BEFORE_NAME.sub("", name), clues.year)) if name else []
    divisions = places[0].divisions if places and places[0].char_start == 0 else ()
    place = choose_namesake(divisions, clues) if divisions else None
    if place is None or place.level == "county":
        return place
    return place if place.level == "prefecture" and stands_in_a_city(text, clues) else None


def _list_followed(text: str) -> Iterator[str]:
    """The names of what is followed, the surest first."""
    for asked in (_FOLLOWED, _ASKED, _ASKED_OF_ALL):
        if followed := asked.search(text, 0, _OPENING):
            yield followed[1]
    if behind := _AND_ITS_OWN.search(text, 0, _OPENING):
        yield behind[1]
    for done in (_CARRIED_OUT, _ACTED_ON):
        yield from (f[1] for f in done.finditer(text, 0, _OPENING) if not _URGED.search(text[: f.start()]))
    if reported := _REPORTED_TO.search(text):
        yield reported[1]


def find_suited_place(text: str, clues: Clues) -> tuple[Division, str] | None:
    """The place whose circumstances the opening says that the speaker's work suits: 立足甲县实际; a short name where 全市 stands behind it."""
    opening = cut_opening(text)
    for suited in _SUITED_TO.finditer(opening):
        if is_said_of_another(opening[: suited.start()]) or _HELPING.match(opening, suited.end()):
            continue
        divisions, end, short = read_leading_places(suited[1], clues.year)
        rest = suited[1][end:]
        all_of_it = _ALL_OF_IT.match(rest)
        if short:
            divisions = tuple(d for d in divisions if all_of_it and d.name.endswith(all_of_it[1]))
        place = choose_namesake(divisions, clues) if divisions and not _OF_OTHERS.search(rest) else None
        if place:
            return place, suited[0]
    return None
