"""What to write instead of a name nobody bears, where words around a known one make it unknown."""

import re
from collections.abc import Callable

from policykb.domain.fields import Field
from policykb.query.grammar.cursor import is_date
from policykb.query.grammar.lookup import is_field_name

_BETWEEN = re.compile(r"\s*(?:[&+/;]|\bas well as\b|\bplus\b|\bnor\b|\bversus\b|\bvs\b\.?)\s*", re.IGNORECASE)
_BEFORE = re.compile(r"(?:both|either|neither|any of|all of|all|any)\s+(?=\S)", re.IGNORECASE)


def advise_name(text: str, field: Field, is_known: Callable[[str], bool]) -> str:
    """A sentence with a space after it; empty where no part of the text is a name that could stand there."""
    if field.query == "by" and is_field_name(text.lower().partition(" ")[0]):
        return "To count write count of recommendations by theme, to sort write sorted by issued. "
    before = _BEFORE.match(text)
    plain = text[before.end() :] if before else text
    several = [name for name in _BETWEEN.split(plain) if name]
    if len(several) > 1 and all(is_known(name) for name in several):
        if before and before[0].lower().startswith("neither"):
            return f"Write not {' or '.join(several)}. "
        return f"Write {' and '.join(several)}, or {' or '.join(several)}. "
    if before and is_known(plain):
        return f"Leave out '{before[0].strip()}' before {plain}. "
    return _followed(plain.split(), is_known)


def _followed(words: list[str], is_known: Callable[[str], bool]) -> str:
    """The advice where the first words are a name and others follow."""
    for count in range(len(words) - 1, 0, -1):
        name, rest = " ".join(words[:count]), " ".join(words[count:])
        if is_known(name):
            instead = f"in {rest}" if is_date(rest) else f'containing "{rest}"'
            return f"'{name}' is known, '{rest}' after it is not: write {name} {instead}, or leave it out. "
    return ""
