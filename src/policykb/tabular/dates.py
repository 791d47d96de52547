"""Dates as tables write them to dates as the base has them (EDTF); separate because no date may be guessed.

A date is taken as it is where only one day, month or year can be meant: 2024-06-03, 2024-06, 2024. Anything else needs
a format, for nobody can tell 03/06/2024 from its looks.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from policykb.domain.dates import check_date

EXCEL = "excel"
"""The format of serial numbers: days since 1899-12-30, as spreadsheets count them."""
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")
_SERIAL = re.compile(r"\d{5}(\.0+)?")
_EPOCH = date(1899, 12, 30)


@lru_cache(8192)
def edtf(text: str, formats: tuple[str, ...] = ()) -> str:
    """The date that a cell means; ValueError says why there is none.

    >>> edtf("2024-06"), edtf("2024-06-03 00:00:00"), edtf("3/6/2024", ("%d/%m/%Y",)), edtf("45446", ("excel",))
    ('2024-06', '2024-06-03', '2024-06-03', '2024-06-03')
    >>> edtf("June 2024", ("%d %B %Y", "%B %Y"))
    '2024-06'
    >>> edtf("45446")
    Traceback (most recent call last):
    ValueError: 45446 is not a date; as a serial number of a spreadsheet it is 2024-06-03: say format: excel
    >>> edtf("3/6/2024")
    Traceback (most recent call last):
    ValueError: 3/6/2024 is not a date (YYYY, YYYY-MM or YYYY-MM-DD); say how it is written: format: "%d/%m/%Y"
    """
    for form in formats:
        found = _serial(text) if form == EXCEL else _written(text, form)
        if found:
            return check_date(found)
    iso = _ISO.fullmatch(text)
    if iso is not None:
        return check_date(iso[1])
    try:
        return check_date(text)
    except ValueError as error:
        said = str(error)
    if (serial := _serial(text)) and EXCEL not in formats:
        raise ValueError(f"{text} is not a date; as a serial number of a spreadsheet it is {serial}: say format: excel")
    if formats:
        raise ValueError(f"{said}; nor is it written {' or '.join(formats)}")
    hint = '; say how it is written: format: "%d/%m/%Y"' if "is not a date" in said else ""
    raise ValueError(said + hint)


def _serial(text: str) -> str:
    return (_EPOCH + timedelta(days=int(text.partition(".")[0]))).isoformat() if _SERIAL.fullmatch(text) else ""


def _written(text: str, form: str) -> str:
    try:
        found = datetime.strptime(text, form)
    except ValueError:
        return ""
    exact = "-%d" if any(code in form for code in ("%d", "%j", "%c", "%x", "%D", "%F")) else ""
    month = exact or any(code in form for code in ("%m", "%b", "%B"))
    return f"{found.year:04d}" + (f"-{found.month:02d}" if month else "") + (f"-{found.day:02d}" if exact else "")
