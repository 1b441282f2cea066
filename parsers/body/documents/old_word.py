"""Text of a Word 97 document (.doc, and .wps of the same make): made a docx by msdoc2docx, then read as one.

So its automatic numbers, tables, notes, raised marks, struck and vanished text are what they are in a docx; legacy-doc, which
is a hundred times as fast, gives 12¹件 as 121件 and struck text as text.
"""

from __future__ import annotations

import struct
import tempfile
from pathlib import Path

from doc2docx import convert
from doc2docx.errors import Doc2DocxError

from parsers.body.charset import UnreadablePage
from parsers.body.documents.docx_text import read_docx

MOST_BYTES = 16 * 1024**2
"""Of a file; reports of 60 pages with pictures have 5 MB."""


_BROKEN = (ValueError, LookupError, ArithmeticError, OSError, RuntimeError, AttributeError, TypeError, struct.error)
"""What the converter lets through of files that were damaged on purpose."""


def read_old_word(body: bytes) -> str:
    """The text of a .doc, a paragraph a line. Raises UnreadablePage (`attachment_unreadable`, `oversized_page`)."""
    if len(body) > MOST_BYTES:
        raise UnreadablePage("oversized_page", f"doc 超过 {MOST_BYTES // 1024**2} MB。It is larger than a report")
    # The converter takes files only.
    with tempfile.TemporaryDirectory(prefix="fazhi-doc-") as folder:
        source, made = Path(folder) / "source.doc", Path(folder) / "made.docx"
        source.write_bytes(body)
        try:
            convert(source, made)
            converted = made.read_bytes()
        except (Doc2DocxError, *_BROKEN) as error:
            raise UnreadablePage("attachment_unreadable", _explain(error)) from error
    return read_docx(converted)


def _explain(error: Exception) -> str:
    said = f"{type(error).__name__}: {error}"
    if "encrypt" in said.lower() or "password" in said.lower():
        return "doc 有密码：请取得可读的文件。It is locked by a password: get a file that opens"
    return f"doc 无法读取（{said[:120]}）：请另存为 docx 后载入。It cannot be read: save it as docx and load that"
