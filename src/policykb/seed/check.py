"""Checks that need more than one record: keys, references, vocabulary words (and `clashes`); all faults in one run.

A reference may name a record of another file that has not been read yet, so what is not known when a record comes is
looked up again at the end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from policykb.domain.actor import Actor
from policykb.domain.claim import Claim, Coverage, Relation
from policykb.domain.entity import Entity
from policykb.domain.event import Event
from policykb.domain.fields import ENTITIES, STATEMENTS
from policykb.domain.framework import Framework
from policykb.domain.record import Record
from policykb.domain.source import Source
from policykb.domain.statement import Statement
from policykb.domain.theme import Theme
from policykb.domain.vocabulary import Vocabulary
from policykb.errors import Problem, with_article
from policykb.seed.clashes import Clashes, Known
from policykb.seed.read import Broken, Entry
from policykb.seed.suggest import closest

Path = tuple[str | int, ...]
_ACTING = ("actor", "framework")
_STATEMENT = ("statement",)


@dataclass(frozen=True, slots=True)
class _Reference:
    key: str
    types: Sequence[str]
    entry: Entry
    path: Path


MOST_PLACES = 200
"""At how many places a key or word that is missing is complained of: enough to mend, and a million records fit."""


class Checker:
    """Takes the records of a load one by one (`add`), then says at the `end` what is wrong between them."""

    def __init__(self, known: Known, problems: list[Problem]) -> None:
        self.known = known
        self.problems = problems
        self.statements: set[str] = set()
        self.left_out: set[str] = set()
        """Statements that are checked and not loaded: drafts that nobody has decided about."""
        self.missing_statements: list[_Reference] = []
        """Statements that are named but stand in none of the files."""
        self._first: dict[str, Entry | tuple[str, int]] = {}
        """Of a record of JSON Lines only its file and line: there may be a million."""
        self._pending: dict[tuple[str, Sequence[str]], list[_Reference]] = {}
        self._pending_terms: dict[tuple[str, str], list[tuple[Entry, Path]]] = {}
        self._clashes = Clashes(known)
        self.broken = Broken()

    def add(self, entry: Entry, *, left_out: bool = False) -> bool:
        """Checks a record by itself and remembers it for the others; False where it is a second one of its key.

        One that is ``left_out`` of the load is there for no other.
        """
        record = entry.record
        key = identity(record)
        if not self._is_first(entry, key):
            return False
        if not left_out and not isinstance(record, (Vocabulary, Claim, Relation, Coverage)):
            former_keys = getattr(record, "former_keys", ())
            self.problems.extend(self._clashes.add_former_keys(key, former_keys, entry))
        match record:
            case Statement():
                (self.left_out if left_out else self.statements).add(key)
                self._statement(record, entry)
            case Vocabulary():
                self.known.terms[key] = [term.key for term in record.terms]
                self._no_repeats([term.key for term in record.terms], entry, ("terms",), "term")
            case Source():
                self.known.entities[key] = ("source", record.kind)
                self._source(record, entry)
            case Entity():
                self.known.entities[key] = (record.type, getattr(record, "kind", None))
                self._entity(record, entry)
            case Claim():
                self._refer(record.statement, _STATEMENT, entry, ("statement",))
                self._refer(record.asserter, _ACTING, entry, ("asserter",))
                self._term(record.aspect, record.value, entry, ("value",))
            case Relation():
                self._refer(record.subject, _STATEMENT, entry, ("subject",))
                self._refer(record.object, _STATEMENT, entry, ("object",))
            case Coverage():
                self._refer(record.source, ("source",), entry, ("source",))
                self._refer(record.theme, ("theme",), entry, ("theme",))
        return True

    def restate(self, record: Record) -> None:
        """Takes an entity of the base as its own file has it, in place of what is known of it with all additions."""
        if isinstance(record, Entity):
            self._clashes.restate(record, record.key.partition("/")[0] if "/" in record.key else None)

    def extend(self, addition: Record, entry: Entry, *, is_new: bool) -> None:
        """Checks what is added to an entity (``addition``: as an entity that has nothing else), as `add` does."""
        match addition:
            case Source():
                self._source(addition, entry)
            case Entity():
                self._entity(addition, entry, addition=True, is_new=is_new)
            case _:
                pass

    def end(self) -> None:
        """Looks again for what was not known yet, and for clashes."""
        for references in self._pending.values():
            for reference in references:
                self._resolve(reference)
        for (vocabulary, word), places in self._pending_terms.items():
            for entry, path in places:
                self._check_term(vocabulary, word, entry, path)
        self.problems.extend(self._clashes.of_names())
        self.problems.extend(self._clashes.of_circles())
        for at, text in self.broken.misnamed:
            hint = self._named(text)
            if hint:
                self.problems[at] = replace(self.problems[at], hint=hint)

    @property
    def wanted_statements(self) -> set[str]:
        """Keys that only the base can tell of: is there such a statement?"""
        return {reference.key for reference in self.missing_statements} | self._clashes.former.keys()

    def settle_statements(self, found: Iterable[str]) -> None:
        """Told which of `wanted_statements` the base has, complains of those that miss or are in the way."""
        present = set(found)
        for former in sorted(self._clashes.former.keys() & (present | self.statements | self.known.entities.keys())):
            self.problems.append(self._clashes.in_use(former))
        for reference in self.missing_statements:
            if reference.key not in present | self.broken.keys:
                message, hint = f"no statement {reference.key}", closest(reference.key, self.statements | present)
                if reference.key in self.left_out:
                    message, hint = f"{reference.key} is pending", "accept it first, or load with --include-pending"
                self._complain(reference.entry, reference.path, message, hint)

    # one record

    def _is_first(self, entry: Entry, key: str) -> bool:
        record = entry.record
        space = "key" if record.type in ENTITIES or isinstance(record, Statement) else record.type
        name = f"{space} {key}"
        mine = (entry.file.display, entry.line) if entry.line else entry
        first = self._first.setdefault(name, mine)
        if first is not mine:
            if isinstance(first, Entry):
                where = first.complain((), "")
                first = (where.file, where.line)
            path: Path = ("key",) if space == "key" else ()
            self._complain(entry, path, f"{key} appears twice", f"first at {first[0]}:{first[1]}")
        return first is mine

    def _statement(self, record: Statement, entry: Entry) -> None:
        self._refer(record.source, ("source",), entry, ("source",))
        self._links(record.themes, ("theme",), entry, "themes")
        self._links(record.events, ("event",), entry, "events")
        self._links([link.key for link in record.frameworks], ("framework",), entry, "frameworks")
        self._links([link.key for link in record.actors], _ACTING, entry, "actors")
        for n, framework in enumerate(record.frameworks):
            if framework.relation not in {"use", "topic"}:
                self._term("action", framework.relation, entry, ("frameworks", n, "relation"))
        for n, actor in enumerate(record.actors):
            self._term("actor-role", actor.role, entry, ("actors", n, "role"))
        if isinstance(record.proponents, tuple):
            self._links([link.key for link in record.proponents], _ACTING, entry, "proponents")
            for n, proponent in enumerate(record.proponents):
                self._term("support", proponent.support, entry, ("proponents", n, "support"))
        addressees = getattr(record, "addressees", ())
        self._links([link.key for link in addressees], _ACTING, entry, "addressees")
        for n, addressee in enumerate(addressees):
            self._term("addressee-role", addressee.role, entry, ("addressees", n, "role"))
        for name, vocabulary in (("strength", "strength"), ("action", "action"), ("kind", "finding-kind")):
            self._term(vocabulary, getattr(record, name, None), entry, (name,))

    def _entity(self, record: Entity, entry: Entry, *, addition: bool = False, is_new: bool = True) -> None:
        scope = record.key.partition("/")[0] if "/" in record.key else None
        if scope:
            self._refer(scope, ("source",), entry, ("key",))
        if record.source:
            self._refer(record.source, ("source",), entry, ("source",))
        self._term(f"{record.type}-kind", getattr(record, "kind", None), entry, ("kind",))
        self.problems.extend(self._clashes.add_names(record, entry, scope, addition=addition, is_new=is_new))
        match record:
            case Theme():
                self._links(record.broader, ("theme",), entry, "broader")
                self._clashes.add_parents(record.key, record.broader, entry, addition=addition)
            case Actor():
                self._links(record.part_of, _ACTING, entry, "part_of")
                self._clashes.add_parents(record.key, record.part_of, entry, addition=addition)
            case Framework():
                self._links(record.part_of, ("framework",), entry, "part_of")
                self._clashes.add_parents(record.key, record.part_of, entry, addition=addition)
                for n, member in enumerate(record.memberships):
                    self._refer(member.actor, _ACTING, entry, ("memberships", n, "actor"))
                    self._term("membership-role", member.role, entry, ("memberships", n, "role"))
                    if member.source:
                        self._refer(member.source, ("source",), entry, ("memberships", n, "source"))
            case Event():
                for n, person in enumerate(record.participations):
                    place: Path = ("participations", n)
                    self._refer(person.person, ("actor",), entry, (*place, "person"))
                    self._term("participation-role", person.role, entry, (*place, "role"))
                    for m, organisation in enumerate(person.organisations):
                        self._refer(organisation, _ACTING, entry, (*place, "organisations", m))
            case _:
                pass

    def _source(self, record: Source, entry: Entry) -> None:
        self._term("source-kind", record.kind, entry, ("kind",))
        self._links(record.authors, ("actor",), entry, "authors")
        if record.publisher:
            self._refer(record.publisher, _ACTING, entry, ("publisher",))
        if record.event:
            self._refer(record.event, ("event",), entry, ("event",))
        self._no_repeats([str(note.number) for note in record.references], entry, ("references",), "footnote")

    def _links(self, keys: Sequence[str], types: Sequence[str], entry: Entry, name: str) -> None:
        for n, key in enumerate(keys):
            self._refer(key, types, entry, (name, n))
        if len(set(keys)) != len(keys):
            self._no_repeats(keys, entry, (name,), "key")

    def _no_repeats(self, keys: Sequence[str], entry: Entry, path: Path, word: str) -> None:
        seen: set[str] = set()
        for n, key in enumerate(keys):
            if key in seen:
                self._complain(entry, (*path, n), f"{word} {key} appears twice")
            seen.add(key)

    # references and words

    def _refer(self, key: str, types: Sequence[str], entry: Entry, path: Path) -> None:
        known = self.known.entities.get(key)
        if known is None or known[0] not in types:
            places = self._pending.setdefault((key, types), [])
            if len(places) < MOST_PLACES:
                places.append(_Reference(key, types, entry, path))

    def _resolve(self, reference: _Reference) -> None:
        key, types = reference.key, reference.types
        if key in self.broken.keys:
            return
        if types == _STATEMENT:
            if key not in self.statements:
                self.missing_statements.append(reference)
            return
        known = self.known.entities.get(key)
        wanted = " or ".join(types)
        if known is None:
            candidates = [k for k, (type_, _) in self.known.entities.items() if type_ in types]
            hint = closest(key, candidates) or self._named(key.replace("-", " "), types)
            self._complain(reference.entry, reference.path, f"no {wanted} {key}", hint)
        elif known[0] not in types:
            self._complain(
                reference.entry, reference.path, f"{key} is {with_article(known[0])}, not {with_article(wanted)}"
            )

    def _named(self, text: str, types: Sequence[str] = ENTITIES) -> str:
        """``did you mean KEY?`` where an entity of these types bears the name, or an empty text."""
        keys = [key for key in self._clashes.bearers(text) if self.known.entities[key][0] in types]
        return f"did you mean {' or '.join(keys)}?" if keys else ""

    def _term(self, vocabulary: str, word: str | None, entry: Entry, path: Path) -> None:
        if word is not None and word not in self.known.terms.get(vocabulary, ()):
            places = self._pending_terms.setdefault((vocabulary, word), [])
            if len(places) < MOST_PLACES:
                places.append((entry, path))

    def _check_term(self, vocabulary: str, word: str, entry: Entry, path: Path) -> None:
        terms = self.known.terms.get(vocabulary)
        # A base without that vocabulary takes any word; theme-kind and the like do not exist at all.
        if terms is not None and word not in terms:
            self._complain(
                entry, path, f"{word} is no {vocabulary}", closest(word, terms) or f"one of {', '.join(terms)}"
            )

    def _complain(self, entry: Entry, path: Path, message: str, hint: str = "") -> None:
        self.problems.append(entry.complain(path, message, hint))


def identity(record: Any) -> str:
    """The key of any record; claims, relations and coverage have one made of what they say."""
    match record:
        case Claim():
            return f"{record.statement} {record.aspect} {record.value} {record.asserter} {record.on or ''}".strip()
        case Relation():
            return f"{record.subject} {record.relation} {record.object}"
        case Coverage():
            return f"{record.source} {record.theme} {record.by}"
        case _:
            return str(record.key)


def is_statement(record: object) -> bool:
    """Whether a record is a recommendation, finding or commitment."""
    return getattr(record, "type", None) in STATEMENTS
