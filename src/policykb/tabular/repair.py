r"""What may be put right in every cell of a table that came broken; separate because nothing else may change a text.

>>> mended("â€œDonâ€™tâ€\x9d, CafÃ©"), mended("Ã la carte"), mended("naïve")
('“Don’t”, Café', 'Ã la carte', 'naïve')
"""

import html
import re
from collections.abc import Callable
from functools import partial

from policykb.tabular.mapping import Reading
from policykb.tabular.table import Cell

_TO_BYTE = {bytes([n]).decode("cp1252", "ignore") or chr(n): n for n in range(0x80, 0x100)}
_CONTINUES = "".join(map(re.escape, (sign for sign, byte in _TO_BYTE.items() if byte < 0xC0)))
_BEGINS = "".join(map(re.escape, (sign for sign, byte in _TO_BYTE.items() if 0xC2 <= byte < 0xF5)))
_MISREAD = re.compile(f"[{_BEGINS}][{_CONTINUES}]{{1,3}}")


def mended(text: str) -> str:
    """The text, where UTF-8 was read as Windows-1252 put right."""
    return text if text.isascii() else _MISREAD.sub(_one, text)


def _one(found: "re.Match[str]") -> str:
    signs = found[0]
    for end in range(len(signs), 1, -1):
        try:
            return bytes(_TO_BYTE[sign] for sign in signs[:end]).decode() + signs[end:]
        except UnicodeDecodeError:
            continue
    return signs


def repairs(reading: Reading) -> Callable[[str], str] | None:
    """What is done to every text of a table; None where nothing is."""
    steps: list[Callable[[str], str]] = []
    if reading.replace:
        known = dict(reading.replace)
        pattern = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))))
        steps.append(partial(pattern.sub, lambda found: known[found[0]]))
    if reading.entities:
        steps.append(html.unescape)
    if reading.misread:
        steps.append(mended)
    if not steps:
        return None

    def repair(text: str) -> str:
        for step in steps:
            text = step(text)
        return text

    return repair


def repaired(cells: list[Cell], repair: Callable[[str], str]) -> list[Cell]:
    """The cells with every text put right."""
    return [repair(cell) if isinstance(cell, str) else tuple(map(repair, cell)) for cell in cells]
