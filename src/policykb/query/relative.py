"""Dates that hang on today (``last 2 years``) made absolute; separate as echo, compiler and oracle need it."""

import calendar
from dataclasses import replace
from datetime import date, timedelta

from policykb.query.ast import And, Condition, Dates, Expression, InSource, Not, Or, Query


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


def query_on(query: Query, today: date) -> Query:
    """The query as it is asked on a day, with no date in it that hangs on the day.

    >>> from policykb.query.grammar.parse import parse
    >>> query_on(parse("recommendations in last 2 years"), date(2026, 2, 28)).where.value.first
    '2024-02-29'
    """
    return query if query.where is None else replace(query, where=_on(query.where, today))


def _on(item: Expression, today: date) -> Expression:
    match item:
        case And() | Or():
            return replace(item, items=tuple(_on(part, today) for part in item.items))
        case Not() | InSource():
            return replace(item, item=_on(item.item, today))
        case Condition():
            value = absolute(item.value, today) if isinstance(item.value, Dates) else item.value
            return replace(item, value=value, on=item.on and absolute(item.on, today))
        case _:
            return item


def _months_before(today: date, number: int) -> date:
    months = today.year * 12 + today.month - 1 - number
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
