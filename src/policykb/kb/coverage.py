"""What was read for what, so that "none found" can be told from "not read"."""

from dataclasses import dataclass
from typing import Literal

from policykb.errors import UnknownKey
from policykb.kb.show import find
from policykb.store import coverage as stored
from policykb.store import reading
from policykb.store.coverage import Reading
from policykb.store.engine import Connection, Database
from policykb.store.labels import Labels


@dataclass(frozen=True)
class Cell:
    """One source and one theme.

    ``read``: ``whole`` where the source was read for the theme or a broader one, ``part`` where only for narrower ones,
    ``no`` where nothing is recorded. ``found``: how many statements of it are about the theme or a narrower one.
    """

    read: Literal["whole", "part", "no"]
    found: int


@dataclass(frozen=True)
class SourceCoverage:
    """One source: its key, its short citation, a cell a theme, and who read it for what, when."""

    source: str
    citation: str
    cells: tuple[Cell, ...]
    readings: tuple[Reading, ...]

    @property
    def is_read(self) -> bool:
        """Whether it was read for any of the themes."""
        return any(cell.read != "no" for cell in self.cells)


@dataclass(frozen=True)
class CoverageReport:
    """Sources by theme; ``themes`` are the keys of the columns, ``names`` what they are called."""

    themes: tuple[str, ...]
    names: tuple[str, ...]
    sources: tuple[SourceCoverage, ...]


def coverage(database: Database, theme: str | None = None, source: str | None = None) -> CoverageReport:
    """For each source (or one) the top themes, or a theme and those right below it; UnknownKey where there is none."""
    with database.reading() as connection:
        themes = stored.top_themes(connection)
        if theme is not None:
            top = _key_of(connection, theme, "theme", database.description)
            themes = [top, *stored.narrower(connection, top)]
        chosen = stored.sources(connection)
        if source is not None:
            chosen = [_key_of(connection, source, "source", database.description)]
        return _report(connection, themes, chosen)


def _report(connection: Connection, themes: list[str], sources: list[str]) -> CoverageReport:
    below, counts = stored.below(connection, themes), stored.counts(connection, themes)
    readings: dict[str, list[Reading]] = {}
    for entry in stored.readings(connection):
        readings.setdefault(entry.source, []).append(entry)
    wide = stored.below(connection, list({entry.theme for some in readings.values() for entry in some}))
    labels = Labels(connection)
    labels.learn(themes)
    rows = []
    for key in sources:
        read_for = {entry.theme for entry in readings.get(key, ())}
        covered = set().union(*(wide[theme] for theme in read_for))
        cells = tuple(
            Cell(
                "whole" if theme in covered else "part" if below[theme] & covered else "no", counts.get((key, theme), 0)
            )
            for theme in themes
        )
        rows.append(SourceCoverage(key, labels.source(key).short_citation, cells, tuple(readings.get(key, ()))))
    return CoverageReport(tuple(themes), tuple(labels.name(theme) for theme in themes), tuple(rows))


def _key_of(connection: Connection, name: str, type_: str, place: str) -> str:
    """The key of the entity that is meant; UnknownKey where it is no ``type_``."""
    is_statement, id_ = find(connection, name, place)
    records = [] if is_statement else reading.entities(connection, [id_])
    for record in records:
        if record["type"] == type_:
            return str(record["key"])
    raise UnknownKey(f"{name!r} is not a {type_}.", f"policykb query {type_}s lists them.")
