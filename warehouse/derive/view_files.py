"""The files of `views/` as they go into the warehouse, with the one bound of sureness that they and the site share."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

SURE = 0.87
"""A reading of this confidence or more, or one that a person judged, is sure; any other is in doubt: of names whose clause has words that
no concept explains one in seven was wrong (`parsers/figures/confidence.py`). It decides what stands first in a
series, what the site marks 存疑, and what a finding of its front page may rest on."""

DOUBTFUL = f"(judged IS NULL AND confidence < {SURE})"
"""The same in SQL, of a row that has both columns."""


@cache
def read_view_file(name: str) -> str:
    """The SQL of a view; `{doubtful}` and `{sure}` in it stand for the bound."""
    text = files("warehouse").joinpath("views", f"{name}.sql").read_text(encoding="utf-8")
    return text.replace("{doubtful}", DOUBTFUL).replace("{sure}", str(SURE))
