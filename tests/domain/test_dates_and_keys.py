"""Dates as EDTF texts and the public names of records."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykb.domain.countries import CODES, check_country
from policykb.domain.dates import Interval, check_date, interval
from policykb.domain.keys import LONGEST, check_key, check_reference, is_key


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2024-13-45", "2024-13-45 is not a date (YYYY, YYYY-MM or YYYY-MM-DD): there is no month 13"),
        ("2024-00", "2024-00 is not a date (YYYY, YYYY-MM or YYYY-MM-DD): there is no month 00"),
        ("2024-02-30", "2024-02-30 does not exist: February 2024 has 29 days"),
        ("2023-02-29", "2023-02-29 does not exist: February 2023 has 28 days"),
        ("2024-01-00", "2024-01-00 does not exist: January 2024 has 31 days"),
        ("0000-01-01", "the year 0000 is outside 1000 to 2200"),
        ("0999", "the year 0999 is outside 1000 to 2200"),
        ("2201", "the year 2201 is outside 1000 to 2200"),
        ("2024-01-01T00:00:00+99:00", "2024-01-01T00:00:00+99:00 is not a date (YYYY, YYYY-MM or YYYY-MM-DD)"),
    ],
)
def test_what_is_no_date(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        check_date(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text",
    ["", " 2024", "2024 ", "2024\n", "24", "2024-1", "2024-6-01", "20240601", "٢٠٢٤", "2024-0６", "-2024", "2024/25"],
)
def test_other_ways_to_write_it_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        check_date(text)


@given(st.dates(date(1000, 1, 1), date(2200, 12, 31)))
def test_a_day_lies_in_its_month_and_its_year(day: date) -> None:
    assert interval(day.isoformat()) == Interval(day, day)
    month, year = interval(f"{day:%Y-%m}"), interval(f"{day.year:04d}")
    assert month.first is not None
    assert month.last is not None
    assert month.first.day == 1
    assert (month.last + timedelta(days=1)).day == 1 or month.last == date(2200, 12, 31)
    assert month.first <= day <= month.last
    assert year == Interval(date(day.year, 1, 1), date(day.year, 12, 31))


@pytest.mark.parametrize("key", ["a", "1", "ipef-market-access", "2024", "x-1-y", "a" * LONGEST])
def test_keys(key: str) -> None:
    assert check_key(key) == check_reference(key) == key
    assert check_reference(f"{key}/{key}") == f"{key}/{key}"
    assert is_key(key)


@pytest.mark.parametrize(
    "key",
    [
        *("", "-", "-a", "a-", "a--b", "Rec-1", "rec_1", "a b", "a.b", "../../etc/passwd", "/", "a/", "/a", "é", "а"),
        *("a\n", "a\0", "a" * (LONGEST + 1), "1E5", "a/b/c", "%", "～"),
    ],
)
def test_what_is_no_key(key: str) -> None:
    for check in (check_key, check_reference):
        with pytest.raises(ValueError, match="is not a key: lower-case letters"):
            check(key)
    assert not is_key(key)


def test_an_entity_has_no_slash() -> None:
    with pytest.raises(ValueError, match="'a/b' is not a key"):
        check_key("a/b")


@given(st.text(st.sampled_from("abz09-/_A é\n"), max_size=12))
def test_every_key_is_a_path_of_one_or_two_plain_names(text: str) -> None:
    plain = text.isascii() and text == text.lower() and not set(text) & set("_ \n")
    names = text.split("/")
    words = [word for name in names for word in name.split("-")]
    assert is_key(text) == (plain and len(names) <= 2 and all(words))


def test_countries() -> None:
    assert len(CODES) == 249
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in CODES)
    assert {"NO", "GB", "JP", "US", "KR", "TW", "VA", "SS"} <= CODES
    assert not {"XX", "UK", "EU", "SU", "ZZ", "AN"} & CODES
    assert check_country("NO") == "NO"
    for wrong, message in (("no", "use upper case NO"), ("XX", "XX is not an ISO 3166-1 code"), ("JPN", "JPN is not")):
        with pytest.raises(ValueError, match=message):
            check_country(wrong)
