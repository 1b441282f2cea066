"""PDF: the same text whatever fonts the machine has, nothing lost between the glyphs and the line."""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pypdfium2
import pytest

from parsers.attachment_page import parse_page_or_attachment
from parsers.body.attachments import read_attachment
from parsers.body.charset import UnreadablePage
from parsers.body.documents.pdf.fonts import use_cell_font
from parsers.records import RawPage
from tests.fault_server.files import make_pdf
from tests.pdf_samples import Area, Drawn, More, Piece, write_lines, write_pdf


@pytest.mark.parametrize("character", ["。", "，", "年", "理", "件", "亿", "不", "《", "、"])
def test_character_alone_between_figures_is_kept_without_a_font_of_the_machine(character):
    line = f"全年共受理申请12{character}34件，办结率为100%{character}"
    assert line in read_attachment(make_pdf([line]))


def test_glyph_of_a_font_that_is_not_in_the_file_fills_its_cell():
    document = pypdfium2.PdfDocument(make_pdf(["法治"], numbered=False))
    use_cell_font()
    text = document[0].get_textpage()
    for index in range(2):
        left, bottom, right, top = text.get_charbox(index)
        assert (right - left, top - bottom) == pytest.approx((15, 15), abs=0.2)
        assert left == pytest.approx(85 + 2 * 15 + 15 * index)
    document.close()


def test_interpreter_ends_in_peace_after_reading():
    script = (
        "from parsers.body.attachments import read_attachment\nfrom tests.fault_server.files import make_pdf\n"
        "print(read_attachment(make_pdf(['全年受理12件。'])))"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, "全年受理12件。", "")


def read(*pages: Sequence[Piece | Area | Drawn], **how: object) -> list[str]:
    return read_attachment(write_pdf(pages, **how)).split("\n")  # type: ignore[arg-type]


TEXT = "全年共收到行政复议申请162件，审结145件，纠正违法或者不当行政行为12件，办理行政应诉案件18件，行政机关负责人出庭应诉率100%。"


def wrap(text: str, room: int, *, indent: int = 2) -> list[str]:
    """Lines of `room` Chinese characters, the first set off; full-width blanks stand for the indent."""
    lines, line, left = [], "\u3000" * indent, room - indent
    for character in text:
        width = 0.5 if character.isascii() else 1
        if left < width:
            lines.append(line)
            line, left = "", float(room)
        line, left = line + character, left - width
    return [*lines, line]


PARAGRAPHS = [f"第{at}段，{TEXT}" for at in "一二三四五六七八"]


def set_column(paragraphs: list[str], x: float, top: float, *, room: int, size: float = 10.5) -> list[Piece]:
    lines = [line for paragraph in paragraphs for line in wrap(paragraph, room)]
    pieces = write_lines([line.lstrip("\u3000") for line in lines], x=x, top=top, size=size, leading=size * 1.6)
    return [
        replace(piece, x=piece.x + size * (len(line) - len(line.lstrip("\u3000"))))
        for piece, line in zip(pieces, lines, strict=True)
    ]


@pytest.mark.parametrize("offset", [0, 3, 8])
@pytest.mark.parametrize(("columns", "room"), [(2, 20), (2, 22), (3, 13)])
def test_columns_are_read_one_after_the_other(columns, room, offset):
    size = 10.5
    title = Piece("青岭县法治政府建设情况报告", 200, 780, 18)
    parts = [PARAGRAPHS[at * 2 : at * 2 + 2] for at in range(columns)]
    drawn = [
        piece
        for at, part in enumerate(parts)
        for piece in set_column(part, 60 + at * (room + 1.5) * size, 740 - offset * (at % 2), room=room, size=size)
    ]
    foot = Piece("本期责任校对由县政府办公室和县司法局共同承担，特此说明", 60, 90, 12)
    expected = [title.text, *(paragraph for part in parts for paragraph in part), foot.text]
    assert read([title, *drawn, foot]) == expected
    # In whatever order the file draws them.
    assert read([foot, *reversed(drawn), title]) == expected


def test_rows_of_a_table_are_no_columns():
    rows = [
        ("类别", "2022年", "2023年"),
        *((f"第{at}类行政执法事项", str(100 + at), str(200 + at)) for at in range(1, 10)),
    ]
    rows = [(name, *numbers) for name, *numbers in rows]
    table: list[Piece | Area] = [
        Piece(cell, x, 700 - 20 * at, 12)
        for at, row in enumerate([(name, *rest) for name, *rest in rows])
        for x, cell in zip((100, 260, 380), row, strict=True)
    ]
    expected = ["\t".join(row) for row in rows]
    assert read(table) == expected
    assert read(sorted(table, key=lambda piece: piece.x)) == expected


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("shown_turned", [True, False])
def test_pages_set_sideways_are_read_as_they_are_shown(turned, shown_turned):
    """Text turned against the page, with /Rotate that sets it upright and without."""
    lines = [*wrap(PARAGRAPHS[0], 30), *wrap(PARAGRAPHS[1], 30)]
    pieces = []
    for at, line in enumerate(lines):
        along, down = 80 + 14 * (len(line) - len(line.lstrip("\u3000"))), 90 + 24 * at
        place = {0: (along, 842 - down), 90: (down, along), 180: (595 - along, down), 270: (595 - down, 842 - along)}[
            turned
        ]
        pieces.append(Piece(line.lstrip("\u3000"), *place, angle=turned))
    assert read(pieces, rotate=turned if shown_turned else 0) == PARAGRAPHS[:2]


def test_what_stands_sideways_beside_the_text_follows_it():
    side = [Piece("装订线内不要书写", 30, 300, angle=90)]
    assert read([*side, *set_column(PARAGRAPHS[:2], 85, 740, room=40)]) == [*PARAGRAPHS[:2], "装订线内不要书写"]


@pytest.mark.parametrize("angle", [15, 30, 45, 60, 135, 315])
def test_watermarks_across_the_page_are_no_text(angle):
    marks = [
        Piece("青岭县司法局2024", x, y, 16, angle, (0.6, 0.6, 0.6))
        for x in range(40, 560, 130)
        for y in range(120, 780, 60)
    ]
    text = set_column(PARAGRAPHS[:3], 85, 740, room=38)
    assert read([*marks, *text]) == PARAGRAPHS[:3]
    assert read([*text, *marks]) == PARAGRAPHS[:3]


def test_faint_text_across_the_lines_and_text_of_no_contrast_are_no_text():
    text = set_column(PARAGRAPHS[:3], 85, 740, room=38)
    across = Piece("内部资料", 150, 690, 80, 0, (0.85, 0.85, 0.85))
    white = Piece("隐藏的999件", 300, 300, 12, 0, (1, 1, 1))
    nearly = Piece("隐藏的888件", 300, 280, 12, 0, (0.97, 0.97, 0.97))
    hidden = Piece("关键词777件", 300, 260, 12, mode=3)
    assert read([across, *text, white, nearly, hidden]) == PARAGRAPHS[:3]


MARKS = [(60, 250), (260, 500), (430, 700), (60, 600), (260, 700), (430, 500)]


@pytest.mark.parametrize("short_first", [True, False])
def test_small_upright_marks_are_no_text_also_where_they_meet_no_line(short_first):
    marks = [Piece("下载人编号8831", x, y, 9, 0, (0.85, 0.85, 0.85)) for x, y in MARKS]
    slanted = Piece("县政府办2024", 150, 300, 44, 50, (0.85, 0.85, 0.85))
    pages = [
        [slanted, *marks, *set_column(PARAGRAPHS, 85, 740, room=38)],
        [*marks, *set_column(PARAGRAPHS[:1], 85, 740, room=38)],
    ]
    texts = [PARAGRAPHS, PARAGRAPHS[:1]]
    order = [1, 0] if short_first else [0, 1]
    assert read(*(pages[at] for at in order)) == [line for at in order for line in texts[at]]


@pytest.mark.parametrize("colour", [(0.5, 0.5, 0.5), (0.6, 0.6, 0.6), (0.9, 0.1, 0.1), (0.2, 0.2, 1)])
def test_text_of_another_colour_across_the_lines_is_no_text(colour):
    text = set_column(PARAGRAPHS[:6], 85, 740, room=38)
    assert read([*text, Piece("内部资料99", 120, 690, 40, 0, colour)]) == PARAGRAPHS[:6]
    seal = [
        Piece("青岭县人民政府", 352, 296, 16, 0, colour),
        Piece("青岭县人民政府", 350, 300),
        Piece("2024年1月18日", 350, 274),
    ]
    assert read([*text, *seal]) == [*PARAGRAPHS[:6], "青岭县人民政府", "2024年1月18日"]
    apart = Piece("年度重点工作", 120, 200, 14, 0, colour)
    assert read([*text, apart]) == [*PARAGRAPHS[:6], apart.text]


LAYERS = (b"<< /Type /OCG /Name (a) >>", b"<< /Type /OCG /Name (b) >>", b"<< /Type /OCMD /OCGs [7 0 R] /P /AllOn >>")
UNSEEN = Piece("三校样999件", 85, 200, 9)
_FORM = UNSEEN.draw().encode()
_STREAM = b" /Length %d >>\nstream\n%s\nendstream" % (len(_FORM), _FORM)
FORM_OFF = (
    b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /OC 7 0 R /Resources << /Font << /F1 3 0 R /F2 6 0 R >> >>"
    + _STREAM
)
CATALOG = "/OCProperties << /OCGs [7 0 R 8 0 R] /D << {} >> >>"
PROPERTIES = "/Properties << /a 7 0 R /b 8 0 R /c 9 0 R >>"
OFF = More(catalog=CATALOG.format("/OFF [7 0 R]"), resources=PROPERTIES, objects=LAYERS)
NOT_SHOWN: dict[str, tuple[Piece | Drawn, More]] = {
    "above the crop box": (replace(UNSEEN, y=820), More(page="/CropBox [20 25 575 815]")),
    "below the crop box": (replace(UNSEEN, y=8), More(page="/CropBox [20 25 575 815]")),
    "beside the crop box": (replace(UNSEEN, x=562), More(page="/CropBox [20 25 556 815]")),
    "crop box of all pages": (replace(UNSEEN, y=820), More(pages="/CropBox [20 25 575 815]")),
    "crop box from the other corner": (replace(UNSEEN, y=820), More(page="/CropBox [575 815 20 25]")),
    "crop box beyond the paper": (replace(UNSEEN, y=870), More(page="/CropBox [-50 -50 700 900]")),
    "in larger units": (replace(UNSEEN, y=820), More(page="/UserUnit 2 /CropBox [20 25 575 815]")),
    "clip": (Drawn("q 0 0 10 10 re W n", [UNSEEN], "Q"), More()),
    "clip of nothing": (Drawn("q 0 0 0 0 re W n", [UNSEEN], "Q"), More()),
    "layer": (Drawn("/OC /a BDC", [UNSEEN], "EMC"), OFF),
    "layer around a span": (Drawn("/OC /a BDC /Span << /Lang (zh) >> BDC", [UNSEEN], "EMC EMC"), OFF),
    "membership of a layer": (Drawn("/OC /c BDC", [UNSEEN], "EMC"), OFF),
    "all off but one": (
        Drawn("/OC /a BDC", [UNSEEN], "EMC"),
        replace(OFF, catalog=CATALOG.format("/BaseState /OFF /ON [8 0 R]")),
    ),
    "form on a layer": (
        Drawn("q /X Do Q", [], ""),
        replace(OFF, resources="/XObject << /X 10 0 R >>", objects=(*LAYERS, FORM_OFF)),
    ),
    "running head by its mark": (
        Drawn("/Artifact << /Type /Pagination /Subtype /Header /Attached [/Top] >> BDC", [UNSEEN], "EMC"),
        More(),
    ),
}


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_what_a_viewer_does_not_show_is_no_text(name):
    unseen, more = NOT_SHOWN[name]
    text = set_column(PARAGRAPHS[:2], 85, 740, room=38)
    assert read([unseen, *text], more=more) == PARAGRAPHS[:2]


SHOWN: dict[str, tuple[str, str, More]] = {
    "within the crop box": ("", "", More(page="/CropBox [20 25 575 815]")),
    "crop box that misses the paper": ("", "", More(page="/CropBox [1000 1000 1500 1500]")),
    "box of the trimmed sheet": ("", "", More(page="/TrimBox [200 200 300 300]")),
    "within a clip": ("q 50 50 500 780 re W n", "Q", More()),
    "layer that is on": ("/OC /b BDC", "EMC", OFF),
    "artefact of the layout": ("/Artifact << /Type /Layout >> BDC", "EMC", More()),
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_viewer_shows_is_text(name):
    before, after, more = SHOWN[name]
    assert read([Drawn(before, set_column(PARAGRAPHS[:2], 85, 740, room=38), after)], more=more) == PARAGRAPHS[:2]


def test_recognised_text_of_a_layered_scan_is_read():
    text = [replace(piece, mode=3) for piece in set_column(PARAGRAPHS[:2], 85, 740, room=38)]
    assert read([Drawn("/OC /b BDC", text, "EMC")], more=OFF) == PARAGRAPHS[:2]


def test_white_text_on_a_dark_ground_and_grey_text_are_text():
    ground = Area(80, 390, 300, 30, (0.1, 0.2, 0.6))
    head = Piece("年度执法数据", 100, 400, 14, 0, (1, 1, 1))
    grey = Piece("注：数据截至2023年底。", 85, 300, 10, 0, (0.6, 0.6, 0.6))
    text = set_column(PARAGRAPHS[:2], 85, 740, room=38)
    assert read([*text, ground, head, grey]) == [*PARAGRAPHS[:2], head.text, grey.text]


def test_text_that_recognition_laid_under_a_scan_is_read():
    assert read([replace(piece, mode=3) for piece in set_column(PARAGRAPHS[:2], 85, 740, room=38)]) == PARAGRAPHS[:2]


@pytest.mark.parametrize(("mark", "kept"), [("1", ""), ("[2]", ""), ("①", "")])
def test_raised_marks_join_no_number(mark, kept):
    pieces = [
        Piece("全年收到申请62", 85, 700, 14),
        Piece(mark, 85 + 14 * 7, 705, 8),
        Piece("件，审结45件。", 85 + 14 * 8.2, 700, 14),
    ]
    assert read(pieces) == [f"全年收到申请62{kept}件，审结45件。"]


def test_powers_stay():
    assert read(
        [Piece("面积35km", 85, 700, 14), Piece("2", 85 + 14 * 4, 706, 8), Piece("。", 85 + 14 * 4.5, 700, 14)]
    ) == ["面积35km²。"]


@pytest.mark.parametrize(
    "unseen",
    [
        Piece("受理99件。", 900, 300),
        Piece("受理99件。", 85, -40),
        Piece("受理99件。", -300, 300),
        Piece("受理99件。", 85, 860),
        Piece("受理99件。", 85, 140, 0.6),
    ],
    ids=["right", "below", "left", "above", "a dot"],
)
def test_text_beside_the_page_or_as_small_as_a_dot_is_no_text(unseen):
    assert read([*write_lines(["受理6622件。"]), unseen]) == ["受理6622件。"]


def test_text_drawn_twice_to_look_bold_is_read_once():
    assert read([Piece("受理6622件。", 85 + shift, 700, 14) for shift in (0, 0.4, 0.8)]) == ["受理6622件。"]


def test_characters_beyond_the_bmp_and_hyphens_at_line_ends_stay():
    lines = ["甲" * 24 + "执行2023-", "2024年度计划，𠮷祥村办结3件。", "乙" * 27, "丙"]
    assert read(write_lines(lines))[0].startswith("甲" * 24 + "执行2023-2024年度计划，𠮷祥村办结3件。")


@pytest.mark.parametrize("words", [("一", "是办结12件"), ("—", "二〇二三。"), ("。", "下转"), ("二", "、不足")])
def test_characters_whose_ink_is_far_from_the_middle_stay_in_their_line(words):
    """The ink of 一 is a stroke: pages printed by browsers gave it a line of its own."""
    assert read([Piece(words[0], 85, 700), Piece(words[1], 99, 700)]) == ["".join(words)]


def make_pages(count: int, *, head: str = "", foot: str = "", heads_at: float = 800) -> list[list[Piece | Area]]:
    return [
        [
            *([Piece(head, 200, heads_at, 10)] if head else []),
            *set_column([PARAGRAPHS[at % 8]], 85, 740, room=38),
            *set_column([PARAGRAPHS[(at + 3) % 8]], 85, 500, room=38),
            *([Piece(foot.format(at + 1), 280, 50, 10)] if foot else []),
        ]
        for at in range(count)
    ]


@pytest.mark.parametrize(
    ("count", "head", "foot", "lost"),
    [
        (3, "青岭县年度资料汇编", "", True),
        (2, "青岭县年度资料汇编", "- {} -", True),
        (2, "青岭县年度资料汇编", "", False),
        (4, "", "第{}页 共4页", True),
        (4, "", "{}", True),
        (4, "", "{}/4", True),
    ],
)
def test_running_heads_are_those_that_repeat_with_page_numbers_or_thrice(count, head, foot, lost):
    pages = make_pages(count, head=head, foot=foot)
    text = [PARAGRAPHS[number] for at in range(count) for number in (at % 8, (at + 3) % 8)]
    if lost:
        assert read(*pages) == text
    else:
        assert read(*pages).count(head) == count


CHANGING = {
    "odd and even": ["青岭县年度报告", "2024年第1期"],
    "chapters": ["第一章 总体情况", "第二章 主要举措", "第三章 存在不足"],
    "with numbers": ["青岭县年度报告 1", "2 资料汇编", "青岭县年度报告 3"],
}


@pytest.mark.parametrize("name", CHANGING)
@pytest.mark.parametrize("count", [2, 3, 5])
def test_heads_that_change_from_page_to_page_are_no_text(name, count):
    pages = make_pages(count, foot="— {} —")
    heads = CHANGING[name]
    for at, page in enumerate(pages):
        page.insert(0, Piece(heads[at % len(heads)], 85 if at % 2 else 400, 800, 9))
    assert read(*pages) == [PARAGRAPHS[number] for at in range(count) for number in (at % 8, (at + 3) % 8)]


@pytest.mark.parametrize("numbers", ["第{}页", "第{}页 共三页", "- 第{}页 -"])
def test_page_numbers_in_words_are_no_text(numbers):
    pages = make_pages(3)
    for at, page in enumerate(pages):
        page.append(Piece(numbers.format("一二三"[at]), 280, 50, 10))
    assert read(*pages) == [PARAGRAPHS[number] for at in range(3) for number in (at, at + 3)]


def test_table_at_the_top_of_each_page_is_no_head():
    rows = [Piece(cell, x, 740, 9) for x, cell in ((85, "项目"), (260, "2022年"), (380, "2023年"))]
    more = [Piece(cell, x, 722, 9) for x, cell in ((85, "行政处罚"), (260, "96"), (380, "128"))]
    pages = [[*rows, *more, *set_column([PARAGRAPHS[at]], 85, 690, room=38)] for at in range(2)]
    assert read(*pages).count("项目\t2022年\t2023年") == 2


@pytest.mark.parametrize(
    "notes",
    [
        ["①含上年结转3件。"],
        ["注：数据截至年底。"],
        ["①含上年结转3件，其余为当年新收，由县司法局提供，", "县统计局核定。", "②含调解终止。"],
    ],
)
@pytest.mark.parametrize("foot", ["", "— {} —"])
def test_notes_at_the_foot_stand_behind_the_paragraph_that_goes_on_over_the_page(notes, foot):
    cut = wrap(PARAGRAPHS[1], 38)
    first = [*set_column(PARAGRAPHS[:1], 85, 740, room=38), *write_lines([cut[0].strip()], x=106, top=600, size=10.5)]
    small = write_lines(notes, x=85, top=100, size=8, leading=12)
    second = [
        *write_lines(cut[1:], x=85, top=740, size=10.5, leading=16.8),
        *set_column(PARAGRAPHS[2:4], 85, 600, room=38),
    ]
    numbers = [[Piece(foot.format(page), 280, 45, 10)] if foot else [] for page in (1, 2)]
    joined = notes if len(notes) == 1 else ["".join(notes[:2]), notes[2]]
    assert read([*first, *small, *numbers[0]], [*second, *numbers[1]]) == [*PARAGRAPHS[:2], *joined, *PARAGRAPHS[2:4]]


PLACES = (100, 300, 400)


def set_table(*rows: Sequence[str], places: Sequence[int] = PLACES, top: float = 700) -> list[Piece]:
    """A row 24 points below the one before; a cell's lines, by newlines, 16 apart, the other cells at their middle."""
    pieces = []
    for row in rows:
        most = max(cell.count("\n") for cell in row)
        for x, cell in zip(places, row, strict=True):
            lines = cell.split("\n")
            first = top - 8 * (most + 1 - len(lines))
            pieces += [Piece(line, x, first - 16 * at, 12) for at, line in enumerate(lines) if line]
        top -= 24 + 16 * most
    return pieces


HEAD = ("项目", "2022年", "2023年")
FINES = ("行政处罚", "310", "288")
PERMITS = ("行政许可", "3", "4")
TABLES: dict[str, list[tuple[str, ...]]] = {
    "name over two lines": [HEAD, FINES, ("行政机关作为被告的\n行政应诉案件", "44", "52"), PERMITS],
    "name over three lines": [HEAD, FINES, ("行政机关\n作为被告的\n行政应诉案件", "44", "52"), PERMITS],
    "two such names": [HEAD, FINES, ("作为被告的\n应诉案件", "4", "5"), ("负责人\n出庭应诉", "2", "1"), PERMITS],
    "such a name at the end": [HEAD, FINES, ("作为被告的\n应诉案件", "4", "5")],
    "lines across": [HEAD, ("一、行政执法", "", ""), FINES, ("行政许可情况", "", ""), PERMITS],
    "empty cell": [HEAD, ("行政处罚", "", "288"), PERMITS],
    "empty at the end": [HEAD, ("行政处罚", "310", ""), PERMITS],
    "thousands": [HEAD, ("行政处罚", "1,310", "12,288"), PERMITS],
}


@pytest.mark.parametrize("name", TABLES)
def test_rows_of_a_table_keep_their_cells_and_columns(name):
    expected = ["\t".join(cell.replace("\n", "") for cell in row).rstrip("\t") for row in TABLES[name]]
    text = set_column(PARAGRAPHS[:1], 85, 780, room=38)
    below = Piece("二、法律服务", 100, 480, 12)
    assert read([*text, *set_table(*TABLES[name]), below]) == [PARAGRAPHS[0], *expected, below.text]


def test_heads_over_two_columns_stand_over_the_first():
    rows = [Piece("2022年", 325, 724, 12), Piece("2023年", 475, 724, 12)]
    places = (100, 300, 370, 450, 520)
    rows += set_table(("项目", "收到", "审结", "收到", "审结"), ("行政复议", "49", "40", "58", "50"), places=places)
    text = read_attachment(write_pdf([[Piece("情况如下。", 85, 780), *rows]])).split("\n")
    assert text[1:] == ["\t2022年\t\t2023年", "项目\t收到\t审结\t收到\t审结", "行政复议\t49\t40\t58\t50"]


def test_years_stand_over_the_first_of_their_columns_wherever_they_are_set():
    drawn = [Drawn(f"{x} 640 m {x} 715 l S", [], "") for x in (95, 290, 365, 445, 515, 580)]
    years = [Piece("2022年", 330, 724, 12), Piece("2023年", 525, 724, 12)]
    heads = ("项目", "收到", "审结", "收到", "审结")
    rows = set_table(heads, ("行政复议", "49", "40", "58", "50"), places=(100, 300, 370, 450, 520))
    assert read([Piece("情况如下。", 85, 780), *years, *rows, *drawn])[1:] == [
        "\t2022年\t\t2023年",
        "\t".join(heads),
        "行政复议\t49\t40\t58\t50",
    ]


@pytest.mark.parametrize(("step", "size"), [(1, 10.5), (5, 8), (2, 8)])
def test_numbers_of_lines_in_the_margin_are_no_text(step, size):
    lines = set_column(PARAGRAPHS, 90, 760, room=36)
    numbers = [Piece(str(at), 40, piece.y, size) for at, piece in enumerate(lines, start=1) if at % step == 0]
    assert read([*lines, *numbers]) == PARAGRAPHS


def test_numbers_of_rows_are_text():
    rows = [("序号", "事项", "件数"), *((str(at), f"第{at}类事项", str(60 + at)) for at in range(1, 8))]
    assert read(set_table(*rows, places=(60, 160, 400))) == ["\t".join(row) for row in rows]


def test_a_line_over_the_columns_may_have_its_blank_at_the_gutter():
    columns = [*set_column(PARAGRAPHS[:2], 56, 700, room=22), *set_column(PARAGRAPHS[2:4], 310, 700, room=22)]
    over = [Piece("来源：青岭县司法局", 188, 722, 10.5), Piece("日期：2024年2月20日", 297, 722, 10.5)]
    assert read([*over, *columns]) == ["来源：青岭县司法局日期：2024年2月20日", *PARAGRAPHS[:4]]


def test_head_that_spans_two_rows_stands_in_the_first():
    drawn = [Drawn(f"{x} 640 m {x} 745 l S", [], "") for x in (190, 290, 360, 440, 510, 560)]
    years = [Piece("2021年", 330, 728, 12), Piece("2022年", 480, 728, 12)]
    spanning = [Piece("类别", 110, 714, 12), Piece("备注", 570, 714, 12)]
    places = (100, 300, 370, 450, 520)
    rows = set_table(("收到", "审结", "收到", "审结"), places=places[1:])
    under = [replace(piece, y=700.0) for piece in rows]
    figures = [replace(piece, y=676.0) for piece in set_table(("行政复议", "37", "31", "44", "40"), places=places)]
    assert read([*drawn, *years, *spanning, *under, *figures]) == [
        "类别\t2021年\t\t2022年\t\t备注",
        "\t收到\t审结\t收到\t审结",
        "行政复议\t37\t31\t44\t40",
    ]


def test_name_that_is_spread_over_its_cell_is_one():
    rows = [
        Piece("指", 100, 724, 12),
        Piece("标", 170, 724, 12),
        Piece("2022年", 300, 724, 12),
        Piece("2023年", 400, 724, 12),
    ]
    assert read([*rows, *set_table(("行政处罚决定数", "310", "288"), PERMITS)])[0] == "指标\t2022年\t2023年"


RULES = (95, 187, 236, 290)
DRAWN = {
    "lines": [Drawn(f"{x} 630 m {x} 720 l S", [], "") for x in RULES],
    "one path": [Drawn(" ".join(f"{x} 630 m {x} 720 l" for x in RULES) + " S", [], "")],
    "moved": [Drawn("q 1 0 0 1 50 0 cm " + " ".join(f"{x - 50} 630 m {x - 50} 720 l" for x in RULES) + " S Q", [], "")],
    "rectangles": [Drawn(f"{x} 630 {w} 90 re S", [], "") for x, w in ((95, 92), (187, 49), (236, 54))],
    "narrow areas": [Area(x, 630, 0.5, 90, (0, 0, 0)) for x in RULES],
}


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("rotate", [0, 90, 180])
def test_rules_part_cells_however_near_their_words_are(name, rotate):
    table = set_table(HEAD, ("行政处罚决定书", "1310", "288"), PERMITS, places=(100, 190, 240))
    assert read([*DRAWN[name], *table], rotate=rotate) == [
        "项目\t2022年\t2023年",
        "行政处罚决定书\t1310\t288",
        "行政许可\t3\t4",
    ]


def test_two_pages_side_by_side_are_read_one_after_the_other():
    left = [
        *set_column(PARAGRAPHS[:2], 50, 500, room=30),
        Piece("甲乡：平稳，有序。", 50, 300, 10.5),
        Piece("· 1 ·", 200, 40, 10),
    ]
    right = [*set_column(["二、不足", "三、打算", *PARAGRAPHS[2:4]], 471, 500, room=30), Piece("· 2 ·", 620, 40, 10)]
    text = read(
        [piece for pair in zip(left, right, strict=False) for piece in pair] + left[len(right) :] + right[len(left) :],
        size=(842, 595),
    )
    assert "·" not in "".join(text)
    assert text.index("二、不足") > text.index(PARAGRAPHS[1])


def test_table_between_columns_is_read_between_them():
    above = [*set_column(PARAGRAPHS[:2], 60, 780, room=20), *set_column(PARAGRAPHS[2:4], 300, 780, room=20)]
    table = set_table(HEAD, FINES, PERMITS, places=(100, 330, 440), top=600)
    last = ["三、不足", "四、打算", *PARAGRAPHS[6:8]]
    below = [*set_column(PARAGRAPHS[4:6], 60, 500, room=20), *set_column(last, 300, 500, room=20)]
    rows = ["\t".join(row) for row in (HEAD, FINES, PERMITS)]
    assert read([*above, *table, *below]) == [*PARAGRAPHS[:4], *rows, *PARAGRAPHS[4:6], *last]


def test_table_below_columns_that_end_at_other_heights_is_read_below_them():
    columns = [*set_column(PARAGRAPHS[:2], 56, 700, room=22), *set_column(PARAGRAPHS[2:5], 310, 700, room=22)]
    rows = (HEAD, ("收到的来信来访件数", "310", "288"), ("行政许可", "45", "52"))
    table = set_table(*rows, places=(60, 210, 430), top=380)
    assert read([*columns, *table]) == [*PARAGRAPHS[:5], *("\t".join(row) for row in rows)]


def test_signature_is_no_foot_and_a_lonely_figure_is_no_page_number():
    name = "青岭县人民政府"
    first = [Piece(name, 220, 760, 22), *set_column([PARAGRAPHS[0]], 85, 700, room=38)]
    last = [
        *set_column([PARAGRAPHS[1]], 85, 740, room=38),
        Piece("35", 85, 500),
        Piece(name, 350, 420),
        Piece("2024年1月18日", 350, 390),
    ]
    assert read(first, last) == [name, PARAGRAPHS[0], PARAGRAPHS[1], "35", name, "2024年1月18日"]


@pytest.mark.parametrize("signer", ["青岭县司法局", "中共青岭县委员会", "青岭县丙镇人民政府"])
def test_signature_below_a_full_last_line_is_a_line_of_its_own(signer):
    body = ["甲" * 28, "乙" * 28, "丙" * 27 + "。", signer, "2024年1月18日"]
    assert read(write_lines(body))[-2:] == [signer, "2024年1月18日"]
    # a line of the text that only looks like it goes on
    going_on = ["甲" * 28, "乙" * 28, "丙" * 27 + "。", signer, "开展检查。"]
    assert read(write_lines(going_on))[0].endswith(f"丙。{signer}")


@pytest.mark.parametrize("leader", ["……………", " . . . . . . ", "      "])
def test_contents_in_front_are_no_text(leader):
    contents = [
        Piece("目　录", 260, 760, 18),
        *write_lines([f"一、总体情况{leader}1", f"二、主要工作{leader}3", f"三、存在的不足{leader}12"], top=700),
    ]
    assert read(contents, set_column(PARAGRAPHS[:2], 85, 740, room=38)) == PARAGRAPHS[:2]


def test_a_list_of_figures_is_no_contents():
    figures = write_lines(["目标完成情况", "行政处罚      3", "行政许可      5", "行政复议      8"])
    assert read([*figures])[1:] == ["行政处罚\t3", "行政许可\t5", "行政复议\t8"]


@pytest.mark.parametrize("filters", ["/FlateDecode", "[/FlateDecode /FlateDecode]"])
def test_pdf_that_unpacks_without_end_is_refused(filters):
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(300)) + packer.flush()
    body = make_pdf(["甲"]).replace(
        b"6 0 obj",
        b"99 0 obj\n<< /Filter %s /Length %d >>\nstream\n%s\nendstream\nendobj\n6 0 obj"
        % (filters.encode(), len(packed), packed),
        1,
    )
    with pytest.raises(UnreadablePage, match="oversized_page"):
        read_attachment(body)


@pytest.mark.parametrize("behind", [b"", b"\n", b"\r\n"])
def test_a_picture_of_a_page_is_measured_to_its_end(behind, tmp_path):
    """A scan's picture unpacks to some MB, and a line end stands before endstream (ISO 32000-1, 7.3.8.1)."""
    packed = zlib.compress(Random(7).randbytes(1_300_000)) + behind
    picture = b"99 0 obj\n<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        len(packed),
        packed,
    )
    path = tmp_path / "scan.pdf"
    path.write_bytes(make_pdf(["全年受理12件。"]).replace(b"6 0 obj", picture + b"6 0 obj", 1))
    program = (
        "import sys; from pathlib import Path; from parsers.body.attachments import read_attachment;"
        "print(read_attachment(Path(sys.argv[1]).read_bytes()))"
    )
    # (in a process of its own: one that never ends would hold all tests)
    told = subprocess.run(
        [sys.executable, "-c", program, path], capture_output=True, text=True, timeout=120, check=True
    )
    assert "全年受理12件。" in told.stdout


def test_head_of_joint_issuers_is_not_the_title():
    """甲办公室 / 乙局 at the left, 文件 in the middle of their right: the name of the paper, not of the report."""
    red = (0.9, 0.1, 0.1)
    head = [
        Piece("青岭县人民政府办公室", 100, 740, 30, 0, red),
        Piece("青岭县司法局", 100, 690, 30, 0, red),
        Piece("文件", 440, 712, 34, 0, red),
    ]
    title = [
        Piece("青政办〔2024〕3号", 230, 640, 16),
        Piece("青岭县人民政府关于2023年度", 150, 560, 22),
        Piece("法治政府建设情况的报告", 170, 530, 22),
    ]
    page = [*head, *title, *set_column(PARAGRAPHS[:5], 85, 480, room=38)]
    parsed = parse_page_or_attachment(RawPage("file:///a.pdf", write_pdf([page])))
    assert parsed.metadata.title == "青岭县人民政府关于2023年度法治政府建设情况的报告"
    assert parsed.metadata.issuer == "青岭县人民政府"


def test_places_a_billion_points_away_cost_nothing():
    far = [Piece("远", 1e9, 700), Piece("远", -3e8, 700), Piece("远", 85, 2e9), Piece("远", 14_000, 14_000)]
    assert read([*far, *set_column(PARAGRAPHS[:2], 85, 740, room=38)])[-2:] == PARAGRAPHS[:2]


BLANK = "全年收到行政复议申请　　　件，审结　　　件。"
FIELD = "/Subtype /Widget /Rect [{} 690 {} 720] /F 4 /FT {}"
LOOK = (
    b"<< /Type /XObject /Subtype /Form /BBox [0 0 42 20] /Resources << /Font << /F2 6 0 R >> >> /Length 41 >>\n"
    b"stream\nBT /F2 14 Tf 2 6 Td (%s) Tj ET             \nendstream"
)


def annotate(*annotations: str, looks: Sequence[str] = (), catalog: str = "") -> More:
    """Annotations of a page; an appearance of each of `looks` is object 7, 8 …"""
    return More(
        page=f"/Annots [{' '.join(f'<< /Type /Annot {one} >>' for one in annotations)}]",
        objects=[LOOK % look.encode() for look in looks],
        catalog=catalog,
    )


@pytest.mark.parametrize("kind", ["/Tx", "/Ch"])
def test_values_of_a_forms_fields_stand_where_they_are_shown(kind):
    fields = (
        FIELD.format(227, 265, kind) + " /T (a) /V (317) /AP << /N 7 0 R >>",
        FIELD.format(325, 365, kind) + " /T (b) /V (206) /AP << /N 8 0 R >>",
    )
    more = annotate(*fields, looks=["317", "206"], catalog="/AcroForm << /Fields [] >>")
    assert read([Piece(BLANK, 85, 700)], more=more) == ["全年收到行政复议申请317件，审结206件。"]


def test_a_field_without_a_look_of_its_own_is_drawn():
    field = FIELD.format(227, 265, "/Tx") + " /T (a) /V (317) /DA (/F2 14 Tf 0 g)"
    catalog = "/AcroForm << /Fields [] /NeedAppearances true /DR << /Font << /F2 6 0 R >> >> >>"
    assert read([Piece(BLANK, 85, 700)], more=annotate(field, catalog=catalog))[0].startswith(
        "全年收到行政复议申请317件"
    )


@pytest.mark.parametrize(
    "unseen",
    [
        FIELD.format(227, 265, "/Btn") + " /T (a) /Ff 65536 /AP << /N 7 0 R >>",
        FIELD.format(227, 265, "/Sig") + " /T (a) /AP << /N 7 0 R >>",
        FIELD.format(227, 265, "/Tx").replace("/F 4", "/F 2") + " /T (a) /V (317) /AP << /N 7 0 R >>",
        "/Subtype /Text /Rect [227 690 265 720] /Contents (317) /AP << /N 7 0 R >>",
    ],
    ids=["button", "signature", "hidden", "note"],
)
def test_what_is_no_value_of_a_form_is_no_text(unseen):
    more = annotate(unseen, looks=["317"], catalog="/AcroForm << /Fields [] >>")
    assert read([Piece(BLANK, 85, 700)], more=more) == ["全年收到行政复议申请 件，审结 件。"]


def test_text_that_was_typed_onto_the_page_is_text():
    more = annotate("/Subtype /FreeText /Rect [227 690 265 720] /F 4 /AP << /N 7 0 R >>", looks=["317"])
    assert read([Piece("全年收到行政复议申请　　　件。", 85, 700)], more=more) == ["全年收到行政复议申请317件。"]


STRUCK = "全年收到投诉举报5873件，办结66件。"
OVER_58 = "q 1 0 0 RG 0.7 w 197 {0} m 211 {0} l S Q"
BARS = {
    "line": Drawn(OVER_58.format(704.5), [], ""),
    "narrow area": Area(197, 704, 14, 0.8, (0, 0, 0)),
    "two lines": Drawn(OVER_58.format(703.5) + OVER_58.format(706), [], ""),
}


@pytest.mark.parametrize("name", BARS)
def test_what_a_bar_strikes_out_is_no_text(name):
    assert read([Piece(STRUCK, 85, 700), BARS[name]]) == ["全年收到投诉举报73件，办结66件。"]


def test_what_a_reviewer_struck_out_is_no_text():
    more = annotate("/Subtype /StrikeOut /Rect [197 698 211 712] /F 4 /QuadPoints [197 712 211 712 197 698 211 698]")
    assert read([Piece(STRUCK, 85, 700)], more=more) == ["全年收到投诉举报73件，办结66件。"]


@pytest.mark.parametrize(
    "bar",
    [
        Drawn(OVER_58.format(697), [], ""),
        Drawn(OVER_58.format(713), [], ""),
        Area(85, 704, 400, 0.8, (1, 0, 0)),
        Drawn("q 0.7 w 204 690 m 204 720 l S Q", [], ""),
    ],
    ids=["under", "over", "a rule of the page", "upright"],
)
def test_other_lines_strike_nothing_out(bar):
    assert read([Piece(STRUCK, 85, 700), bar]) == [STRUCK]


def test_what_was_painted_over_is_no_text():
    white = Area(196.5, 696, 15, 18, (1, 1, 1))
    assert read([Piece(STRUCK, 85, 700), white]) == ["全年收到投诉举报73件，办结66件。"]
    assert read([white, Piece(STRUCK, 85, 700)]) == [STRUCK]
    # 71 is set on the white that covers 58
    assert read([Piece(STRUCK, 85, 700), white, Piece("71", 197, 700)]) == ["全年收到投诉举报7173件，办结66件。"]
    marker = Drawn("q /T gs 1 1 0 rg 196.5 696 15 18 re f Q", [], "")
    more = More(resources="/ExtGState << /T << /BM /Multiply /ca 0.4 >> >>")
    assert read([Piece(STRUCK, 85, 700), marker], more=more) == [STRUCK]


def test_a_title_over_the_contents_and_again_over_the_text_is_no_head():
    title = [Piece("青岭县人民政府", 220, 770, 22), Piece("关于2023年度法治政府建设情况的报告", 110, 734, 22)]
    contents = write_lines(["目录", "一、主要工作…………2", "二、存在不足…………3"], top=680)
    text = set_column(PARAGRAPHS[:3], 85, 680, room=38)
    end = [Piece("青岭县人民政府", 350, 770), Piece("2024年1月18日", 350, 744)]
    numbers = [Piece(f"- {at} -", 280, 50, 10) for at in (1, 2, 3)]
    lines = read([*title, *contents, numbers[0]], [*title, *text, numbers[1]], [*end, numbers[2]])
    assert [line for line in lines if "人民政府" in line] == ["青岭县人民政府"] * 3
    assert lines[-1] == "2024年1月18日"


def test_a_title_of_the_cover_and_over_the_text_is_told_twice_and_not_in_one_line():
    title = Piece("青岭县人民政府关于2022年度法治政府建设情况的报告", 85, 770, 17)
    contents = write_lines(["目录", "一、主要工作……………………………………2", "二、存在不足……………………………………3"], top=700)
    text = set_column(PARAGRAPHS[:3], 85, 740, room=30)
    assert read([title, *contents], [title, *text])[:2] == [title.text, title.text]


@pytest.mark.parametrize("head", ["政府公报", "青岭工作简报"])
def test_head_of_a_single_sheet_is_no_title(head):
    title = [Piece("青岭县人民政府", 220, 770, 22), Piece("关于2023年度法治政府建设情况的报告", 110, 740, 22)]
    page = [Piece(head, 85, 815, 9), *title, *set_column(PARAGRAPHS[:4], 85, 690, room=38)]
    assert read(page)[0] == "青岭县人民政府"
    number = Piece("青政发〔2024〕3号（公报登载）", 85, 815, 8)
    assert read([number, *page[1:]])[0] == number.text


def test_vertical_lines_are_read_from_the_right():
    lines = [
        "本县全年共收到行政复议申请一百六十二件，",
        "审结一百四十五件，纠正违法行为十二件。",
        "年内办理行政应诉案件十八件。",
    ]
    pieces = [
        Piece(character, 500 - 24 * at, 780 - 16 * down, 14)
        for at, line in enumerate(lines)
        for down, character in enumerate(line)
    ]
    assert "".join(read(pieces)) == "".join(lines)


def test_digits_side_by_side_in_a_vertical_line_stay_together():
    pieces = []
    for at, line in enumerate(("全年共收到行政复议申请", "审结行政复议案件，其中当庭和解的", "办理行政应诉案件共计")):
        x = 500 - 24 * at
        pieces += [Piece(character, x, 780 - 16 * down, 14) for down, character in enumerate(line)]
        down = len(line)
        pieces += [Piece("6", x, 780 - 16 * down, 14), Piece("2", x + 7, 780 - 16 * down, 14)]
        pieces += [Piece("件", x, 780 - 16 * (down + 1), 14), Piece("。", x, 780 - 16 * (down + 2), 14)]
    assert "".join(read(pieces)).count("62件") == 3


def test_figures_in_narrow_cells_are_no_single_one():
    rows = [("行政复议（件）", "62", "45"), ("行政应诉（件）", "18", "17")]
    pieces = [
        Piece(cell, x, 700 - 22 * at, 12)
        for at, row in enumerate(rows)
        for cell, x in zip(row, (85, 185, 212), strict=True)
    ]
    assert read(pieces) == ["\t".join(row) for row in rows]
