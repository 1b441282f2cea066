#!/usr/bin/env bash
# chinesecalendar 1.11.0 (chinese_calendar, the usual calendar of China's holidays and of the weekends worked for them), find_workday(), on terms in working days that begin with a day off;
# holidays 0.109 and lunar_python 1.4.8 beside it.
# Expected: an application received on 1 May 2024, a holiday until the 5th, has five working days until the 10th, as one received on 30 April has: the day of receipt is not counted, and the
# first day worked after it is the first. So both others, and its own get_workdays() finds five days from 2 to 10 May.
# Seen: 10 May for 30 April, and 11 May, the Saturday worked for the holiday, for each of 1 to 5 May: from a day off it goes to the next day worked first and counts from there, so the fifth day
# is the sixth. find_workday(1) of a day off is the second working day after it, find_workday(-1) the first before it. Its calendar is right: all days of 2006 to 2026 are the same as with holidays.
# The docstring says "the workday after delta_days days", and of 0 that it "includes today"; of days off nothing, and no issue was found.
# Why it matters: terms of three, five, seven and ten days in reconsideration are working days (行政复议法, art. 88), and applications come over the network on any day: whoever examines by dates
# whether an office kept its five days lets through one that was a day late, and only for what came in on days off, so that a trial with a weekday shows nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install chinesecalendar==1.11.0 holidays==0.109 lunar_python==1.4.8
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import date, timedelta
from importlib.metadata import version

import chinese_calendar
import holidays
from lunar_python import Solar

print(*(f"{name} {version(name)}" for name in ("chinesecalendar", "holidays", "lunar_python")), sep=", ")
others, day, end = holidays.China(), timedelta(days=1), date(2024, 5, 10)
for number in range((date(2027, 1, 1) - date(2006, 1, 1)).days):
    asked = date(2006, 1, 1) + number * day
    assert chinese_calendar.is_workday(asked) == others.is_working_day(asked), asked
for received in (date(2024, 4, 30) + number * day for number in range(6)):
    found = chinese_calendar.find_workday(5, received)
    beside = others.get_nth_working_day(received, 5), date.fromisoformat(Solar.fromYmd(received.year, received.month, received.day).next(5, True).toYmd())
    counted = len(chinese_calendar.get_workdays(received + day, found))
    worked = chinese_calendar.is_workday(received)
    print(received, "worked" if worked else "off   ", "five working days:", found, "of which get_workdays() counts", counted, "| holidays, lunar_python:", *beside)
    assert beside == (end, end), beside
    assert (worked, found, counted) == ((True, end, 5) if received.month == 4 else (False, end + day, 6)), found
    assert len(chinese_calendar.get_workdays(received + day, end)) == 5
saturday = date(2024, 3, 2)
before, after = chinese_calendar.find_workday(-1, saturday), chinese_calendar.find_workday(1, saturday)
print(saturday, "a Saturday: one back", before, "one on", after)
assert (before, after) == (date(2024, 3, 1), date(2024, 3, 5)), (before, after)
PYTHON
