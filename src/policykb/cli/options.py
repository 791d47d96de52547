"""Options that several commands share, so that each is called, explained and checked the same everywhere."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from policykb import export
from policykb.domain.counting import CHARTS, MEASURES
from policykb.errors import UsageError
from policykb.export.options import MATRIX_FIELDS, SHAPES, ExportOptions
from policykb.settings import DATABASE_VARIABLE

TABLE = "table"
"""The format for reading; the others are those of `policykb.export`."""
ON_A_TERMINAL = 50
"""Records shown on a terminal where no limit is given."""
EXPLAINED = 20
"""Records that are explained where no limit is given."""
MOST = 1_000_000
"""The highest --limit."""


def format_names() -> tuple[str, ...]:
    """What --format can be."""
    return (TABLE, *export.names())


def examples(*lines: str) -> str:
    """The end of a command's help: commands to copy."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def one_of(*choices: str) -> str:
    """What the help shows for the value of an option with these choices."""
    return "|".join(choices)


def _limit(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 7 and 1 <= int(value) <= MOST):
        raise UsageError(f"--limit cannot be '{value}'.", f"It is a whole number from 1 to {MOST:,}.")
    return int(value)


def _known_format(value: str | None) -> str | None:
    return value if value is None else _known(value, format_names())


def _table_or_json(value: str) -> str:
    return _known(value, (TABLE, "json"))


def _table_or_json_lines(value: str) -> str:
    return _known(value, (TABLE, "json", "jsonl"))


def _known_chart(value: str | None) -> str | None:
    return value if value is None else _known(value, CHARTS, "--chart")


def _known_measure(value: str) -> str:
    return _known(value, MEASURES, "--measure")


def _known(value: str, choices: tuple[str, ...], option: str = "--format") -> str:
    if value not in choices:
        raise UsageError(f"{option} cannot be '{value}'.", f"It can be: {', '.join(choices)}")
    return value


Db = Annotated[
    str | None,
    Option(
        "--db",
        metavar="FILE",
        envvar=DATABASE_VARIABLE,
        show_envvar=True,
        show_default=False,
        help="The knowledge base: a file or an SQLAlchemy URL. Without it, a file in your user data folder.",
    ),
]
Words = Annotated[list[str], Argument(metavar="QUERY", hidden=True)]
"""Arguments are explained in the text of a command's help: Typer's list of them shows the types of Python."""
Format = Annotated[
    str | None,
    Option(
        "--format",
        "-f",
        metavar=one_of(*format_names()),
        callback=_known_format,
        show_default=False,
        help="How to write the records; for a file its ending tells.",
    ),
]
TableOrJson = Annotated[
    str,
    Option(
        "--format", "-f", metavar=one_of(TABLE, "json"), callback=_table_or_json, help="For reading, or for scripts."
    ),
]
TableOrJsonLines = Annotated[
    str,
    Option(
        "--format",
        "-f",
        metavar=one_of(TABLE, "json", "jsonl"),
        callback=_table_or_json_lines,
        help="For reading, or for scripts.",
    ),
]
Yes = Annotated[bool, Option("--yes", "-y", help="Do not ask.")]
Output = Annotated[
    Path | None,
    Option("--output", "-o", metavar="FILE", show_default=False, help="Write to this file; - is standard output."),
]
Force = Annotated[bool, Option("--force", help="Replace the file if it exists.")]
Flat = Annotated[bool, Option("--flat", help="In JSON, the columns of the CSV: names instead of keys, no lists.")]
Shape = Annotated[
    str | None,
    Option(
        "--shape",
        metavar=one_of(*SHAPES),
        show_default=False,
        help="A row a record (wide), a row a link (tidy), or a column of 0 and 1 a theme (matrix).",
    ),
]
MatrixOf = Annotated[
    str | None,
    Option(
        "--matrix-of",
        metavar=one_of(*MATRIX_FIELDS),
        show_default=False,
        help="What has a column in a matrix; without it theme.",
    ),
]
Columns = Annotated[
    str | None,
    Option(
        "--columns", metavar="NAME,...", show_default=False, help="Only these columns, in this order: key,text,themes."
    ),
]
Keys = Annotated[bool, Option("--keys", help="Keys instead of names for what a record is linked to.")]
Delimiter = Annotated[
    str | None,
    Option("--delimiter", metavar="CHARACTER", show_default=False, help="Between the cells of CSV: , ; | : or tab."),
]
Chart = Annotated[
    str | None,
    Option(
        "--chart",
        metavar=one_of(*CHARTS),
        callback=_known_chart,
        show_default=False,
        help="Which picture of counts; without it the one that suits the fields.",
    ),
]
Measure = Annotated[
    str,
    Option(
        "--measure",
        metavar=one_of(*MEASURES),
        callback=_known_measure,
        help="What the cells of a cross table or picture count.",
    ),
]
Long = Annotated[bool, Option("--long", "-l", help="Show whole texts and everything there is.")]
Mark = Annotated[bool, Option("--mark", help="Put « » around the words and names it was found by.")]
Quiet = Annotated[bool, Option("--quiet", "-q", help="Say nothing but results and errors.")]
Limit = Annotated[
    int | None,
    Option(
        "--limit",
        "-n",
        metavar="N",
        parser=_limit,
        show_default=False,
        help=f"At most so many records. Without it {ON_A_TERMINAL} on a terminal, else all.",
    ),
]
Explain = Annotated[
    bool,
    Option(
        "--explain",
        help=f"Show why: what each name means, by what each record matched ({EXPLAINED} of them, or --limit), the SQL "
        "and its plan.",
    ),
]
Today = Annotated[
    datetime | None,
    Option("--today", formats=["%Y-%m-%d"], hidden=True, help="The day that 'last 2 years' ends with."),
]
Draft = Annotated[Path, Argument(metavar="DRAFT", hidden=True)]
IncludePending = Annotated[
    bool, Option("--include-pending", help="Take drafts too that nobody has decided about (review: pending).")
]
Paths = Annotated[list[Path], Argument(metavar="PATH", hidden=True)]


@dataclass
class AskedFor:
    """How the records of an answer are to be written, and where; `policykb.cli.output.Output` is what it means."""

    format_name: Format = None
    output: Output = None
    force: Force = False
    shape: Shape = None
    columns: Columns = None
    keys: Keys = False
    delimiter: Delimiter = None
    matrix_of: MatrixOf = None
    flat: Flat = False
    chart: Chart = None
    measure: Measure = "records"

    def export_options(self) -> ExportOptions:
        """What they say of an export; ``--flat`` is ``--shape wide`` for formats that else write records."""
        names = () if self.columns is None else tuple(name.strip() for name in self.columns.split(","))
        shape = self.shape or ("wide" if self.flat else None)
        return ExportOptions(shape, names, self.keys, self.delimiter, self.matrix_of)  # type: ignore[arg-type]
