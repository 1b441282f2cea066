"""Hidden parts that the reader opens with a click: 展开全文, tab panels, collapsed sections, pages of one file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from lxml import etree

from parsers.shown.tree import compile_path, is_longer, list_texts, squeeze_texts
from parsers.text.expressions import expression

_CONTROL = expression(
    r"[\[【（(>»▼▽↓+\s]*(?:点击|单击|点此|请点击)?(?:此处|这里)?"
    r"(?:展开|显示|查看|阅读|浏览|加载|继续阅读|收起|隐藏|下一页|下页|更多|全文|剩余|其余|余下|详情|详细)"
    r"(?:展开|显示|查看|阅读|更多|全部|全文|剩余|其余|余下|正文|内容|部分|详情|详细|收起|/|…|\.)*[\]】）)<«▲△▼▽↓↑∨∧⌄⌃˅˄︾︽﹀︿\s]*"
)
_LONGEST_CONTROL = 16
_FOLDED = expression(
    r"tab(?:s|le)?[-_]?(?:pane?l?|con\w*|content|box|item|bd|body)|panel|collaps|accordion|unfold|fold(?!er)|expand|"
    r"(?:read|show|see|view)[-_]?(?:more|all)|^more|[-_]more|toggle|quanwen|zhankai|hide(?:text|con\w*|part|box)|swiper-slide|carousel-item|page[-_]?\d",
    re.I,
)
# Windows over the page, sharing, other editions: hidden, with sentences of their own, and no part of an article
_NO_ARTICLE = expression(
    r"(?<![a-z])pop|dialog|modal|layer|mask|tips?\b|share|(?<![a-z])qr|ewm|erweima|weixin|wechat|wx|login|search|(?<![a-z])nav|menu|comment|float|alert|"
    r"toast|hint|prompt|print|loading|warn|footer|header|banner|related|xgwz|xgyd|editor|(?<![a-z])(?:old|bak)|draft|history|caogao",
    re.I,
)
_OTHER_MATTER = expression(r"解读|图解|相关|附件|下载|评论|视频|音频|问答|留言|链接|分享|二维码|目录")
_SHOWS = r"[^;{}]{0,80}(?:show|toggle|slide|fadeIn|display|block|visible|height|open|expand)"
_NAMING = compile_path(
    "//@aria-controls/.. | //@data-target/.. | //@data-bs-target/.. | //@onclick/.. | //@data-toggle/.. | //a[starts-with(@href,'#')]"
    " | //a[starts-with(@href,'javascript')]"
)
_SHORTEST = 12
_DOTS = expression(r"(?:…|\.{2,}|。{2,})+(?:展开|更多|全文|查看全文|展开全文|\[|\])*$")
_REACH = 3
_MOST_CANDIDATES = 200
_OPENS_REST = expression("展开|全文|剩余|其余|余下|收起|隐藏|继续阅读|下一?页")
_NEAR = 3
"""Elements to either side of a hidden one, or of what holds it, among which its control stands."""
_NUMBER_AT_END = expression(r"[-_]?\d{1,2}$")


class Openers:
    """What of the `hidden` elements of a page a click opens; asked of each."""

    def __init__(self, root: etree._Element, hidden: Sequence[etree._Element]) -> None:
        self._root = root
        self._hidden = set(hidden)
        self._shown: str | None = None
        self._scripts: str | None = None
        self._asked = 0
        self.controls: list[etree._Element] = []
        """展开全文 and its like, where they open a part: words of the page and not of the article."""
        self.excerpts: list[etree._Element] = []
        """Beginnings (青岭县去年…) that stand where the whole is not opened yet."""

    def opens(self, element: etree._Element) -> bool:
        """Whether the hidden element holds a part of the article that a click shows: sentences, beside shown ones, and no copy of them."""
        names = f"{element.get('class', '')} {element.get('id', '')}"
        if _NO_ARTICLE.search(names) or self._asked > _MOST_CANDIDATES:
            return False
        text = squeeze_texts(element)
        if len(text) < _SHORTEST or not _is_prose(text, element):
            return False
        self._asked += 1
        if any(up in self._hidden for up in element.iterancestors()):
            return False
        if self._repeats(text):
            return False
        if not self._stands_in_article(element) and not self._find_excerpt(element, text):
            return False
        folded = (
            _FOLDED.search(names) is not None
            or element.get("role") == "tabpanel"
            or (element.get("hidden") or "").lower() == "until-found"
            or self._is_numbered(element)
        )
        opened = self._has_control(element) or self._is_named(element) or folded or self._is_panel(element)
        if opened and (excerpt := self._find_excerpt(element, text)) is not None:
            self.excerpts.append(excerpt)
        return opened

    def is_the_text(self, element: etree._Element, is_most: Callable[[etree._Element], bool]) -> bool:
        """Whether the hidden element holds most of the page's words and nothing of them stands elsewhere: a script shows it."""
        names = f"{element.get('class', '')} {element.get('id', '')}"
        text = squeeze_texts(element)
        return "。" in text and is_most(element) and not _NO_ARTICLE.search(names) and not self._repeats(text)

    def _find_excerpt(self, element: etree._Element, text: str) -> etree._Element | None:
        """The shown sibling that holds the beginning of the hidden one's text, dots behind it."""
        for sibling in (*element.itersiblings(), *element.itersiblings(preceding=True)):
            if sibling in self._hidden or not isinstance(sibling.tag, str):
                continue
            words = _DOTS.sub("", squeeze_texts(sibling))
            if len(words) >= _SHORTEST and text.startswith(words) and len(text) > len(words):
                return sibling
        return None

    def _repeats(self, text: str) -> bool:
        """Whether most of its sentences stand on the page anyway: the edition for phones, for print."""
        if self._shown is None:
            self._shown = "".join(self._list_shown())
        parts = [part for part in re.split("[。；;]", text) if len(part) > 3]
        return sum(part in self._shown for part in parts) * 2 > len(parts)

    def _list_shown(self) -> Iterator[str]:
        """The words of the page outside the hidden elements."""
        depth = 0
        for event, element in etree.iterwalk(self._root, events=("start", "end")):
            unseen = element in self._hidden or element.tag in ("script", "style")
            if event == "start":
                depth += unseen
                if not depth and element.text:
                    yield "".join(element.text.split())
            else:
                depth -= unseen
                if not depth and element.tail:
                    yield "".join(element.tail.split())

    def _is_named(self, element: etree._Element) -> bool:
        """Whether a link, a button or a script says that it shows the element (`href="#more"`, `$('#more').show()`)."""
        identity = element.get("id", "")
        if not identity:
            return False
        named = re.compile(rf"(?<![\w-]){re.escape(identity)}(?![\w-])")
        for control in _NAMING(self._root):
            if control is not element and any(
                named.search(str(value)) for name, value in control.items() if name not in ("id", "class")
            ):
                return True
        if self._scripts is None:
            self._scripts = "\n".join(script.text or "" for script in self._root.iter("script"))
        return re.search(rf"['\"#]{re.escape(identity)}['\"]{_SHOWS}", self._scripts, re.I) is not None

    def _stands_in_article(self, element: etree._Element) -> bool:
        """Whether shown sentences stand close by, under the same parent or one of the next above."""
        up = element.getparent()
        for _ in range(_REACH):
            if up is None or (up.tag in ("body", "html") and up is not element.getparent()):
                return False
            if any("。" in text for text in self._texts_beside(up)):
                return True
            up = up.getparent()
        return False

    def _texts_beside(self, parent: etree._Element) -> Iterator[str]:
        yield parent.text or ""
        for child in parent:
            yield child.tail or ""
            if child not in self._hidden and child.tag not in ("script", "style"):
                yield from list_texts(child)

    def _is_numbered(self, element: etree._Element) -> bool:
        """Whether it is one of the pages (p1, p2) that stand side by side, of which the first is shown."""
        stem = _NUMBER_AT_END.sub("", element.get("id", ""))
        if not stem or stem == element.get("id"):
            return False
        return any(
            sibling not in self._hidden
            and sibling.get("id", "") != stem
            and _NUMBER_AT_END.sub("", sibling.get("id", "")) == stem
            and "。" in squeeze_texts(sibling)
            for sibling in (*element.itersiblings(), *element.itersiblings(preceding=True))
            if isinstance(sibling.tag, str)
        )

    def _is_hidden_block(self, element: etree._Element) -> bool:
        return element in self._hidden and is_longer(element, _LONGEST_CONTROL)

    def _has_control(self, element: etree._Element) -> bool:
        """Whether 展开全文 or its like stands close by: beside the element, or beside what holds it."""
        at = element
        for _ in range(_REACH - 1):
            for siblings in (at.itersiblings(), at.itersiblings(preceding=True)):
                for away, sibling in enumerate(islice(siblings, _NEAR)):
                    control = None if self._is_hidden_block(sibling) else _find_control(sibling, adjacent=away == 0)
                    if control is not None:
                        self.controls.append(control)
                        return True
            parent = at.getparent()
            if parent is None or parent.tag in ("body", "html"):
                return False
            at = parent
        return False

    def _is_panel(self, element: etree._Element) -> bool:
        """Whether it is one of several panels of a kind, of which another is shown, under a row of as many labels."""
        parent = element.getparent()
        if parent is None or (not element.get("class") and not element.get("role")):
            return False
        first = element.get("class", "").split()[:1]
        panels = [one for one in parent if one.tag == element.tag and one.get("class", "").split()[:1] == first]
        shown = [one for one in panels if one not in self._hidden]
        if len(shown) != 1 or "。" not in squeeze_texts(shown[0]):
            return False
        labels = self._find_labels(parent, len(panels))
        return labels is not None and _OTHER_MATTER.search(labels[panels.index(element)]) is None

    def _find_labels(self, parent: etree._Element, count: int) -> list[str] | None:
        """The labels of a row of tabs before the panels, as many as there are panels."""
        at = parent
        for _ in range(2):
            for row in (
                parent.itersiblings(preceding=True)
                if at is not parent
                else [one for one in parent if len(one) == count]
            ):
                for inner in [row, *row.iter("ul", "ol", "div", "p")]:
                    labels = [squeeze_texts(child) for child in inner]
                    if len(labels) == count and all(0 < len(label) <= _LONGEST_CONTROL for label in labels):
                        return labels
            at = self._root
        return None


def _find_control(sibling: etree._Element, *, adjacent: bool) -> etree._Element | None:
    """The element in or at `sibling` that says 展开全文 or its like and leads to no other page; 更多 alone only right beside the part."""
    for element in (sibling, *sibling.iter("a", "button", "span", "label", "summary")):
        if not isinstance(element.tag, str) or is_longer(element, _LONGEST_CONTROL):
            continue
        text = squeeze_texts(element)
        if not text or not _CONTROL.fullmatch(text) or not (adjacent or _OPENS_REST.search(text)):
            continue
        if not any(_leads_away(link) for link in element.iter("a")):
            return element
    return None


def _leads_away(link: etree._Element) -> bool:
    target = (link.get("href") or "").strip().lower()
    return bool(target) and not target.startswith(("#", "javascript:"))


def _is_prose(text: str, element: etree._Element) -> bool:
    return "。" in text or "；" in text or element.find(".//tr") is not None or element.find(".//li") is not None
