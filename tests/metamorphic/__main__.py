"""`python -m tests.metamorphic [--errors]`: the table of all ways over all examples."""

from __future__ import annotations

import sys

from tests.metamorphic.measure import measure
from tests.metamorphic.sentences import load_sentences

shares = measure(load_sentences())
for share in shares:
    kind = "becomes" if share.way.becomes else "keeps" if share.way.keeps else "loses"
    print(f"| {share.way.name} | {kind} | {share.of} | {share.right / share.of if share.of else 1:.3f} |")
for kind, chosen in (("keeps", [s for s in shares if s.way.keeps and not s.way.becomes]),
                     ("goes or changes", [s for s in shares if not s.way.keeps or s.way.becomes])):  # fmt: skip
    print(
        f"{kind}: {sum(s.right for s in chosen)} of {sum(s.of for s in chosen)}, {sum(s.right for s in chosen) / sum(s.of for s in chosen):.4f}"
    )
if "--errors" in sys.argv:
    for share in shares:
        for wrong in share.wrong:
            print(share.way.name, wrong, sep=": ")
