"""A first mapping for a table nobody has mapped yet: guessed from its columns' names and from what stands in them.

It is written with the reason of every guess, to be read and put right by whoever knows the table.
"""

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from policykb.seed.canonical import scalar
from policykb.tabular.keys import slug
from policykb.tabular.names import Names
from policykb.tabular.profile import Damage, Named, Profile, is_names, named, profiles
from policykb.tabular.table import ReadOptions, Table

_ACTING = ("actor", "framework")
_CALLED = {
    "text": "text recommendation recommendations wording statement description content",
    "addressees": "to addressee addressees recipient recipients addressed-to state-under-review agency organisation "
    "organization responsible responsible-body",
    "proponents": "from recommender recommending-state proponent proponents recommended-by made-by",
    "themes": "issue issues theme themes topic topics subject subjects",
    "source_number": "number no num id ref reference recommendation-number rec-no",
    "issued": "made date issued published date-made date-issued issue-date year",
    "response": "response position answer government-response",
    "progress": "status progress implementation implementation-status",
    "closed": "closed date-closed status-date closing-date",
    "source": "inquiry report document review case session source",
}
_MOST_WORDS = 25
"""Different texts of a column that is a code, a response or a status."""
_NOTHING = re.compile(
    r"\W*(?:(?:unknown|unspecified|not (?:known|stated|specified|available|applicable)|n/?a|none|no data|tbd)\W*)?",
    re.IGNORECASE,
)
"""Texts that stand where nothing is known."""
_LONG = 60
"""Characters of an average cell of running text."""


def suggested(table: Table, names: Names, switches: ReadOptions) -> str:
    """The text of a mapping file for a table."""
    damage = Damage()
    columns, count = profiles(table, damage)
    return "\n".join(_Suggestion(table, columns, count, names, switches, damage).lines()) + "\n"


class _Suggestion:
    def __init__(
        self, table: Table, columns: Sequence[Profile], count: int, names: Names, switches: ReadOptions, damage: Damage
    ) -> None:
        self._table, self._columns, self._count, self._names = table, columns, count, names
        self._switches, self._damage = switches, damage
        self._taken: dict[str, Profile] = {}
        self._doubled = table.doubled()
        self._guess()

    def _guess(self) -> None:
        """Which column is what: by its name where what it holds does not speak against it, else by that alone."""
        free = [column for column in self._columns if column.filled and column.name not in self._doubled]
        for field, called in _CALLED.items():
            known = called.split()
            best = min(
                (column for column in free if slug(column.name) in known and self._fits(field, column)),
                key=lambda column: known.index(slug(column.name)),
                default=None,
            )
            if best is not None:
                self._take(field, best, free)
        if "text" not in self._taken:
            longest = max(free, key=lambda column: column.average, default=None)
            if longest is not None and longest.average >= _LONG:
                self._take("text", longest, free)
        for field in ("addressees", "proponents"):
            if field not in self._taken:
                best = next((column for column in free if is_names(named(column, _ACTING, self._names))), None)
                if best is not None:
                    self._take(field, best, free)

    def _take(self, field: str, column: Profile, free: list[Profile]) -> None:
        self._taken[field] = column
        free.remove(column)

    def _fits(self, field: str, column: Profile) -> bool:
        match field:
            case "issued" | "closed":
                return column.formats() is not None
            case "response" | "progress":
                return len(column.values) <= _MOST_WORDS
            case "source_number":
                return column.average < _LONG
            case "source":
                return column.average < _LONG and len(column.values) < max(self._count, 2)
            case "text":
                return column.average >= _LONG / 6
            case _:
                return True

    # the file

    def lines(self) -> Iterator[str]:
        table = self._table
        file = _one_line(Path(table.display).name)
        yield f"# A first mapping for {file}, guessed from {self._count:,} rows. Read every line, then:"
        yield f"#   policykb import {file} --mapping THIS-FILE --dry-run"
        name = slug(table.path.stem) or "table"
        yield f"name: {name if name[:1].isalnum() else 'table'}"
        given = {
            "encoding": self._switches.encoding,
            "delimiter": self._switches.delimiter,
            "sheet": self._switches.sheet,
            # UTF-8 that was read as Windows-1252, and characters written as in HTML.
            "misread": "true" if self._damage.misread else None,
            "entities": "true" if self._damage.entities else None,
        }
        if said := {key: value for key, value in given.items() if value is not None}:
            yield "table: {" + ", ".join(f"{key}: {scalar(value, in_flow=True)}" for key, value in said.items()) + "}"
        for doubled, at in self._doubled.items():
            yield f"# {len(at)} columns are called {doubled}: rename one in the table to use either."
        yield from self._source(name)
        yield from self._key()
        yield from self._skip()
        yield "fields:"
        yield from self._text()
        yield from self._linked("addressees", _ACTING, "organisation")
        yield from self._linked("proponents", _ACTING, "organisation")
        yield from self._linked("themes", ("theme",), None)
        yield from self._number_and_date()
        yield from self._codes()
        yield from self._claims()
        yield from self._rest()

    def _source(self, name: str) -> Iterator[str]:
        column = self._taken.get("source")
        yield "# The source that the rows are from: say what it is and who published it."
        yield "source:"
        if column is not None:
            yield f"  # {_looks(column)}"
            yield f'  key: {{template: "{name}-{{{column.name}}}", default: {name}}}'
            yield f'  title: {{template: "{column.name} {{{column.name}}}", default: {scalar(name, in_flow=True)}}}'
        else:
            yield f"  key: {{value: {name}}}"
            yield f"  title: {{value: {scalar(self._table.path.stem, in_flow=True)}}}"
        yield "  kind: {value: dataset}"

    def _key(self) -> Iterator[str]:
        number = self._taken.get("source_number")
        if number is not None:
            yield f"# {number.name} is the key of a row; where two have the same, the second gets -2 behind it."
            yield f'key: {{template: "{{{number.name}}}", doubled: number}}'
        elif "text" in self._taken:
            used = [self._taken[name].name for name in ("addressees", "proponents", "text") if name in self._taken]
            listed = ", ".join(scalar(column, in_flow=True) for column in used)
            yield "# No column numbers the rows: the key is made of what tells them apart, so that it stays."
            yield f"key: {{hash: [{listed}], doubled: number}}"

    def _skip(self) -> Iterator[str]:
        column = self._taken.get("text")
        if column is not None and column.filled < self._count:
            yield f"# {self._count - column.filled:,} rows say nothing there, and are left out."
            yield f"skip: [{{column: {scalar(column.name, in_flow=True)}, empty: true}}]"

    def _text(self) -> Iterator[str]:
        column = self._taken.get("text")
        if column is None:
            yield "  # No column holds running text: put the one with the wording here."
            yield "  text: FILL IN"
            return
        yield f"  # {_looks(column)}"
        yield f"  text: {scalar(column.name)}"

    def _linked(self, field: str, types: tuple[str, ...], kind: str | None) -> Iterator[str]:
        column = self._taken.get(field)
        if column is None:
            return
        found = named(column, types, self._names)
        if not found.found and not found.unknown:
            found = Named(0, list(column.parts(column.separator())), column.separator())
        yield f"  # {_looks(column)}"
        nothing = [text for text in map(self._mended, found.unknown) if _NOTHING.fullmatch(text)]
        found = Named(
            found.found, [text for text in found.unknown if self._mended(text) not in nothing], found.separator
        )
        yield from self._unknown(found, types)
        said = [f"column: {scalar(column.name, in_flow=True)}"]
        if nothing:
            said.append(f"empty: [{', '.join(scalar(text, in_flow=True) for text in nothing)}]")
        if found.separator:
            said.append(f"separator: {scalar(found.separator, in_flow=True)}")
        if found.unknown:
            said.append("unresolved: create")
            said += [f"kind: {kind}"] if kind else []
        yield f"  {field}: {{{', '.join(said)}}}" if len(said) > 1 else f"  {field}: {scalar(column.name)}"

    def _mended(self, text: str) -> str:
        """A text as it is once the table is repaired."""
        return html.unescape(text) if self._damage.entities else text

    def _unknown(self, found: Named, types: tuple[str, ...]) -> Iterator[str]:
        total = found.found + len(found.unknown)
        yield f"  # {found.found:,} of {total:,} names are known in the base."
        for text in found.unknown[:5]:
            near = self._names.nearest(text, types)
            yield f"  #   unknown: {_one_line(text)}" + (f" ({near})" if near else "")
        if len(found.unknown) > 5:
            yield f"  #   and {len(found.unknown) - 5:,} more"
        if found.unknown:
            yield "  # unresolved: create makes new records of them; leave-out drops them; map: says who is meant."

    def _number_and_date(self) -> Iterator[str]:
        if column := self._taken.get("source_number"):
            yield f"  # {_looks(column)}"
            yield f"  source_number: {scalar(column.name)}"
        if column := self._taken.get("issued"):
            yield f"  # {_looks(column)}"
            yield from _day_or_month(column, "  ")
            yield f"  issued: {_dated(column)}"

    def _codes(self) -> Iterator[str]:
        taken = {id(column) for column in self._taken.values()}
        few = [
            column
            for column in self._columns
            if id(column) not in taken
            and column.name not in self._doubled
            and 1 < len(column.values) <= _MOST_WORDS
            and column.filled * 2 > self._count
            and re.search("[a-z0-9]", column.name.lower())
        ]
        kept = [*few, *(self._taken[name] for name in ("response", "progress") if name in self._taken)]
        schemes = {slug(column.name) or f"column-{column.at + 1}": column for column in kept}
        if schemes:
            yield "# How the table codes its rows: queries find them as code: SCHEME=VALUE."
            yield "codes:"
            for scheme, column in schemes.items():
                yield f"  {scheme}: {scalar(column.name)}"

    def _claims(self) -> Iterator[str]:
        aspects = [aspect for aspect in ("response", "progress") if aspect in self._taken]
        if not aspects:
            return
        yield "# Who says what of it: a text that becomes nothing makes no claim. Put the asserter right."
        yield "claims:"
        for aspect in aspects:
            column = self._taken[aspect]
            yield f"  - aspect: {aspect}"
            yield "    value:"
            yield f"      column: {scalar(column.name)}"
            yield "      map:"
            terms = self._names.known.terms.get(aspect, [])
            for text, count in column.values.most_common():
                term = slug(text)
                if terms and term not in terms:
                    term = next((one for one in terms if len(one) > 4 and one in slug(text).split("-")), "")
                    yield (
                        f"        # {count:,} rows; one of {', '.join(terms)}"
                        if not term
                        else f"        # {count:,} rows"
                    )
                yield f"        {scalar(text, in_flow=True)}: {term or chr(34) * 2}"
            yield from self._asserter(aspect)
            if aspect == "progress" and (closed := self._taken.get("closed")) is not None:
                yield from _day_or_month(closed, "    ")
                yield f"    on: {_dated(closed)}"

    def _asserter(self, aspect: str) -> Iterator[str]:
        column = self._taken.get("addressees")
        # Who was asked gives the response; who says how far it has come, a table of somebody's own hardly tells.
        if column is None or aspect == "progress":
            yield "    # The table does not tell who says so: put the key of who does, or asserter: COLUMN."
            yield "    asserter: {value: fill-in}"
            return
        found = named(column, _ACTING, self._names)
        create = ", unresolved: create, kind: organisation" if found.unknown or not found.found else ""
        between = f", separator: {scalar(found.separator, in_flow=True)}" if found.separator else ""
        yield f"    asserter: {{column: {scalar(column.name, in_flow=True)}{between}{create}}}"

    def _rest(self) -> Iterator[str]:
        taken = {id(column) for column in self._taken.values()}
        for column in self._columns:
            if id(column) not in taken and not (1 < len(column.values) <= _MOST_WORDS):
                yield f"# Not used: {_looks(column)}"


def _looks(column: Profile) -> str:
    """What a column holds, in a line."""
    if not column.filled:
        return f"{column.name}: empty"
    different = f"{len(column.values):,}{' or more' if column.is_many else ''}"
    samples = ", ".join(_one_line(text) for text in column.samples(2))
    return f"{_one_line(column.name)}: {column.filled:,} filled, {different} different: {samples}"


def _one_line(text: str) -> str:
    """A text that cannot end a comment."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _dated(column: Profile) -> str:
    formats = column.formats()
    if not formats:
        return scalar(column.name)
    return f"{{column: {scalar(column.name, in_flow=True)}, format: {scalar(formats[0], in_flow=True)}}}"


def _day_or_month(column: Profile, indent: str) -> Iterator[str]:
    formats = column.formats() or []
    if len(formats) > 1:
        yield f"{indent}# It may also be {' or '.join(formats[1:])}: nothing in the table tells which."
