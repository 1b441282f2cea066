"""The inbox of a lake: parsed pages that workers append, batch by batch, until the one merging writer loads them.

Appending is all that DuckLake lets many processes do at once without losing any; to merge is one writer's work, by the
same `load_pages` as everywhere. Who appends while the writer takes out, or the other way round, is turned away and does
it again: nothing of it was in. A batch leaves the inbox after it is loaded: where the writer dies between, it is loaded
again, and loading the same page twice changes nothing.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import uuid
from collections.abc import Sequence
from typing import Any

import duckdb

from parsers.records import Evidence, Fact, Metadata, ParsedPage, Period, Refusal, Section, Witness
from warehouse.items import LoadItem, TabulatedPage, fold_time
from warehouse.store.lake import commit_beside
from warehouse.store.queries import registered, transaction

_TABLE = """
CREATE TABLE IF NOT EXISTS inbox (
    batch_id VARCHAR NOT NULL,
    seq INTEGER NOT NULL,
    deposited_at TIMESTAMP NOT NULL,
    parser_version VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    page_id VARCHAR,
    fetched_at TIMESTAMP NOT NULL,
    stage VARCHAR NOT NULL,
    status INTEGER,
    content_type VARCHAR,
    byte_count BIGINT,
    archive_file VARCHAR,
    archive_offset BIGINT,
    result VARCHAR
);
COMMENT ON TABLE inbox IS '待并入的页面：多台机器各自解析后追加，由唯一的写入者并入其他表，并入后移出';
COMMENT ON COLUMN inbox.batch_id IS '批次编号；一批整批并入';
COMMENT ON COLUMN inbox.seq IS '页面在批次中的次序，从 1 起';
COMMENT ON COLUMN inbox.deposited_at IS '追加的时间（协调世界时）';
COMMENT ON COLUMN inbox.parser_version IS '解析所用规则的版本';
COMMENT ON COLUMN inbox.url IS '网址或文件地址';
COMMENT ON COLUMN inbox.page_id IS '原始字节的 SHA-256（64 位十六进制）；未取得内容时为空';
COMMENT ON COLUMN inbox.fetched_at IS '取得这些字节的时间（协调世界时）';
COMMENT ON COLUMN inbox.stage IS '若被拒，出问题的环节';
COMMENT ON COLUMN inbox.status IS 'HTTP 状态码；文件为空';
COMMENT ON COLUMN inbox.content_type IS 'HTTP 首部 Content-Type 的值；文件为空';
COMMENT ON COLUMN inbox.byte_count IS '原始页面的大小（字节）';
COMMENT ON COLUMN inbox.archive_file IS '存档文件';
COMMENT ON COLUMN inbox.archive_offset IS '在存档文件中的起点（字节）';
COMMENT ON COLUMN inbox.result IS '解析所得或拒收的原因，JSON；已知而未再解析的为空';
"""

_PLAIN = ("url", "page_id", "stage", "status", "content_type", "byte_count", "archive_file", "archive_offset")

_KINDS = {"status": "int32", "byte_count": "int64", "archive_offset": "int64"}


@dataclasses.dataclass(frozen=True, slots=True)
class Deposit:
    """A batch as it came out of the inbox, in its order."""

    batch_id: str
    parser_version: str
    items: tuple[LoadItem, ...]


def ensure_inbox(con: duckdb.DuckDBPyConnection) -> None:
    """Make the inbox of a lake where there is none."""
    if not con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'inbox'").fetchall():
        with transaction(con):
            for statement in duckdb.extract_statements(_TABLE):
                con.execute(statement.query)


def deposit_items(
    con: duckdb.DuckDBPyConnection, items: Sequence[LoadItem], parser_version: str, moment: dt.datetime
) -> str:
    """Append a batch in one transaction, beside any number of others who do; its id."""
    import pyarrow as pa

    batch_id = f"{fold_time(moment):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:12]}"
    columns = {
        "batch_id": pa.array([batch_id] * len(items), pa.string()),
        "seq": pa.array(range(1, len(items) + 1), pa.int32()),
        "deposited_at": pa.array([fold_time(moment)] * len(items), pa.timestamp("us")),
        "parser_version": pa.array([parser_version] * len(items), pa.string()),
        "fetched_at": pa.array([fold_time(item.fetched_at) for item in items], pa.timestamp("us")),
        "result": pa.array([_write_result(item.result) for item in items], pa.string()),
    }
    for name in _PLAIN:
        columns[name] = pa.array([getattr(item, name) for item in items], _KINDS.get(name, "string"))
    rows = pa.table(columns)

    def append() -> None:
        with transaction(con), registered(con, "incoming", rows):
            con.execute("INSERT INTO inbox BY NAME SELECT * FROM incoming")

    commit_beside(append)
    return batch_id


def list_deposits(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The ids of the batches that wait, in the order of their coming."""
    rows = con.execute("SELECT DISTINCT deposited_at, batch_id FROM inbox ORDER BY ALL").fetchall()
    return [batch_id for _, batch_id in rows]


def read_deposit(con: duckdb.DuckDBPyConnection, batch_id: str) -> Deposit:
    """A batch that waits. Raises ValueError where it holds what this release cannot have written."""
    rows = con.execute(
        f"SELECT parser_version, fetched_at, result, {', '.join(_PLAIN)} FROM inbox WHERE batch_id = ? ORDER BY seq",
        [batch_id],
    ).fetchall()
    items = tuple(
        LoadItem(
            fetched_at=fetched_at.replace(tzinfo=dt.UTC),
            result=_read_result(result),
            **dict(zip(_PLAIN, plain, strict=True)),
        )
        for _, fetched_at, result, *plain in rows
    )
    return Deposit(batch_id, rows[0][0], items)


def remove_deposit(con: duckdb.DuckDBPyConnection, batch_id: str) -> None:
    """Take a batch out, once it is loaded."""

    def take_out() -> None:
        with transaction(con):
            con.execute("DELETE FROM inbox WHERE batch_id = ?", [batch_id])

    commit_beside(take_out)


def _write_result(result: ParsedPage | TabulatedPage | Refusal | None) -> str | None:
    if result is None:
        return None
    if isinstance(result, TabulatedPage):
        raise TypeError(f"{result.url}: the inbox takes pages as they were parsed")
    # Lone surrogates out of a broken page come through as escapes, as in JSON's own rules: the text here is ASCII.
    return json.dumps({type(result).__name__: _list_fields(result)}, separators=(",", ":"))


def _list_fields(record: Any) -> dict[str, Any]:
    """A record's fields by name; dates as ISO 8601, records within as the same."""
    return {field.name: _spell(getattr(record, field.name)) for field in dataclasses.fields(record)}


def _spell(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_spell(part) for part in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if dataclasses.is_dataclass(value):
        return _list_fields(value)
    return value


def _read_result(line: str | None) -> ParsedPage | Refusal | None:
    if line is None:
        return None
    [(kind, values)] = json.loads(line).items()
    if kind == "Refusal":
        return Refusal(**values)
    if kind != "ParsedPage":
        raise ValueError(f"the inbox holds a {kind}, neither a parsed page nor a refusal")
    metadata, refusal = values["metadata"], values["refusal"]
    for name in ("published_on", "signed_on"):
        metadata[name] = _read_date(metadata[name])
    metadata["region_evidence"] = tuple(Witness(**witness) for witness in metadata.get("region_evidence", ()))
    return ParsedPage(
        **{
            **values,
            "refusal": None if refusal is None else Refusal(**refusal),
            "metadata": Metadata(**metadata),
            "sections": tuple(Section(**section) for section in values["sections"]),
            "kind_evidence": tuple(Evidence(**item) for item in values.get("kind_evidence", ())),
            "facts": tuple(Fact(**{**fact, "period": _read_period(fact["period"])}) for fact in values["facts"]),
        }
    )


def _read_date(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _read_period(values: dict[str, str] | None) -> Period | None:
    return None if values is None else Period(*(dt.date.fromisoformat(values[name]) for name in ("start", "end")))
