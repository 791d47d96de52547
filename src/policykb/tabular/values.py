"""From the cells of a row to the texts of a field: what a mapping says of one value, made ready once for all rows."""

import re
from collections.abc import Callable, Container, Mapping, Sequence

from policykb.tabular.mapping import Value
from policykb.tabular.table import Cell

Texts = list[str]
_HOLE = re.compile(r"\{([^{}]*)\}")


class Unmapped(Exception):
    """A text that ``map`` does not have; ``text`` is it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def holes(template: str) -> list[str]:
    """The columns whose cells a template holds.

    >>> holes("upr-{Session}-{To}")
    ['Session', 'To']
    """
    return _HOLE.findall(template)


def columns_of(value: Value) -> list[str]:
    """The columns a value comes from."""
    own = [value.column] if value.column is not None else []
    return own + (holes(value.template) if value.template is not None else [])


class Emptiness:
    """Texts that mean nothing is said; one that ends in ``*`` is all that begin so.

    >>> "no ID 10" in Emptiness(("-", "no ID *")), "no" in Emptiness(("-", "no ID *"))
    (True, False)
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._whole = frozenset(text for text in texts if not text.endswith("*"))
        self._starts = tuple(text[:-1] for text in texts if text.endswith("*"))

    def __contains__(self, text: object) -> bool:
        return text in self._whole or (isinstance(text, str) and text.startswith(self._starts))


class Made:
    """One value of a mapping for the columns of one table."""

    def __init__(self, value: Value, places: Mapping[str, int]) -> None:
        self.value = value
        self.column = next((places[name] for name in columns_of(value)), None)
        """The column (from 0) at which a fault of it is shown."""
        self._places = places
        self._empty = Emptiness(value.empty)
        self._raw = self._source()
        self._plain = not (value.separator or value.empty or value.map is not None or value.default or value.present)

    def texts(self, cells: Sequence[Cell]) -> Texts:
        """What the cells say: nothing, one text or several. Raises Unmapped."""
        raw = self._raw(cells)
        if isinstance(raw, str):
            if self._plain:
                found = raw.strip()
                return [found] if found else []
            parts = raw.split(self.value.separator) if self.value.separator else [raw]
        else:
            parts = list(raw)
        said = [text for part in parts if (text := part.strip()) and text not in self._empty]
        if self.value.present and said:
            said = [self.value.present]
        if self.value.map is not None:
            said = [text for part in said if (text := self._mapped(part, self.value.map))]
        if not said and self.value.default:
            return [self.value.default]
        return list(dict.fromkeys(said)) if len(said) > 1 else said

    def _mapped(self, text: str, known: Mapping[str, str]) -> str:
        if text in known:
            return known[text]
        match self.value.otherwise:
            case "keep":
                return text
            case "leave-out":
                return ""
            case _:
                raise Unmapped(text)

    def _source(self) -> Callable[[Sequence[Cell]], Cell]:
        value, places = self.value, self._places
        if value.column is not None:
            at = places[value.column]
            return lambda cells: cells[at]
        if value.template is not None:
            filled = Template(value.template, places)
            return filled.fill
        constant = value.value or ""
        return lambda cells: constant


class Template:
    """A text with cells in it."""

    def __init__(self, template: str, places: Mapping[str, int]) -> None:
        parts = _HOLE.split(template)
        self._texts = parts[::2]
        self._columns = [places[name] for name in parts[1::2]]

    def fill(self, cells: Sequence[Cell], nothing: Container[str] = ()) -> str:
        """The text; empty where one of its cells is, or says what means ``nothing``."""
        made = self._texts[0]
        for column, text in zip(self._columns, self._texts[1:], strict=True):
            said = whole(cells[column])
            if not said or said in nothing:
                return ""
            made += said + text
        return made


def whole(cell: Cell) -> str:
    """A cell as one line."""
    return " ".join((cell if isinstance(cell, str) else "; ".join(cell)).split())
