"""Dates that hang on today (``last 2 years``) made absolute; separate as echo, compiler and oracle need it."""

import calendar
from datetime import date, timedelta

from policykb.query.ast import Dates


def absolute(dates: Dates, today: date) -> Dates:
    """The range itself where it is absolute, else from that long before ``today`` until today.

    >>> absolute(Dates(None, None, (2, "years")), date(2026, 2, 28))
    Dates(first='2024-02-29', last='2026-02-28', relative=None, at=(0, 0))
    """
    if dates.relative is None:
        return dates
    number, unit = dates.relative
    match unit:
        case "days":
            start = today - timedelta(days=number - 1)
        case "weeks":
            start = today - timedelta(days=7 * number - 1)
        case "months":
            start = _months_before(today, number) + timedelta(days=1)
        case _:
            start = _months_before(today, 12 * number) + timedelta(days=1)
    return Dates(start.isoformat(), today.isoformat(), None, dates.at)


def _months_before(today: date, number: int) -> date:
    months = today.year * 12 + today.month - 1 - number
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
