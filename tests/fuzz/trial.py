"""One page through the parsers: what came of it, how long it took, how much memory, and whether what came out is sound."""

from __future__ import annotations

import resource
import signal
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from parsers.attachment_page import parse_page_or_attachment
from parsers.records import ParsedPage, RawPage
from warehouse.load.pages.defects import find_defect

SECONDS = 5.0
"""Processor time that a page may take."""
MEMORY = 1_000_000_000
"""Bytes of memory that a process may hold at once while it parses a page."""

_GIVEN_UP = 60.0
"""Processor seconds after which a page is given up, so that the rest is tried."""
_ADDRESS_SPACE = 6_000_000_000
"""Bytes of addresses: a page that asks for more gets a MemoryError, the machine stays usable."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a page."""

    name: str
    """The number of a drawn page, or the name of a shape."""
    end: str
    """`report`, the reason of its refusal, or `broken` where it neither became one nor the other."""
    seconds: float
    """Of processor time."""
    memory: int
    """Bytes that the process held at most, its libraries among them."""
    fault: str = ""
    """What is wrong with what came out, or the traceback; empty where all is well."""
    made_by: tuple[str, ...] = ()
    size: int = 0

    @property
    def failed(self) -> bool:
        """Whether a promise is broken."""
        return bool(self.fault) or self.seconds > SECONDS or self.memory > MEMORY


class _GaveUpError(BaseException):
    """As in flows.runs.parsing: no parser may swallow it."""


def try_page(name: str, page: RawPage, made_by: tuple[str, ...] = ()) -> Trial:
    """Parse the page and look at all that came out. Raises nothing."""
    signal.signal(signal.SIGVTALRM, _give_up)
    forget_peak()
    started = time.process_time()
    parsed: ParsedPage | None = None
    fault = ""
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, _GIVEN_UP)
        # Code that never comes back to the interpreter does not see that alarm; this one ends the process.
        signal.setitimer(signal.ITIMER_PROF, 1.5 * _GIVEN_UP)
        parsed = parse_page_or_attachment(page)
    except _GaveUpError:
        fault = f"no result after {_GIVEN_UP:g} s\n" + traceback.format_exc(limit=-6)
    except Exception:
        # Whatever it is, it is what is looked for.
        fault = traceback.format_exc(limit=-6)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
    seconds = time.process_time() - started
    memory = read_peak()
    if parsed is None:
        return Trial(name, "broken", seconds, memory, fault, made_by, len(page.body))
    end = "report" if parsed.refusal is None else parsed.refusal.reason
    return Trial(name, end, seconds, memory, find_fault(page, parsed), made_by, len(page.body))


def find_fault(page: RawPage, parsed: ParsedPage) -> str:
    """What of the promises a parse breaks, in a sentence; empty where it keeps them."""
    if (parsed.page_id, parsed.url) != (page.page_id, page.url):
        return "it is another page's"
    if parsed.refusal is not None and not (parsed.refusal.reason and parsed.refusal.detail):
        return f"refused without saying why: {parsed.refusal}"
    for fact in parsed.facts:
        if parsed.text[fact.char_start : fact.char_end] != fact.quote:
            return f"the quote {fact.quote!r} does not stand at {fact.char_start}"
        if not 0 <= fact.confidence <= 1:
            return f"confidence {fact.confidence} of {fact.quote!r}"
        if fact.period is not None and fact.period.start > fact.period.end:
            return f"period {fact.period} of {fact.quote!r}"
    defect = find_defect(parsed)
    return "" if defect is None else defect.detail


def limit_addresses() -> None:
    """Let this process fail before the machine does."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))


def forget_peak() -> None:
    """Start anew to note how much memory this process holds at most (Linux, proc(5): clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5")


def read_peak() -> int:
    """Bytes that this process held at most since `forget_peak`."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) * 1024


def _give_up(number: int, frame: FrameType | None) -> None:
    raise _GaveUpError
