"""Dates that may be imprecise (a year, a month or a day), after EDTF level 0 (ISO 8601-2:2019); all types use them."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1000, 2200
_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
EXPECTED = "YYYY, YYYY-MM or YYYY-MM-DD"


@dataclass(frozen=True)
class Interval:
    """Some days in a row, both ends included; None is open."""

    first: date | None
    last: date | None


@lru_cache(8192)
def interval(text: str) -> Interval:
    """The days an EDTF text covers.

    Raises ValueError where it is no such text, names a day that does not exist, or a year outside 1000 to 2200.

    >>> interval("2024-02")
    Interval(first=datetime.date(2024, 2, 1), last=datetime.date(2024, 2, 29))
    >>> interval("2024-02-30")
    Traceback (most recent call last):
    ValueError: 2024-02-30 does not exist: February 2024 has 29 days
    """
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text[:40]} is not a date ({EXPECTED})")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year {year:04d} is outside {FIRST_YEAR} to {LAST_YEAR}")
    if month is None:
        return Interval(date(year, 1, 1), date(year, 12, 31))
    if not 1 <= month <= 12:
        raise ValueError(f"{text} is not a date ({EXPECTED}): there is no month {month:02d}")
    days = calendar.monthrange(year, month)[1]
    if day is None:
        return Interval(date(year, month, 1), date(year, month, days))
    if not 1 <= day <= days:
        raise ValueError(f"{text} does not exist: {calendar.month_name[month]} {year} has {days} days")
    return Interval(date(year, month, day), date(year, month, day))


@lru_cache(8192)
def check_date(text: str) -> str:
    """The text itself where `interval` can read it, else ValueError."""
    interval(text)
    return text
