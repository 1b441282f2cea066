"""`fazhi evaluate`: the accuracy card."""

from __future__ import annotations

from pathlib import Path

from flows.errors import CallError
from flows.quality.accuracy import BadGoldError, Count, Score, by_theme, reliability, score_folder, total, wilson
from flows.terminal.tables import Row, print_table

_FIGURES = (
    ("mentions", "数字 mentions"),
    ("indicators", "指标 indicators"),
    ("sections", "章节 sections"),
    ("items", "一是 items"),
    ("units", "单位 units"),
    ("periods", "期间 periods"),
    ("report", "报告信息 report"),
    ("body", "正文 body"),
)


def show_accuracy(gold: Path, texts: Path, *, errors: bool) -> int:
    """Print the card for annotated reports; 0 always: what is good enough is for the caller to say.

    Raises CallError where the folders hold no annotations.
    """
    try:
        scores = score_folder(gold, texts)
    except BadGoldError as bad:
        raise CallError(str(bad)) from bad
    whole = total(scores.values())
    header = ("", "准确率 precision", "95% 区间", "召回率 recall", "95% 区间", "F1", "应有 gold")
    print_table(header, [_describe(label, getattr(whole, name)) for name, label in _FIGURES], len(_FIGURES))
    documents = [_describe(name, score.indicators) for name, score in scores.items()]
    print_table(("指标：按报告 by document", *header[1:]), documents, len(documents))
    themes = [_describe(theme, count) for theme, count in sorted(by_theme(whole).items())]
    print_table(("指标：按主题 by theme", *header[1:]), themes, len(themes))
    wrong = [
        _describe(name, count) for name, count in sorted(whole.by_indicator.items()) if count.wrong or count.missed
    ]
    print_table(("指标：有差错的 with errors", *header[1:]), wrong, len(wrong))
    _print_reliability(whole)
    if errors:
        for line in whole.errors:
            print(line)
    return 0


def _describe(label: str, count: Count) -> Row:
    return (
        label,
        f"{count.precision:.3f}",
        _interval(count.right, count.right + count.wrong),
        f"{count.recall:.3f}",
        _interval(count.right, count.right + count.missed),
        f"{count.f1:.3f}",
        count.right + count.missed,
    )


def _interval(right: int, of: int) -> str:
    low, high = wilson(right, of)
    return f"{low:.3f}–{high:.3f}"


def _print_reliability(whole: Score) -> None:
    rows: list[Row] = [
        (f"{low:.2f}–{min(high, 1):.2f}", of, right, f"{right / of:.3f}", _interval(right, of))
        for low, high, of, right in reliability(whole)
    ]
    print_table(("把握 confidence", "读数 readings", "正确 right", "实际 share", "95% 区间"), rows, len(rows))
