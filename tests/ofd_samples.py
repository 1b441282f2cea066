"""OFD files (GB/T 33190) of our own making: pieces of text at their places, in millimetres."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

_NAMES = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def write_ofd(pages: Sequence[Sequence[tuple[str, float, float, float]]]) -> bytes:
    """An OFD whose pages hold pieces of text: words, x, y of the baseline from the top, size."""
    listed = "".join(f'<ofd:Page ID="{at + 1}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr(
            "OFD.xml",
            f'<ofd:OFD {_NAMES} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
        )
        container.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {_NAMES}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
            f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
        for at, pieces in enumerate(pages):
            objects = ""
            for number, (words, x, y, size) in enumerate(pieces):
                steps = " ".join(str(size / 2 if character.isascii() else size) for character in words[:-1])
                objects += (
                    f'<ofd:TextObject ID="{100 + number}" Boundary="{x} {y - size} 180 {size * 1.2}" Font="3" Size="{size}">'
                    f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{words}</ofd:TextCode></ofd:TextObject>'
                )
            container.writestr(
                f"Doc_0/Pages/Page_{at}/Content.xml",
                f'<ofd:Page {_NAMES}><ofd:Content><ofd:Layer ID="90">{objects}</ofd:Layer></ofd:Content></ofd:Page>',
            )
    return out.getvalue()
