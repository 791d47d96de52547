"""Whether a cell still says what an export wrote there: a spreadsheet writes many things its own way.

Separate because a difference that is none would change a record that nobody edited.
"""

import re
import unicodedata

from policykb.domain.fields import Field, Kind
from policykb.export.table import JOINT, Cell, Value
from policykb.tabular.dates import edtf
from policykb.tabular.fields import FALSE, TRUE

SEPARATOR = JOINT.strip()
_WHOLE = re.compile(r"-?\d+\.0+")


def shown(value: Value) -> str:
    """The text an export writes for a value."""
    cell: Cell = JOINT.join(value) if isinstance(value, tuple) else value
    if cell is None:
        return ""
    return ("true" if cell else "false") if isinstance(cell, bool) else str(cell)


def same(text: str, was: str, field: Field) -> bool:
    """Whether two texts of a cell mean the same for a field."""
    return text == was or _plain(text, field) == _plain(was, field)


def _plain(text: str, field: Field) -> object:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        return ""
    match field.kind:
        case Kind.FLAG:
            word = text.lower()
            return word in TRUE if word in TRUE | FALSE else text
        case Kind.DATE:
            try:
                return edtf(text)
            except ValueError:
                return text
        case Kind.NUMBER:
            return text.split(".")[0] if _WHOLE.fullmatch(text) else text
    if field.many:
        return [part for part in map(str.strip, text.split(SEPARATOR)) if part]
    return text
