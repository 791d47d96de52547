"""From one row of a table to raw records in the shape of a seed file, through a mapping; names looked up, keys made.

Separate from `importing` because this part runs for every row, knows no files and no base, and complains by columns.
"""

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

from policykb.domain.fields import Field, Kind
from policykb.tabular.fields import converter, fillable, one_line
from policykb.tabular.keys import hashed, slug
from policykb.tabular.mapping import Claim, Mapping, Value
from policykb.tabular.names import Ambiguous, Names
from policykb.tabular.table import Row, Table
from policykb.tabular.values import Emptiness, Made, Template, Unmapped, holes, whole

Plain = dict[str, Any]
_ACRONYM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z]{2,6}")
ACTING = ("actor", "framework")
_LINKED_SHORT = {"themes", "events"}
"""Links that are bare keys."""


@dataclass
class Raw:
    """A record in the shape of a seed file, and from which column (from 0) each of its fields came."""

    data: Plain
    columns: dict[str, int | None] = field(default_factory=dict)


Complain = Callable[[int | None, str, str], None]
"""(column from 0 or None, message, hint): takes note of a fault of the row."""


class _Filled:
    """One field of a record and the values that fill it."""

    def __init__(self, known: Field, values: tuple[Value, ...], table: Table) -> None:
        self.field = known
        self.values = [(Made(value, table.places), converter(known, value.format)) for value in values]
        self.column = next((made.column for made, _ in self.values if made.column is not None), None)


class RowMaker:
    """Makes the records of the rows of one table."""

    def __init__(self, mapping: Mapping, table: Table, names: Names, shared: "Shared") -> None:
        self._mapping, self._table, self._names, self._shared = mapping, table, names, shared
        known = fillable(mapping.type)
        self._fields = [_Filled(known[name], values, table) for name, values in mapping.fields.items()]
        sources = fillable("source")
        self._source = [_Filled(sources[name], (value,), table) for name, value in mapping.source.items()]
        self._codes = [(scheme, Made(value, table.places)) for scheme, value in mapping.codes.items()]
        self._coded = Made(mapping.coded, table.places) if mapping.coded is not None else None
        place = mapping.evidence
        parts = {"section": place.section, "paragraph": place.paragraph, "page": place.page, "quote": place.quote}
        self._place = [(name, Made(value, table.places)) for name, value in parts.items() if value is not None]
        self._claims = [_ClaimMaker(claim, table) for claim in mapping.claims]
        self._key = Template(mapping.key.template, table.places) if mapping.key.template else None
        self._no_key = Emptiness(mapping.key.empty)
        self._key_column = next((table.places[name] for name in holes(mapping.key.template or "")), None)
        self._hashed = [table.places[name] for name in mapping.key.hash]
        self._skips = [(table.places[skip.column], skip) for skip in mapping.skip]

    def records(self, row: Row, complain: Complain) -> Iterator[Raw]:
        """The records of a row, what others name first; nothing for one that is left out."""
        for column, skip in self._skips:
            text = whole(row.cells[column])
            if (skip.empty and not text) or text in skip.texts:
                self._shared.skipped[skip.column] = self._shared.skipped.get(skip.column, 0) + 1
                return
        source = self._source_of(row, complain)
        if source is None:
            return
        key = self._key_of(row, source, complain)
        if key is None:
            return
        raw = Raw({"type": self._mapping.type, "key": key, "source": source}, {"key": self._key_column})
        for filled in self._fields:
            yield from self._fill(filled, row, raw, complain)
        if "proponents" in self._mapping.fields and not raw.data.get("proponents"):
            raw.data["proponents"] = "unknown"
        self._code(row, raw, complain)
        raw.data["evidence"] = [self._evidence(row, raw, complain)]
        claims: list[Raw] = []
        for maker in self._claims:
            yield from self._claim(maker, key, row, claims, complain)
        yield from self._shared.pending
        self._shared.pending.clear()
        yield raw
        yield from claims

    # the parts of a record

    def _fill(self, filled: _Filled, row: Row, raw: Raw, complain: Complain) -> Iterator[Raw]:
        name, known = filled.field.name, filled.field
        raw.columns[name] = filled.column
        if known.kind is Kind.NAME:
            links: list[Any] = []
            for made, _ in filled.values:
                for text in self._texts(made, row, complain):
                    if name == "proponents" and text == "unknown":
                        continue
                    key = yield from self.resolved(text, known.types, made, row, complain)
                    if key is not None:
                        links.append(_link(name, key, made.value))
            unique = list({link if isinstance(link, str) else link["key"]: link for link in links}.values())
            if unique:
                raw.data[name] = unique if known.many else unique[0]
            return
        texts = [(text, made, convert) for made, convert in filled.values for text in self._texts(made, row, complain)]
        if not texts:
            return
        if not known.many and len(texts) > 1:
            complain(
                filled.column,
                f"several values for {name}, which takes one: {'; '.join(t for t, _, _ in texts)[:80]}",
                "",
            )
            return
        found = []
        for text, made, convert in texts:
            try:
                found.append(convert(text))
            except ValueError as error:
                complain(made.column, str(error), "")
                return
        raw.data[name] = found if known.many else found[0]

    def _code(self, row: Row, raw: Raw, complain: Complain) -> None:
        """The codes of a row, by scheme."""
        codes: dict[str, str] = {}
        for scheme, made in self._codes:
            if texts := self._texts(made, row, complain):
                codes[scheme] = one_line("; ".join(texts))
                raw.columns["codes"] = made.column
        if self._coded is not None:
            raw.columns.setdefault("codes", self._coded.column)
            for text in self._texts(self._coded, row, complain):
                scheme, sign, code = map(str.strip, text.partition("="))
                if not sign:
                    complain(self._coded.column, f"{text[:40]!r} is no code", "written scheme=code")
                codes[scheme] = code
        if codes:
            raw.data["codes"] = codes

    def _texts(self, made: Made, row: Row, complain: Complain) -> list[str]:
        try:
            return made.texts(row.cells)
        except Unmapped as error:
            self._shared.unmapped(error.text, made, self._table, row.number)
            return []

    def resolved(
        self, text: str, types: tuple[str, ...], made: Made, row: Row, complain: Complain
    ) -> Generator[Raw, None, str | None]:
        """The key of what a name means; a record that is made for it comes before."""
        text = one_line(text)
        try:
            key = self._names.find(text, types)
        except Ambiguous as error:
            complain(made.column, str(error), "write the key of the one that is meant")
            return None
        if key is not None:
            if key in self._names.made:
                self._names.count(self._names.made[key], row.number)
            return key
        policy = made.value.unresolved
        column = self._table.header[made.column] if made.column is not None else ""
        missing = self._names.note(text, types, column, self._table.display, row.number, policy)
        if policy != "create":
            return None
        stub = self._stub(text, types, made.value)
        self._names.made[stub.data["key"]] = missing
        yield stub
        return str(stub.data["key"])

    def _stub(self, text: str, types: tuple[str, ...], value: Value) -> Raw:
        type_ = value.type or types[0]
        base = slug(text) or f"{type_}-{hashed([text])}"
        key, n = base, 1
        while key in self._names.known.entities or key in self._names.known.former:
            n += 1
            key = f"{base}-{n}"
        data: Plain = {"type": type_, "key": key, "name": text}
        if value.kind:
            data["kind"] = value.kind
        if _ACRONYM.fullmatch(text):
            # In a text only these capitals mean it: MoT is no mot.
            data["aliases"] = [{"text": text, "case_sensitive": True}]
        if value.broader:
            data["broader"] = [value.broader]
        self._names.add(key, type_, value.kind, [text])
        return Raw(data)

    def _source_of(self, row: Row, complain: Complain) -> str | None:
        """The key of the row's source; a record of it is pending where the mapping makes one."""
        raw = Raw({"type": "source"})
        for filled in self._source:
            if filled.field.name == "key":
                texts = self._texts(filled.values[0][0], row, complain)
                # A source that is only named is there already, under this very key.
                key = "" if not texts else texts[0] if len(self._source) == 1 else slug(texts[0])
                if not key:
                    complain(
                        filled.column, "no source: nothing here to make its key of", "default: or skip: says what to do"
                    )
                    return None
                raw.data["key"], raw.columns["key"] = key, filled.column
            else:
                self._shared.pending += self._fill(filled, row, raw, complain)
        if len(self._source) > 1:
            self._shared.take_source(raw, row, self._table, complain)
        self._shared.cover(str(raw.data["key"]))
        return str(raw.data["key"])

    def _key_of(self, row: Row, source: str, complain: Complain) -> str | None:
        # A key may be written with its source before it, as exports write it.
        made = slug(self._key.fill(row.cells, self._no_key).removeprefix(f"{source}/")) if self._key else ""
        if self._key and not made:
            self._shared.unnumbered.append(row.number)
            local = f"row-{hashed(map(whole, row.cells))}"
        else:
            columns = self._hashed or ([] if made else range(len(row.cells)))
            tail = hashed(whole(row.cells[at]) for at in columns) if columns else ""
            local = "-".join(filter(None, (made, tail))) if made else f"row-{tail}"
        return self._shared.unique(source, local, row, self._table, self._key_column, complain)

    def _evidence(self, row: Row, raw: Raw, complain: Complain) -> Plain:
        place: Plain = {}
        for name, made in self._place:
            for text in self._texts(made, row, complain)[:1]:
                place[name] = {"exact": text} if name == "quote" else text
                raw.columns.setdefault("evidence", made.column)
        return {**place, "file": self._table.sha256, "row": max(row.number, 1)}

    def _claim(self, maker: "_ClaimMaker", key: str, row: Row, claims: list[Raw], complain: Complain) -> Iterator[Raw]:
        values = {name: self._texts(made, row, complain) for name, made in maker.parts.items()}
        if not values["value"] or not values["asserter"]:
            return
        if len(values["value"]) > 1 or len(values["asserter"]) > 1:
            complain(maker.parts["value"].column, "a claim has one value and one asserter", "")
            return
        asserter = yield from self.resolved(values["asserter"][0], ACTING, maker.parts["asserter"], row, complain)
        if asserter is None:
            return
        data: Plain = {"type": "claim", "statement": key, "aspect": maker.aspect, "value": values["value"][0]}
        data["asserter"] = asserter
        for name, convert in maker.converters.items():
            for text in values.get(name, [])[:1]:
                try:
                    data[name] = convert(text)
                except ValueError as error:
                    complain(maker.parts[name].column, str(error), "")
        claims.append(Raw(data, {name: made.column for name, made in maker.parts.items()}))


class _ClaimMaker:
    """A claim of the mapping for one table."""

    def __init__(self, claim: Claim, table: Table) -> None:
        from policykb.tabular.dates import edtf

        self.aspect = claim.aspect
        named = {name: getattr(claim, name) for name in ("value", "asserter", "on", "url", "quote")}
        self.parts = {name: Made(value, table.places) for name, value in named.items() if value is not None}
        formats = claim.on.format if claim.on is not None else ()
        self.converters: dict[str, Callable[[str], str]] = {
            "on": lambda text: edtf(text, formats),
            "url": str,
            "quote": str,
        }


def _link(name: str, key: str, value: Value) -> Any:
    if name in _LINKED_SHORT or not (value.role or value.relation or value.support):
        return key if name in _LINKED_SHORT or name in _BARE else {"key": key}
    said = {"addressees": "role", "proponents": "support", "frameworks": "relation", "actors": "role"}.get(name)
    word = getattr(value, said) if said else None
    return {"key": key, said: word} if said and word else key


_BARE = {"publisher", "authors", "event"}


class Shared:
    """What the rows of all tables of an import have in common: keys that are taken, sources that are made, tallies."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._keys: dict[str, tuple[int, str, int]] = {}
        self._sources: dict[str, tuple[Plain, str, int]] = {}
        self._covered: set[str] = set()
        self.pending: list[Raw] = []
        """Records to be given before the row's own."""
        self.skipped: dict[str, int] = {}
        """By column, how many rows were left out by a rule."""
        self.unnumbered: list[int] = []
        """Rows whose key is a hash because a cell of the template is empty."""
        self.repeated: list[tuple[int, int]] = []
        """Rows that repeat an earlier one, and that."""
        self.doubled: list[tuple[int, int, str]] = []
        """Rows whose key another row had, that row, and the key."""
        self.texts: dict[tuple[str, str, str], list[int]] = {}
        """Texts that a ``map`` does not have, by table and column: the rows."""

    def unmapped(self, text: str, made: Made, table: Table, row: int) -> None:
        """Takes note of a text that a ``map`` does not have."""
        column = table.header[made.column] if made.column is not None else ""
        self.texts.setdefault((table.display, column, text), []).append(row)

    def take_source(self, raw: Raw, row: Row, table: Table, complain: Complain) -> None:
        """Keeps a source for writing where it is new; complains where it says something else than before."""
        key = raw.data["key"]
        known = self._sources.get(key)
        if known is None:
            self._sources[key] = (raw.data, table.display, row.number)
            self.pending.append(raw)
        elif known[0] != raw.data:
            name = next(n for n in {**raw.data, **known[0]} if raw.data.get(n) != known[0].get(n))
            said = f"{name} of the source {key} is another than in row {known[2]}"
            complain(raw.columns.get(name), said, "each source has one; make its key of more cells")

    def cover(self, source: str) -> None:
        """Keeps for which themes a source was read, once."""
        read = self._mapping.coverage
        if read is not None and source not in self._covered:
            self._covered.add(source)
            said = {"type": "coverage", "source": source, "by": read.by, "on": read.on}
            self.pending += [Raw({**said, "theme": theme}) for theme in read.themes]

    def unique(
        self, source: str, local: str, row: Row, table: Table, column: int | None, complain: Complain
    ) -> str | None:
        """The key of a row; None where the row repeats another or is left out."""
        key = f"{source}/{local}"
        content = hash(tuple(row.cells))
        known = self._keys.setdefault(key, (content, table.display, row.number))
        if known[1:] == (table.display, row.number):
            return key
        if known[0] == content:
            self.repeated.append((row.number, known[2]))
            return None
        if self._mapping.key.doubled == "error":
            where = f"row {known[2]}" if known[1] == table.display else f"{known[1]}, row {known[2]}"
            complain(column, f"{local} is the key of {where} too", "key: doubled: number adds -2, leave-out drops it")
            return None
        self.doubled.append((row.number, known[2], local))
        if self._mapping.key.doubled == "leave-out":
            return None
        n = 2
        while self._keys.setdefault(f"{key}-{n}", known := (content, table.display, row.number)) is not known:
            n += 1
        return f"{key}-{n}"
