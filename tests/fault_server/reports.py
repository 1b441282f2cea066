"""Reports of 60 counties that do not exist: one for each pair of the old calendar's stems and branches, and each year."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
PLACES = tuple(f"{STEMS[number % 10]}{BRANCHES[number % 12]}县" for number in range(60))
YEARS = (2019, 2020, 2021, 2022, 2023)

_OPENING = (
    "{year}年，{place}把法治政府建设当作全年的头等大事来办，年初定任务，年中看进度，年末算总账，依法行政的底子打得更实。"
    "现将{place}{year}年度法治政府建设情况报告如下。"
)
_SECTIONS = (
    (
        "一、{year}年法治政府建设的主要举措和成效",
        (
            "（一）政府职能履行得更到位。县政务服务大厅全年办结各类事项{served}件，群众满意率为{rate}%，取消证明材料{dropped}项。",
            "（二）制度定得更细。全年审查规范性文件{rules}件，清理废止{repealed}件，合法性审查意见采纳率达100%。",
            "（三）执法管得更严。全县共办理行政处罚案件{fines}件，评查案卷{files}卷，培训行政执法人员{trained}人次。",
            "（四）纠纷化解得更早。全年收到行政复议申请{received}件，受理{accepted}件；行政诉讼案件{suits}件，负责人出庭应诉{heads}次。",
            "（五）普法做得更活。举办法治宣传活动{events}场，受众{people}余人次，新聘法律顾问{advisers}名。",
        ),
    ),
    (
        "二、存在的问题和不足",
        ("一是个别单位案卷归档不及时；二是基层执法力量偏弱，懂法会用的人手不够；三是重大行政决策听取意见的面还不宽。",),
    ),
    (
        "三、主要负责人履行法治建设第一责任人职责情况",
        ("县政府主要负责人全年主持研究法治建设议题{topics}次，带头学法{lessons}次，带头述法。",),
    ),
    (
        "四、下一步工作打算",
        ("明年将从案卷质量、人员培训、决策公开三处着手，把问题一件一件改到位，让法治政府建设看得见、摸得着。",),
    ),
)


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its figures."""

    place: str
    year: int
    figures: tuple[tuple[str, int], ...]

    @property
    def title(self) -> str:
        """Its title, in one of the ways that such reports are called."""
        number = PLACES.index(self.place)
        forms = (
            "{place}{year}年度法治政府建设情况报告",
            "{place}人民政府关于{year}年法治政府建设工作情况的报告",
            "{year}年{place}法治政府建设年度报告",
        )
        return forms[number % 3].format(place=self.place, year=self.year)

    def paragraphs(self) -> list[str]:
        """The text, a paragraph an entry, signature and date at the end."""
        values = dict(self.figures) | {"place": self.place, "year": self.year}
        lines = [_OPENING]
        for heading, body in _SECTIONS:
            lines += [heading, *body]
        lines += ["{place}人民政府", f"{self.year + 1}年3月{PLACES.index(self.place) % 28 + 1}日"]
        return [line.format(**values) for line in lines]

    def correct(self) -> Report:
        """The same report after its publisher mended one figure."""
        return replace(self, figures=tuple((k, v + 7 if k == "received" else v) for k, v in self.figures))


def make_report(place: str, year: int) -> Report:
    """The report of a place on a year; always the same."""
    dice = random.Random(f"{place}{year}")
    received = dice.randint(40, 400)
    suits = dice.randint(30, 200)
    figures = {
        "served": dice.randint(10_000, 90_000),
        "rate": dice.randint(95, 99),
        "dropped": dice.randint(3, 60),
        "rules": dice.randint(10, 90),
        "repealed": dice.randint(1, 9),
        "fines": dice.randint(300, 4000),
        "files": dice.randint(50, 300),
        "trained": dice.randint(200, 900),
        "received": received,
        "accepted": received - dice.randint(1, 30),
        "suits": suits,
        "heads": suits - dice.randint(0, 9),
        "events": dice.randint(20, 200),
        "people": dice.randint(10, 90) * 1000,
        "advisers": dice.randint(5, 50),
        "topics": dice.randint(3, 20),
        "lessons": dice.randint(3, 12),
    }
    return Report(place, year, tuple(figures.items()))
