"""Which names stand in a text, which of them count, and by which rule the others do not: what a false friend is."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from policykb.errors import UnknownKey
from policykb.kb.nearest import nearest
from policykb.lexicon.linker import Alias, Linker, Occurrence
from policykb.store import state, surroundings, usage
from policykb.store.engine import Connection, Database


@dataclass(frozen=True)
class NameInText:
    """A name where it stands, ``text[start:end]``, and whose it is; ``why_not`` is empty where it counts."""

    words: str
    start: int
    end: int
    key: str
    type: str
    name: str
    alias: str
    why_not: str = ""


@dataclass(frozen=True)
class TextReport:
    """The names of the base that stand in a text, in order of place; ``source`` is whose statement it was taken for."""

    text: str
    source: str | None
    names: tuple[NameInText, ...]

    @property
    def counted(self) -> tuple[NameInText, ...]:
        """Those by which the text mentions somebody or something."""
        return tuple(name for name in self.names if not name.why_not)

    @property
    def not_counted(self) -> tuple[NameInText, ...]:
        """Those that a rule or a longer name keeps from counting."""
        return tuple(name for name in self.names if name.why_not)

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        counted, others = ([asdict(name) for name in some] for some in (self.counted, self.not_counted))
        for name in counted:
            del name["why_not"]
        return {"text": self.text, "source": self.source, "counted": counted, "not_counted": others}


class Linking:
    """The names of a base as texts are searched for them, and what it means that one does not count."""

    def __init__(self, connection: Connection) -> None:
        found, _ = state.aliases(connection)
        self.aliases: dict[int, Alias] = {alias.id: alias for alias in found}
        self.linker = Linker(found)
        scopes = sorted({alias.scope for alias in found if alias.scope is not None})
        self._sources = {id_: source.key for id_, source in usage.called(connection, scopes).items()}

    def source(self, id_: int) -> str:
        """The key of a source that has groups of its own."""
        return self._sources[id_]

    def why_not(self, found: Occurrence) -> str:
        """Why a name does not count where it stands."""
        alias = self.aliases[found.alias]
        match found.why_not:
            case "not_in":
                return f'it does not count inside "{found.phrase}"'
            case "case_sensitive":
                return f'it counts only with the capitals of "{alias.text}"'
            case "needs_any":
                return f"it counts only in a text that also holds {_either(alias.needs_any)}"
            case "scope" if alias.scope is not None:
                return f"it counts only in statements of {self.source(alias.scope)}"
            case "place":
                return "it names a city here, where something is or happens"
            case "longer":
                return f'the longer name "{found.phrase}" begins there'
            case _:
                return f'it stands in or overlaps the name "{found.phrase}"'

    def rules(self, alias: Alias) -> Iterator[str]:
        """The rules under which a name counts."""
        if alias.case_sensitive:
            yield "with these capitals only"
        if alias.not_in:
            yield f"not inside {_either(alias.not_in)}"
        if alias.needs_any:
            yield f"only in a text that also holds {_either(alias.needs_any)}"
        if alias.place:
            yield "not where the city is meant as a place"
        if alias.scope is not None:
            yield f"only in statements of {self.source(alias.scope)}"


def examine(database: Database, text: str, source: str | None = None) -> TextReport:
    """The names in a text as a statement of a source would have it; UnknownKey where there is no such source."""
    with database.reading() as connection:
        scope = _source_id(connection, source, database.description) if source is not None else None
        linking = Linking(connection)
        found = linking.linker.examine(text, scope)
        called = usage.called(connection, sorted({each.entity for each in found}))
        names = [
            NameInText(
                text[each.start : each.end],
                each.start,
                each.end,
                *called[each.entity],
                linking.aliases[each.alias].text,
                linking.why_not(each) if each.why_not else "",
            )
            for each in found
        ]
        return TextReport(text, source, tuple(names))


def _source_id(connection: Connection, key: str, place: str) -> int:
    sources = usage.sources(connection)
    wanted = surroundings.current_key(connection, key.strip().lower())
    if wanted not in sources:
        near = nearest(wanted, list(sources))
        hint = f"Did you mean {' or '.join(near)}?" if near else "policykb query sources lists them."
        raise UnknownKey(f"There is no source {key!r} in {place}.", hint)
    return sources[wanted]


def _either(phrases: tuple[str, ...]) -> str:
    quoted = [f'"{phrase}"' for phrase in phrases]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
