"""Numbers and letters of lists: how a value is printed, and what a printed one may mean.

Separate because some formats keep the number of an item as a value and others as words of its text.
"""

import re
from dataclasses import dataclass

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ROMAN_NUMERAL = re.compile(r"(?=.)(c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_PRINTED = re.compile(
    r"(?P<number>\d{1,3})(?:[.)]\s+(?=\S)|[.)](?=[A-Z][a-z]))"
    r"|(?P<path>\d{1,3}(?:\.\d{1,3}){1,4})[.)]?\s+(?=[^\W\d_a-z]|[\"'\u2018\u201c(\[])"
    r"|(?P<bracketed>\((?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,6}|[IVXLC]{1,6})\))\s+(?=\S)"
    r"|(?P<letter>[a-z]|[ivxlc]{2,6})[.)]\s+(?=\S)(?![a-z]\.)"
    r"|(?P<roman>[ivxlc]{2,6})[.)](?=[A-Z][a-z])"
    r"|(?P<capital>[A-Z]|[IVXLC]{2,6})\)\s+(?=\S)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """One way to read a label: the ``style`` of its list and which item of that list it is, from 1."""

    style: str
    value: int


def printed(text: str) -> tuple[str, int] | None:
    """The label a text begins with and where its own words begin; None for a text without one.

    >>> printed("12.3 Build ports."), printed("(iv) Build ports."), printed("ii.Build ports.")
    (('12.3', 5), ('(iv)', 5), ('ii', 3))
    >>> printed("2030 is late."), printed("1.5 million ships"), printed("A. Smith spoke."), printed("ill. He left")
    (None, None, None, None)
    """
    found = _PRINTED.match(text)
    if found is None:
        return None
    label = str(found[found.lastgroup or 0])
    if len(bare := label.strip("()")) > 1 and bare.isalpha() and not roman_value(bare.lower()):
        return None
    return label, found.end()


def meanings(label: str) -> tuple[Meaning, ...]:
    """How a label can be read, the likelier way first: ``i`` is one as a Roman numeral and nine as a letter.

    >>> meanings("(i)")
    (Meaning(style='(i)', value=1), Meaning(style='(a)', value=9))
    >>> meanings("12.3")
    (Meaning(style='12.1', value=3),)
    """
    bare = label.strip("()")
    shape = label.replace(bare, "{}") if bare else "{}"
    if bare.isdecimal():
        return (Meaning(shape.format("1"), int(bare)),)
    if "." in bare:
        above, _, last = bare.rpartition(".")
        return (Meaning(f"{above}.1", int(last)),)
    one, first = ("I", "A") if bare.isupper() else ("i", "a")
    found = []
    if value := roman_value(bare.lower()):
        found.append(Meaning(shape.format(one), value))
    if len(bare) == 1 and bare.isascii() and bare.isalpha():
        found.append(Meaning(shape.format(first), ord(bare.lower()) - ord("a") + 1))
    return tuple(found)


def roman(value: int) -> str:
    """A number as a Roman numeral in small letters; as digits outside of 1 to 3999.

    >>> roman(94)
    'xciv'
    """
    if not 0 < value < 4000:
        return str(value)
    written = []
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        written.append(letters * count)
    return "".join(written)


def roman_value(numeral: str) -> int:
    """What a Roman numeral in small letters is worth; 0 where it is none below 400."""
    if not _ROMAN_NUMERAL.fullmatch(numeral):
        return 0
    total, at = 0, 0
    for worth, letters in _ROMAN:
        while numeral.startswith(letters, at):
            total += worth
            at += len(letters)
    return total


def letters(value: int) -> str:
    """A number as letters: a, b, ... z, aa, bb (as word processors count on); as digits below 1.

    >>> letters(2), letters(28)
    ('b', 'bb')
    """
    if not 0 < value <= 26 * 20:
        return str(value)
    turns, at = divmod(value - 1, 26)
    return chr(ord("a") + at) * (turns + 1)
