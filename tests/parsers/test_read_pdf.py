"""PDF: the same text whatever fonts the machine has, nothing lost between the glyphs and the line."""

from __future__ import annotations

import subprocess
import sys

import pypdfium2
import pytest

from parsers.body.attachments import read_attachment
from parsers.body.documents.pdf_fonts import use_cell_font
from tests.fault_server.files import make_pdf


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
        "from tests.test_end import *"
        if False
        else (
            "from parsers.body.attachments import read_attachment\nfrom tests.fault_server.files import make_pdf\n"
            "print(read_attachment(make_pdf(['全年受理12件。'])))"
        )
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, "全年受理12件。", "")
