"""What may be said of an export besides its format: which shape, which columns, names or keys, what between cells.

Separate because the command line, Python and every format speak of the same options.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from types import ModuleType
from typing import TYPE_CHECKING, Literal, get_args

from policykb.errors import UsageError

if TYPE_CHECKING:
    from policykb.export.table import Column

Shape = Literal["wide", "tidy", "matrix"]
SHAPES: tuple[Shape, ...] = get_args(Shape)
MATRIX_FIELDS = ("theme", "framework", "to", "actor", "event")
"""The fields whose values can be the columns of a matrix, as a query calls them."""
DELIMITERS = {",": ",", ";": ";", "|": "|", ":": ":", "\t": "\t", "tab": "\t", "\\t": "\t"}
_SAID = {name: f"--{name.replace('_', '-')}" for name in ("shape", "columns", "keys", "delimiter", "matrix_of")}
ROWS = frozenset({"shape", "matrix_of", "columns", "keys"})
"""The options that any format of rows can heed."""


@dataclass(frozen=True)
class ExportOptions:
    """How records are written; every option left out means what it always did.

    ``shape``: ``wide`` (a row a record, lists joined by ``; ``), ``tidy`` (a row a link), ``matrix`` (a row a record, a
    column of 0 and 1 for each theme, or what ``matrix_of`` names: framework, to, actor, event). ``columns``: those
    that are wanted, in this order, by their name or the one a query uses. ``keys``: linked records by their keys, not
    their names. ``delimiter``: what stands between the cells of CSV: ``,`` ``;`` ``|`` ``:`` or ``tab``.

    Raises UsageError for a value that cannot be.
    """

    shape: Shape | None = None
    columns: tuple[str, ...] = ()
    keys: bool = False
    delimiter: str | None = None
    matrix_of: str | None = None

    def __post_init__(self) -> None:
        columns: Sequence[str] | str = self.columns
        if isinstance(columns, str):
            columns = [name.strip() for name in columns.split(",")]
        object.__setattr__(self, "columns", tuple(columns))
        if "" in self.columns:
            raise UsageError("--columns has an empty name.", "Write the names with commas: --columns key,text,themes")
        if repeated := [name for name in dict.fromkeys(self.columns) if self.columns.count(name) > 1]:
            raise UsageError(f"--columns names {repeated[0]} twice.", "A column can stand in a table once.")
        if self.shape is not None and self.shape not in SHAPES:
            raise UsageError(f"--shape cannot be '{self.shape}'.", f"It can be: {', '.join(SHAPES)}")
        if self.delimiter is not None and self.delimiter not in DELIMITERS:
            raise UsageError(f"--delimiter cannot be '{self.delimiter}'.", "It can be: , ; | : or tab")
        if self.matrix_of is not None and self.matrix_of not in MATRIX_FIELDS:
            raise UsageError(f"--matrix-of cannot be '{self.matrix_of}'.", f"It can be: {', '.join(MATRIX_FIELDS)}")
        if self.matrix_of is not None and self.shape != "matrix":
            raise UsageError("--matrix-of is for a matrix.", "Add: --shape matrix")

    @property
    def between(self) -> str:
        """The character that stands between the cells of CSV."""
        return DELIMITERS[self.delimiter or ","]

    @property
    def reshapes(self) -> bool:
        """Whether rows are asked for where a format would else write records."""
        return bool(self.shape or self.columns or self.keys)

    @property
    def given(self) -> set[str]:
        """The names of the options that say something."""
        return {field.name for field in fields(self) if getattr(self, field.name)}

    def check(self, format_: ModuleType, formats: Iterable[ModuleType]) -> None:
        """Raises UsageError where a format does not heed one of the options, naming those that do."""
        self.check_heeded(format_.NAME, getattr(format_, "OPTIONS", frozenset()), formats)

    def check_heeded(self, name: str, heeded: Iterable[str], formats: Iterable[ModuleType]) -> None:
        """As `check`, for what is called ``name`` and heeds these options."""
        for option in sorted(self.given - set(heeded)):
            able = [module.NAME for module in formats if option in getattr(module, "OPTIONS", ())]
            raise UsageError(f"{_SAID[option]} does nothing for {name}.", f"It is for --format {', '.join(able)}.")


AS_EVER = ExportOptions()


def chosen(columns: "Sequence[Column]", names: Sequence[str], subjects: Sequence[str]) -> "tuple[Column, ...]":
    """The columns of these names in this order; a name may also be the one a query uses. All of them for no names.

    Raises UsageError with the nearest name and all there are.
    """
    known = {column.name: column for column in columns}
    found: dict[str, Column] = {}
    for name in names:
        column = known.get(name) or known.get(_as_query_calls_it(name, subjects))
        if column is None:
            from difflib import get_close_matches

            near = get_close_matches(name.lower(), known, n=1)
            said = f" Did you mean {near[0]}?" if near else ""
            raise UsageError(f"There is no column '{name}'.{said}", f"Columns: {', '.join(known)}")
        if column.name in found:
            raise UsageError(f"--columns names {column.name} twice.", "A column can stand in a table once.")
        found[column.name] = column
    return tuple(found.values()) or tuple(columns)


def _as_query_calls_it(name: str, subjects: Sequence[str]) -> str:
    from policykb.domain.fields import find_field

    fields_ = (find_field(name, subject) for subject in subjects)
    return next((field.name for field in fields_ if field is not None), "")
