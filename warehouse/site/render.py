"""Templates into files: every page goes through here, with the same look and the same way home."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2

from warehouse.derive.view_files import SURE
from warehouse.site import wording

ASSETS = ("site.css", "report.js", "indicator.js", "filter.js", "search.js", "save.js")
VEGA_LITE = "6.4"
_VEGA_NOTICE = (
    "/*! Vega, Vega-Lite and Vega-Embed: Copyright (c) University of Washington Interactive Data Lab and contributors. "
    "BSD 3-Clause License, https://github.com/vega/vega/blob/main/LICENSE */\n"
)


@cache
def make_environment() -> jinja2.Environment:
    """The templates; a name that a page forgot to hand over is an error."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("warehouse.site", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": wording.format_number,
        "day": wording.format_date,
    }
    environment.globals |= {
        "THEMES": wording.THEMES,
        "THEMES_EN": wording.THEMES_EN,
        "STATUSES_EN": wording.STATUSES_EN,
        "LEVELS": wording.LEVELS,
        "CHECKS": wording.CHECKS,
        "SURE": SURE,
        "format_value": wording.format_value,
    }
    return environment


def write_page(folder: Path, path: str, template: str, values: Mapping[str, Any]) -> None:
    """Render a template to `path` below the site's folder; `root` leads from the page to the front page's folder."""
    root = "../" * path.count("/")
    html = make_environment().get_template(template).render(values, root=root)
    write_file(folder, path, html)


def write_file(folder: Path, path: str, content: str | bytes) -> None:
    """Write a file of the site, a text as UTF-8, making its folder where that is missing."""
    target = folder / path
    data = content.encode() if isinstance(content, str) else content
    try:
        target.write_bytes(data)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def write_call(folder: Path, path: str, function: str, *values: Any) -> None:
    """Write data as a script that hands it to a function of the page: from disk, browsers let no page fetch a file."""
    written = ",".join(pack_json(value) for value in values)
    write_file(folder, path, f"{function}({written})\n")


def pack_json(value: Any) -> str:
    """JSON as short as it gets, safe inside a <script>."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def write_assets(folder: Path) -> None:
    """Styles and scripts of our own, and the chart library out of its package."""
    source = files("warehouse.site") / "assets"
    for name in ASSETS:
        write_file(folder, f"assets/{name}", (source / name).read_text(encoding="utf-8"))
    write_file(folder, "assets/vega.js", _bundle_charts())


@cache
def _bundle_charts() -> str:
    """Vega and Vega-Lite as one script that needs nothing from outside; a second's work for the bundler, done once."""
    import vl_convert

    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed; window.vega = vega;", vl_version=VEGA_LITE)
    return f"{_VEGA_NOTICE}(() => {{\n{bundle}\n}})();\n"
