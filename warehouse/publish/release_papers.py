"""What goes out beside the data of a release: how to read it in which program, how to cite it, what one may do with it, every column."""

from __future__ import annotations

import json
from dataclasses import dataclass

from warehouse.publish.dictionary import Column, translate
from warehouse.publish.release import NAME, TITLE, TITLE_EN, ReleaseFacts, ReleaseTable, write_citation

DATA_LICENCE = "CC-BY-4.0"
DATA_LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
CODE_LICENCE = "MIT"

CODEBOOK, CITATION, CITATION_FILE, LICENCE, README = (
    "codebook.md", "CITATION.txt", "CITATION.cff", "LICENSE.md", "README.md",
)  # fmt: skip

_LICENCES = f"""# 许可 Licences

数据（抽取的数字、章节划分、指标目录和编排）：{DATA_LICENCE}，<{DATA_LICENCE_URL}>，使用时请按 {CITATION} 注明出处。
报告正文是政府机关公开的文件，如有权利，归发布机关；引用原文请注明发布机关和网址（fact_indicator 的 citation 列）。
行政区划代码取自 GB/T 2260 各版和民政部公布的代码。

Data (figures, sections, catalogue and arrangement): {DATA_LICENCE}. The texts of the reports are documents published by
governments; whatever rights there are in them are theirs.

生成数据的程序 fazhi the program that made them：{CODE_LICENCE}。
"""

_COMMON = """区划代码、报告编号、事实编号都是文字，不是数字。空值表示报告没有说明，不是零。"""

_HINTS = {
    "parquet": """
- pandas：`pd.read_parquet("fact_indicator")`（文件夹即一张表，`year` 由文件夹名而来）
- polars：`pl.scan_parquet("fact_indicator/**/*.parquet")`
- R：`arrow::open_dataset("fact_indicator")`
- DuckDB：`FROM read_parquet('fact_indicator/*/*.parquet', hive_partitioning = true)`
- Excel、Stata 不读 Parquet：请用 `fazhi export DIR --format xlsx` 或 `--format csv`
""",
    "csv": """
- Excel：带 BOM 的 UTF-8，双击即可；区划代码请用“数据 → 自文本/CSV”按“文本”导入。以 = + - @ 开头的文字前加了一个半角撇号（'），
  以免被当作公式，用程序读取时请去掉
- pandas：`pd.read_csv("report.csv", encoding="utf-8-sig", dtype={"region_code": str, "parent_code": str})`
- polars：`pl.read_csv("report.csv", schema_overrides={"region_code": pl.String, "parent_code": pl.String})`
- R：`readr::read_csv("report.csv", col_types = readr::cols(region_code = "c", parent_code = "c"))`
- Stata：`import delimited report.csv, encoding("utf-8") bindquote(strict) maxquotedrows(unlimited) stringcols(_all) clear`，
  再 `destring year value, replace`
""",
    "xlsx": """
- Excel：一表一页，数字按年份分页，首页是字段说明；不含报告正文，因单元格至多 32767 字
- pandas：`pd.read_excel("fazhi.xlsx", sheet_name=None, dtype={"region_code": str})`
- R：`readxl::read_excel("fazhi.xlsx", sheet = "report")`
- Stata：`import excel fazhi.xlsx, sheet("report") firstrow allstring clear`
""",
    "datapackage": """
- 各列的类型、代码表、主键、外键在 datapackage.json（Frictionless Data Package），`frictionless validate datapackage.json` 可核对
- pandas：`pd.read_csv("data/report.csv", dtype={"region_code": str, "parent_code": str})`
- R：`readr::read_csv("data/report.csv", col_types = readr::cols(region_code = "c", parent_code = "c"))`
- Stata：`import delimited data/report.csv, encoding("utf-8") bindquote(strict) maxquotedrows(unlimited) stringcols(_all) clear`
- Excel：没有 BOM，请用“数据 → 自文本/CSV”选 65001（UTF-8），区划代码按“文本”；以 = + - @ 开头的文字前加了一个半角撇号（'）
""",
}


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """A table as it went out: its rows, the files that hold it, and the columns that are there."""

    table: ReleaseTable
    rows: int
    files: tuple[str, ...]
    columns: tuple[Column, ...]
    comment: str


def write_papers(
    facts: ReleaseFacts, version: str, form: str, tables: tuple[ReleasedTable, ...], notes: str
) -> dict[str, str]:
    """The texts that go out, by the names of their files; `notes` are lines on accuracy and on rules of one's own."""
    citation = write_citation(facts, version) + notes
    return {
        README: _write_readme(facts, version, form, tables, citation),
        CODEBOOK: _write_codebook(version, tables),
        CITATION: citation,
        CITATION_FILE: _write_citation_file(facts, version),
        LICENCE: _LICENCES,
    }


def _write_readme(
    facts: ReleaseFacts, version: str, form: str, tables: tuple[ReleasedTable, ...], citation: str
) -> str:
    listed = "\n".join(
        f"| {one.table.name} | {one.table.title} | {one.rows} | {_name_files(one.files)} |" for one in tables
    )
    return f"""# {TITLE}（{facts.years or "年份不明"}）

{TITLE_EN}. 版本 version **{version}**：数据的指纹，同样的数据不论导出成哪种格式都是这一个。

| 表 table | | 行 rows | 文件 files |
| --- | --- | --- | --- |
{listed}

## 怎样读 How to read it

{_COMMON}
{_HINTS[form]}
各列的含义、单位见 {CODEBOOK}。每个文件的校验和（SHA-256）见 manifest.json。

## 怎样引用 How to cite it

```
{citation.strip()}
```

{CITATION_FILE} 供 GitHub、Zenodo 等读取；在 Zenodo 登记 DOI 时上传整个文件夹，版本号填 {version}。与另一版有何不同：`fazhi diff 旧文件夹 新文件夹`。

## 许可 Licences

数据 data {DATA_LICENCE}，程序 code {CODE_LICENCE}，见 {LICENCE}。
"""


def _name_files(files: tuple[str, ...]) -> str:
    return files[0] if len(files) == 1 else f"{files[0]} 等 {len(files)} 个"


def _write_codebook(version: str, tables: tuple[ReleasedTable, ...]) -> str:
    """The meaning of every column that went out, in Markdown."""
    parts = [
        f"# {TITLE}：字段说明 Codebook\n\n版本 version {version}。空值表示报告没有说明，未作推测。"
        "Null means that the report does not tell; nothing is guessed."
    ]
    for one in tables:
        key = f"\n\n主键：{'、'.join(one.table.key)}" if one.table.key else ""
        lines = [f"| {column.name} | {column.cells}" for column in one.columns]
        parts.append(
            f"## {one.table.name}（{one.table.title}）\n\n{one.comment}。{one.rows} 行，在 {_name_files(one.files)}。{key}\n\n"
            f"{translate(one.comment)}.\n\n| 列 column | 类型 type | 含义 | meaning |\n| --- | --- | --- | --- |\n"
            + "\n".join(lines)
        )
    return "\n\n".join(parts) + "\n"


def _write_citation_file(facts: ReleaseFacts, version: str) -> str:
    """CITATION.cff: https://citation-file-format.github.io/, form 1.2.0. JSON's texts are YAML's too."""

    def spell(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    rules = ", ".join(facts.parser_versions)
    abstract = f"{TITLE_EN}, {facts.years}: {facts.reports} reports, {facts.figures} figures, parsing rules {rules}"
    lines = [
        "cff-version: 1.2.0",
        "type: dataset",
        "message: 引用本数据集请用以下信息 If you use this data set, please cite it as below.",
        f"title: {spell(f'{TITLE}（{facts.years}）' if facts.years else TITLE)}",
        f"version: {spell(version)}",
        "authors:",
        f"  - name: {spell(NAME)}",
        f"license: {DATA_LICENCE}",
        f"abstract: {spell(abstract)}",
        "keywords: [法治政府, 行政复议, rule of law, China, local government]",
    ]
    return "\n".join(lines) + "\n"
