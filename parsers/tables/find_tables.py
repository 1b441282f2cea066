"""Tables in a text: lines with tabs between their cells, and pairs of a name and a figure on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.tables.cells import is_bare_year, is_change_head, is_figure, is_time, is_unit, read_change
from parsers.tables.layout import MOST_COLUMNS, MOST_ROWS
from parsers.text.expressions import expression

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A cell that holds a figure and nothing else, with the cells that say what it counts; all are spans of the text."""

    at: Span
    row: int
    column: int
    row_heads: tuple[Span, ...]
    """From the left to the right; of a cell that spans rows, the cell."""
    column_heads: tuple[Span, ...]
    """From the top down."""
    unit: Span | None = None
    """The cell of its row that names the unit, in a column of units (计量单位)."""
    corner: Span | None = None
    """The head over the names, which may name the unit of all: 项目（件）."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or pairs of names and figures, from its first to its last line."""

    start: int
    stop: int
    caption: tuple[Span, ...]
    """The lines right above it that speak of it (2023年执法情况统计表, 单位：件)."""
    cells: tuple[FigureCell, ...]
    ordinals: tuple[Span, ...] = ()
    """Cells that number its rows, or the table itself (续表1), and count nothing."""


_CAPTION = expression(r"表|统计|情况|数据|一览|单位\s*[:：]|图示|^\s*\d{4}\s*年")
_LONGEST_CAPTION = 70
_LONGEST_CELL = 60
_ORDINAL_HEAD = expression(r"\s*(?:序\s*号|编\s*号|No\.?|序|行\s*次|栏\s*次)\s*", re.I)
_NAME = expression(r"(?=.*[\u4e00-\u9fff]{2})[^\t。；;，,：:！？]{1,29}[^\t。；;，,：:！？\d][：:]?")
_NUMBERED = expression(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]?\d{1,3}[)）、.．](?!\d)|第[一二三四五六七八九十]{1,3}[章节部])"
)
# what a table says where it goes on on the next page: 续表1, （续）, 表1（续）, 接上表
_GOES_ON = expression(
    r"[\s(（]*(?:续\s*(?:上?表)?|接上[表页]|附?表\s*[\d一二三四五六七八九十-]{0,5}\s*[（(]续[)）])\s*[\d一二三四五六七八九十-]{0,5}[\s)）:：]*"
)
_FARTHEST_HEAD = 200
"""Rows that a cell may span, a line across may stand over."""
_NO_WORD = expression(r"[-—－–/\\、.·*×\d\s]+")
_HEADS = 3
"""Rows in which a column's head may say that it tells changes."""
_COLUMN_NAMES = frozenset("甲乙丙丁戊栏次") | {"栏次", "序号", "—", "--"}
_YEAR_HEAD = expression(r"年\s*[度份]|时\s*间|年$")
_LINE_HEAD, _LINE = expression("热\\s*线|电话|号码|平台"), expression(r"\s*(?:12\d{3}|1[12]\d)\s*")
_NAMES = expression(r"[\u4e00-\u9fff]{2}")
_TOTAL = expression(r"\s*(?:合|总|共|小)\s*(?:计|数)\s*")


def find_tables(text: str) -> list[Table]:
    """The tables of `text` that hold figures, in its order."""
    if "\t" not in text and not _LONE_FIGURE.search(text):
        return []
    lines: list[Span] = []
    at = 0
    for line in text.split("\n"):
        lines.append((at, at + len(line)))
        at += len(line) + 1
    found: list[Table] = []
    index = 0
    while index < len(lines):
        stop = _end_of_rows(text, lines, index)
        if stop > index:
            caption = _find_caption(text, lines, index)
            starts = [index, *_list_further_heads(text, lines, index, stop), stop]
            read = [_read_rows(text, lines[one:other], caption) for one, other in pairwise(starts)]
        else:
            turns, stop = _list_turns(text, lines, index)
            read = [_read_pairs(text, lines, turns, stop)] if len(turns) > 1 else []
        found += [table for table in read if table is not None and table.cells]
        index = max(stop, index + 1)
    return found


def _list_further_heads(text: str, lines: Sequence[Span], start: int, stop: int) -> list[int]:
    """The rows that begin a table of their own below another: 项目 2023年（件） … 项目 2023年（家次） …; not the same head once more."""
    head = [text[slice(*cell)] for cell in _split(text, lines[start])]
    if not _NAMES.search(head[0]) or any(map(is_figure, head)):
        return []
    found = []
    for at in range(start + 2, stop):
        if text.startswith(head[0], lines[at][0]):
            row = [text[slice(*cell)] for cell in _split(text, lines[at])]
            if row[0] == head[0] and len(row) > 1 and row != head and all(row) and not any(map(is_figure, row)):
                found.append(at)
    return found


_LONE_FIGURE = expression(r"(?m:^[^\n\u4e00-\u9fff]{0,4}\d[\d,，. ]*[^\d\s，。；,;\n]{0,4}$)")


def _end_of_rows(text: str, lines: Sequence[Span], start: int) -> int:
    """One past the last row of the table that begins with this line; a line across it (一、行政处罚) parts no table."""
    stop = start
    while stop < len(lines) and "\t" in text[slice(*lines[stop])]:
        stop += 1
        if (
            stop > start
            and stop + 1 < len(lines)
            and "\t" not in (line := text[slice(*lines[stop])])
            and len(line) <= _LONGEST_CELL
            and "。" not in line
            and _count_tabs(text, lines[stop + 1]) == _count_tabs(text, lines[stop - 1])
        ):
            stop += 1
    return stop


def _count_tabs(text: str, line: Span) -> int:
    return text.count("\t", *line)


def _split(text: str, line: Span) -> list[Span]:
    """The cells of a line, each without the blanks at its edges."""
    cells: list[Span] = []
    start = line[0]
    for part in text[slice(*line)].split("\t"):
        stop = start + len(part)
        left = start + len(part) - len(part.lstrip())
        cells.append((left, max(left, start + len(part.rstrip()))))
        start = stop + 1
    return cells


class _Grid:
    """The cells of a table's rows, by row and column; a line across the table has one cell."""

    def __init__(self, text: str, lines: Sequence[Span]) -> None:
        self.text = text
        self.rows = [_split(text, line) for line in lines]
        self.width = max(map(len, self.rows))
        self.changes = {
            column
            for row in range(min(_HEADS, len(self.rows)))
            for column in range(len(self.rows[row]))
            if not self.is_across(row) and not self._is_told(row, column) and is_change_head(self.read(row, column))
        }
        """Columns whose head says that they tell changes."""

    def read(self, row: int, column: int) -> str:
        cells = self.rows[row]
        return self.text[slice(*cells[column])] if column < len(cells) else ""

    def is_across(self, row: int) -> bool:
        return len(self.rows[row]) == 1

    def goes_on(self, row: int) -> bool:
        """Whether a line across only says that the table goes on: 续表1."""
        return _GOES_ON.fullmatch(self.read(row, 0)) is not None

    def holds_figure(self, row: int, column: int) -> bool:
        if self.is_across(row):
            return False
        return is_figure(self.read(row, column)) or (column in self.changes and self._is_told(row, column))

    def _is_told(self, row: int, column: int) -> bool:
        """Whether a cell tells a change in words: 下降9.6%."""
        return read_change(self.read(row, column)) is not None


def _read_rows(text: str, lines: Sequence[Span], caption: tuple[Span, ...]) -> Table | None:
    grid = _Grid(text, lines)
    if grid.width > MOST_COLUMNS or len(grid.rows) > MOST_ROWS:
        return None
    ordinal = _find_ordinals(grid)
    heads = _count_head_rows(grid, ordinal)
    # 项目 | 数量 / 一、行政复议 / 收到申请 | 62: the line across stands over the rows, not over the columns
    while heads > 1 and heads < len(grid.rows) and grid.is_across(heads - 1) and not grid.is_across(0):
        heads -= 1
    if heads == len(grid.rows):
        return None
    columns = [c for c in range(grid.width) if c not in ordinal]
    figures = {
        c
        for c in columns
        if any(grid.holds_figure(r, c) for r in range(heads, len(grid.rows))) and not _names_years(grid, c, heads)
    }
    if not figures:
        return None
    units = _find_unit_columns(grid, columns, heads)
    names = [c for c in columns if c < min(figures, default=grid.width) and c not in units]
    own = _find_own_names(grid, names, sorted(figures), units, heads)
    corner = next((grid.rows[r][names[0]] for r in range(heads) if names and grid.read(r, names[0])), None)
    cells = [
        FigureCell(
            grid.rows[r][c],
            r,
            c,
            tuple(_row_heads(grid, r, own.get(c, names), heads)),
            tuple(_column_heads(grid, c, heads, min(figures))),
            next((grid.rows[r][u] for u in units if grid.read(r, u)), None),
            corner,
        )
        for r in range(heads, len(grid.rows))
        for c in sorted(figures)
        if grid.holds_figure(r, c)
    ]
    numbers = tuple(
        grid.rows[r][c] for r in range(heads, len(grid.rows)) for c in ordinal if grid.read(r, c).isdecimal()
    ) + tuple(grid.rows[r][0] for r in range(len(grid.rows)) if grid.is_across(r) and grid.goes_on(r))
    return Table(lines[0][0], lines[-1][1], caption, tuple(cells), numbers)


def _find_own_names(
    grid: _Grid, names: Sequence[int], figures: Sequence[int], units: Sequence[int], heads: int
) -> dict[int, list[int]]:
    """By column of figures the names that stand right before it, where a row holds several names, each with its own (行政复议 62件 行政许可 731件).

    Under heads only where they repeat (项目 数量 项目 数量): what stands under 责任单位 names nothing.
    """
    found: dict[int, list[int]] = {}
    for before, column in pairwise(figures):
        between = [c for c in range(before + 1, column) if c not in units and c not in figures]
        named = [c for c in between if any(_NAMES.search(grid.read(r, c)) for r in range(heads, len(grid.rows)))]
        repeated = all(
            grid.read(row, c) in {grid.read(row, name) for name in names}
            for row in range(heads)
            for c in named
            if not grid.is_across(row)
        )
        if named and repeated:
            found[column] = named
        elif before in found and not named:
            found[column] = found[before]
    return found


def _find_ordinals(grid: _Grid) -> set[int]:
    """Columns that number the rows: 序号, or 1, 2, 3 … in the first one."""
    found = {
        c
        for c in range(grid.width)
        if any(_ORDINAL_HEAD.fullmatch(grid.read(r, c)) for r in range(min(3, len(grid.rows))))
    }
    numbers = [grid.read(r, 0) for r in range(len(grid.rows)) if not grid.is_across(r)]
    digits = [int(number) for number in numbers if number.isdecimal() and len(number) < 4]
    if (
        grid.width > 2
        and len(digits) > 2
        and digits == list(range(digits[0], digits[0] + len(digits)))
        and digits[0] in (0, 1)
    ):
        found.add(0)
    return found


def _names_years(grid: _Grid, column: int, heads: int) -> bool:
    """Whether the cells of a column are the years, or the hotlines, of its rows."""
    cells = [grid.read(r, column) for r in range(heads, len(grid.rows)) if grid.holds_figure(r, column)]
    if (
        column == 0
        and cells
        and all(map(_LINE.fullmatch, cells))
        and any(_LINE_HEAD.search(grid.read(r, column)) for r in range(heads))
    ):
        # 热线 | 受理量 / 12345 | 8600件
        return True
    headed = any(_YEAR_HEAD.search(grid.read(r, column)) for r in range(heads))
    return all(map(is_bare_year, cells)) and (headed or (column == 0 and len(set(cells)) > 1))


def _find_unit_columns(grid: _Grid, columns: Sequence[int], heads: int) -> list[int]:
    """Columns whose cells are measure words; under 单位 alone there may stand bodies, so the cells tell."""
    found = []
    for column in columns:
        cells = [
            grid.read(r, column) for r in range(heads, len(grid.rows)) if not grid.is_across(r) and grid.read(r, column)
        ]
        headed = any("计量单位" in "".join(grid.read(r, column).split()) for r in range(heads))
        if cells and (headed or sum(map(is_unit, cells)) * 2 > len(cells)):
            found.append(column)
    return found


def _count_head_rows(grid: _Grid, ordinal: set[int]) -> int:
    """How many rows stand above the first one with a figure; a row of years is head, and so is one that numbers the columns."""
    for row in range(len(grid.rows)):
        cells = [grid.read(row, c) for c in range(grid.width) if c not in ordinal]
        figures = [cell for cell in cells if is_figure(cell)]
        if not figures and not (row and any(map(_is_left_out, cells[1:]))):
            continue
        if figures and (_are_years(figures, row) or (row and _are_counted(cells))):
            continue
        return row
    return len(grid.rows)


def _is_left_out(cell: str) -> bool:
    """Whether a cell stands where others have figures: —, /, 0371-1234567; no head is written so."""
    return _NO_WORD.fullmatch(cell) is not None and not is_bare_year(cell) and not is_unit(cell)


def _are_years(figures: Sequence[str], row: int) -> bool:
    """Whether 2022 and 2023 in a row are years: in the first row, or one after the other; a count of 2019 may stand alone."""
    if not all(map(is_bare_year, figures)):
        return False
    years = [int(figure) for figure in figures]
    return row == 0 or (len(years) > 1 and all(abs(after - before) == 1 for before, after in pairwise(years)))


def _are_counted(cells: Sequence[str]) -> bool:
    """Whether a row under the head numbers the columns: 甲 1 2 3."""
    numbers = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < 3]
    others = [cell for cell in cells if cell and not cell.isdecimal()]
    if len(numbers) < 2 or numbers != list(range(numbers[0], numbers[0] + len(numbers))) or numbers[0] > 4:
        return False
    return all(cell in _COLUMN_NAMES for cell in others) and (bool(others) or len(numbers) > 2)


def _row_heads(grid: _Grid, row: int, names: Sequence[int], heads: int) -> Iterator[Span]:
    """The names of a row: the line across the table above it, then its own cells, those that go on from above too."""
    top = max(heads, row - _FARTHEST_HEAD)
    across = next((r for r in range(row - 1, top - 1, -1) if grid.is_across(r) and not grid.goes_on(r)), None)
    if across is not None:
        yield grid.rows[across][0]
    own = [c for c in names if grid.read(row, c)]
    for column in names:
        if grid.read(row, column):
            yield grid.rows[row][column]
        elif not own or column < own[-1]:
            # a cell that spans rows leaves the places at the left empty; one that spans columns (合计) those at the right
            above = next(
                (r for r in range(row - 1, top - 1, -1) if not grid.is_across(r) and grid.read(r, column)), None
            )
            if (
                above is not None
                and (across is None or above > across)
                and not _TOTAL.fullmatch(grid.read(above, column))
            ):
                yield grid.rows[above][column]


def _column_heads(grid: _Grid, column: int, heads: int, names: int) -> Iterator[Span]:
    """The heads over a column from the top down; one that spans columns stands at the left of them."""
    last = max((r for r in range(heads) if grid.read(r, column)), default=-1)
    for row in range(heads):
        if grid.is_across(row):
            continue
        if grid.read(row, column):
            if not grid.read(row, column).isdecimal() or is_time(grid.read(row, column)):
                yield grid.rows[row][column]
        elif row < last or last < 0:
            left = next((c for c in range(column - 1, names - 1, -1) if grid.read(row, c)), None)
            if left is not None:
                yield grid.rows[row][left]


def _find_caption(text: str, lines: Sequence[Span], start: int) -> tuple[Span, ...]:
    found: list[Span] = []
    for index in range(start - 1, max(-1, start - 4), -1):
        line = text[slice(*lines[index])]
        if "\t" in line or "。" in line or len(line) > _LONGEST_CAPTION or not _CAPTION.search(line):
            break
        found.append(lines[index])
        if _NUMBERED.match(line):
            break
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class _Turn:
    """A line that is a name or a figure; `unit` is the line behind a figure that names its unit: 62 / 件 / 受理申请."""

    line: int
    figure: bool
    unit: int | None = None


def _list_turns(text: str, lines: Sequence[Span], start: int) -> tuple[list[_Turn], int]:
    """The lines, by turns a name and a figure, that begin here, and one past their last."""
    turns: list[_Turn] = []
    at = start
    while at < len(lines):
        line = text[slice(*lines[at])]
        figure = is_figure(line)
        if not (figure or _is_name(line)) or (turns and turns[-1].figure == figure):
            break
        has_unit = figure and line.strip().isdecimal() and at + 1 < len(lines) and is_unit(text[slice(*lines[at + 1])])
        turns.append(_Turn(at, figure, at + 1 if has_unit else None))
        at += 2 if has_unit else 1
    return turns, at if len(turns) > 1 else start


def _is_name(line: str) -> bool:
    return len(line) <= 32 and _NAME.fullmatch(line.strip()) is not None and not _NUMBERED.match(line)


_OPENS_CARDS = expression(r"[：:]$|数说|数读|数据|图解|一览|看点|速览|如下|回眸|成绩单|亮点")
_FEW_TURNS = 3


def _read_pairs(text: str, lines: Sequence[Span], turns: Sequence[_Turn], stop: int) -> Table | None:
    """Names before their figures or behind them; where both ends are names, or both figures, none can tell and none is paired.

    A single number without its unit may be the rest of a broken line: 受理申请7 / 4件. A name over a name and a figure under a
    figure are two lists side by side.
    """
    if len(turns) % 2 and _OPENS_CARDS.search(text[slice(*lines[turns[0].line])]) and len(turns) > _FEW_TURNS:
        # 数说2023年法治政府建设： / 57件 / 受理行政复议申请 / 1204场 / 开展宣传活动
        turns = turns[1:]
    if len(turns) % 2:
        return None
    named_first = not turns[0].figure
    before = text[slice(*lines[turns[0].line - 1])] if turns[0].line else ""
    after = text[slice(*lines[stop])] if stop < len(lines) else ""
    if (_is_name(before) and is_figure(after)) if named_first else (is_figure(before) and _is_name(after)):
        return None
    cells = []
    for pair in zip(turns[::2], turns[1::2], strict=True):
        name, figure = pair if named_first else (pair[1], pair[0])
        unit = None if figure.unit is None else _trim(text, lines[figure.unit])
        cells.append(
            FigureCell(_trim(text, lines[figure.line]), pair[0].line, 1, (_trim(text, lines[name.line]),), (), unit)
        )
    if len(cells) < 2 and cells[0].unit is None and text[slice(*cells[0].at)].isdecimal():
        return None
    return Table(lines[turns[0].line][0], lines[stop - 1][1], (), tuple(cells))


def _trim(text: str, span: Span) -> Span:
    part = text[slice(*span)]
    return span[0] + len(part) - len(part.lstrip()), span[1] - len(part) + len(part.rstrip())
