"""What a name means in this base, and by which names, under which rules, texts are taken to mean it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from policykb.domain.fields import STATEMENTS, find_field
from policykb.errors import UnknownName
from policykb.kb.in_text import Linking
from policykb.query.ast import Condition, Name, Query
from policykb.query.compile import compile_query
from policykb.query.explain.lineage import Lineage
from policykb.query.meanings import Meaning, Names
from policykb.query.names import Resolution
from policykb.query.scope import Scope
from policykb.store import usage
from policykb.store.engine import Connection, Database
from policykb.store.state import LINKED_TYPES

_ASKING = {"mentioning": "mention", "to": "to", "by": "by", "on": "theme", "under": "framework", "from": "source"}
"""The words of a query that stand before a name, with the fields they stand for."""
_RULES = {"case_sensitive", "not_in", "needs_any", "scope", "place"}
MOST_PASSED_OVER = 3
"""Examples of texts in which a name does not count."""


@dataclass(frozen=True)
class Example:
    """Where a name stands: ``text[start:end]`` of a statement; ``why_not``: the rule by which it does not count."""

    statement: str
    text: str
    start: int
    end: int
    why_not: str = ""


@dataclass(frozen=True)
class CountedName:
    """A name by which texts are taken to mean an entity.

    ``rules`` are the conditions under which it counts, in words; ``statements`` in how many it does. ``passed_over``
    are texts that hold its words where it does not count by its rules.
    """

    text: str
    kind: str
    language: str
    rules: tuple[str, ...]
    case_sensitive: bool
    not_in: tuple[str, ...]
    needs_any: tuple[str, ...]
    statements: int
    examples: tuple[Example, ...] = ()
    passed_over: tuple[Example, ...] = ()


@dataclass(frozen=True)
class Resolved:
    """An entity that a name may mean.

    ``through`` is the name of it that fitted, ``how`` what that is of it (name, acronym, key, former key, ...).
    ``names``: all names that are looked for in texts. ``includes``: what is narrower or a part of it, which a query
    finds with it, by key. ``linked``: how many statements link to itself; ``found``: how many ``mentioning`` finds,
    by link or name, parts included.
    """

    key: str
    type: str
    name: str
    through: str
    how: str
    names: tuple[CountedName, ...]
    former_keys: tuple[str, ...]
    includes: dict[str, str]
    linked: int
    found: int


@dataclass(frozen=True)
class NameReport:
    """What a name means here; ``asked`` says, where there are several meanings, which a query takes after which word.

    After a word with several keys the query is refused, unless these are groups of different sources, all of which
    are meant; a word after which none may stand is left out.
    """

    text: str
    meanings: tuple[Resolved, ...]
    asked: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def ambiguous(self) -> bool:
        """Whether the name alone does not tell which is meant."""
        return len(self.meanings) > 1

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self) | {"ambiguous": self.ambiguous}


def resolve(database: Database, text: str) -> NameReport:
    """What a name (or key) means in the base; UnknownName with the nearest names where nobody bears it."""
    with database.reading() as connection:
        names = Names(connection)
        meanings = names.find(text)
        if not meanings:
            near = names.near(text, (*LINKED_TYPES, "source"))
            told = " or ".join(f"{m.through} ({m.type} {m.key})" for m in near)
            hint = f"Did you mean {told}?" if near else "policykb query actors (or themes, frameworks) lists names."
            raise UnknownName(f"Nobody bears the name {text!r} in {database.description}.", hint)
        linking = Linking(connection)
        found = tuple(_resolved(connection, meaning, linking) for meaning in meanings)
        return NameReport(text, found, _asked(text, meanings) if len(meanings) > 1 else {})


def _asked(text: str, meanings: Sequence[Meaning]) -> dict[str, tuple[str, ...]]:
    """Which of several meanings may stand after each word of a query."""
    found = {}
    for word, name in _ASKING.items():
        types = next(row.types for row in (find_field(name, subject) for subject in STATEMENTS) if row is not None)
        fitting = [m for m in meanings if m.type in types]
        exact = [m for m in fitting if m.key == text.lower()]
        if fitting:
            found[word] = tuple(m.key for m in exact or fitting)
    return found


def _resolved(connection: Connection, meaning: Meaning, linking: Linking) -> Resolved:
    below = Lineage(connection, {meaning.key: meaning.id}).below(meaning.key)
    return Resolved(
        key=meaning.key,
        type=meaning.type,
        name=meaning.name,
        through=meaning.through,
        how=meaning.how,
        names=_names(connection, meaning, linking) if meaning.type in LINKED_TYPES else (),
        former_keys=tuple(usage.former_keys(connection, meaning.key)),
        includes={key: entity.name for key, entity in below.items() if key != meaning.key},
        linked=usage.linked_statements(connection, meaning.id),
        found=_found(connection, meaning) if meaning.type in LINKED_TYPES else 0,
    )


def _names(connection: Connection, meaning: Meaning, linking: Linking) -> tuple[CountedName, ...]:
    counts = usage.statements_by_alias(connection, meaning.id)
    examples: dict[int, list[Example]] = {}
    for use in usage.uses(connection, meaning.id):
        examples.setdefault(use.alias, []).append(Example(use.statement, use.text, use.start, use.end))
    found = []
    for row in usage.names_of(connection, meaning.id):
        rules = tuple(linking.rules(linking.aliases[row.id]))
        found.append(
            CountedName(
                text=row.text,
                kind="name" if row.kind == "preferred" else row.kind,
                language=row.language,
                rules=rules,
                case_sensitive=row.case_sensitive,
                not_in=row.not_in,
                needs_any=row.needs_any,
                statements=counts.get(row.id, 0),
                examples=tuple(examples.get(row.id, ())),
                passed_over=tuple(_passed_over(connection, linking, row)) if rules else (),
            )
        )
    return tuple(found)


def _found(connection: Connection, meaning: Meaning) -> int:
    """How many statements the query ``statements mentioning KEY`` finds."""
    query = Query(STATEMENTS, Condition("mention", Name(meaning.key)))
    resolution = Resolution(query, ids={meaning.key: meaning.id})
    return compile_query(resolution, connection, date.today()).run_count(connection)


def _passed_over(connection: Connection, linking: Linking, row: usage.NameRow) -> Sequence[Example]:
    """Statements with the words of a name that has rules, where by its rules it does not count."""
    languages = Scope(connection, {}, {}, date.today()).languages
    found: list[Example] = []
    for key, text, source in usage.statements_with(connection, row.text, languages):
        for each in linking.linker.examine(text, source):
            if each.alias == row.id and each.why_not in _RULES:
                found.append(Example(key, text, each.start, each.end, linking.why_not(each)))
                if len(found) == MOST_PASSED_OVER:
                    return found
    return found
