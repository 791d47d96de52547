"""Names to keys: what each name of a query means in this base, or the error that says what it could have meant.

Separate from the parser, which needs no database, and from the compiler, which sees only keys.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection, select

from policykb.domain.fields import PASSAGE, STATEMENTS, Field, Kind, find_field
from policykb.domain.passage import Look
from policykb.errors import AmbiguousName, QueryError, QuerySyntaxError, UnknownName, with_article
from policykb.query.ast import (
    RELEVANCE,
    And,
    AnyValue,
    Bare,
    Condition,
    Dates,
    Expression,
    InSource,
    Name,
    Not,
    NoValue,
    Or,
    Query,
    Sort,
    Span,
    Word,
    all_of,
    any_of,
    negation,
)
from policykb.query.grammar.lexer import ARTICLES
from policykb.query.grammar.lookup import OF_SOURCES, words_field
from policykb.query.meanings import MOST_WORDS, Meaning, Names
from policykb.query.misnamed import advise_name
from policykb.query.relevance import check, is_search
from policykb.query.scope import Scope
from policykb.query.unsaid import unsaid
from policykb.store import attached, reading, state
from policykb.store import tables as t

_EVERY_TYPE = ("theme", "actor", "framework", "event", "source")


@dataclass
class Resolution:
    """A query whose names are keys: ``ids`` of the keys, ``statements`` by key, ``meanings`` of every name written."""

    query: Query
    ids: dict[str, int] = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)
    meanings: dict[str, list[Meaning]] = field(default_factory=dict)
    themes: list[str] = field(default_factory=list)
    """Themes the query asks for (not those it excludes)."""


def resolve(query: Query, connection: Connection, text: str = "") -> Resolution:
    """The query with every name replaced by the key it means.

    ``text`` is what was written, for the caret of an error. Raises UnknownName, AmbiguousName.
    """
    return _Resolver(connection, query, text).resolve()


def scope_of(resolution: Resolution, connection: Connection, today: date) -> Scope:
    """What the conditions of a resolved query are compiled against."""
    of_passages = resolution.query.subjects[0] == PASSAGE
    return Scope(connection, resolution.ids, resolution.statements, today, of_passages=of_passages)


_AFTER = re.compile(r"\bafter\s*:\s*", re.IGNORECASE)


class _Resolver:
    def __init__(self, connection: Connection, query: Query, text: str) -> None:
        self.connection = connection
        self.names = Names(connection)
        self.text = text
        self.subjects = query.subjects
        self.result = Resolution(query)
        self._terms: dict[str, list[str]] | None = None

    def resolve(self) -> Resolution:
        query = self.result.query
        if query.where is not None:
            where = self._expression(query.where, asked=True)
            ranked = not query.sort and not query.count and self.subjects[0] in OF_SOURCES and is_search(query.where)
            query = replace(query, where=where, sort=(Sort(RELEVANCE),) if ranked else query.sort)
        if query.after is not None:
            query = replace(query, after=self._after(query.after))
        self.result.query = query
        check(self.result.query, self.text)
        return self.result

    def _after(self, key: str) -> str:
        """The key of the record to go on after, which may have had another."""
        written = _AFTER.search(self.text)
        at = (written.end(), written.end() + len(key)) if written else (0, 0)
        types = STATEMENTS if self.subjects[0] in STATEMENTS else self.subjects
        return self._keyed(types, key, at)[1]

    def _expression(self, item: Expression, *, asked: bool) -> Expression:
        match item:
            case And():
                return all_of([self._expression(part, asked=asked) for part in item.items])
            case Or():
                return any_of([self._expression(part, asked=asked) for part in item.items])
            case Not():
                return negation(self._expression(item.item, asked=not asked))
            case InSource():
                subjects, self.subjects = self.subjects, STATEMENTS
                inner = self._expression(item.item, asked=asked)
                self.subjects = subjects
                return InSource(inner)
            case Bare():
                return self._bare(item, asked=asked)
            case Condition():
                return self._condition(item, asked=asked)

    def _condition(self, item: Condition, *, asked: bool) -> Expression:
        found = self._field(item.field)
        if item.asserter is not None:
            item = replace(item, asserter=self._one(item.asserter, ("actor", "framework"), found))
        if isinstance(item.value, AnyValue | NoValue | Dates):
            return item
        text, at = item.value.text, item.value.at
        match found.kind:
            case Kind.NAME | Kind.MENTION:
                meanings = self._meanings(text, at, found.types, found, asked=asked)
                return any_of([replace(item, value=Name(m.key, at)) for m in meanings])
            case Kind.WORD | Kind.CLAIM:
                return replace(item, value=Word(self._word(text, at, found), at=at))
            case Kind.RELATION:
                return replace(item, value=Name(self._statement(text, at), at))
            case Kind.KEY:
                return replace(item, value=Name(self._keyed(self.subjects, text, at)[1], at))
            case _:
                return item

    def _field(self, name: str) -> Field:
        found = (find_field(name, subject) for subject in self.subjects)
        return next(field for field in found if field is not None)

    def _bare(self, item: Bare, *, asked: bool) -> Expression:
        """The whole run as a name, or in the text; else every word in the text."""
        text = " ".join(item.words)
        field = words_field(self.subjects)
        words = [Condition(field, Word(word), at=item.at) for word in item.words]
        statements = self.subjects[0] in STATEMENTS
        found = {m.key: m for m in self.names.find(text) if m.type != "source" and statements}
        if len(found) != 1:
            self._refuse_unsaid(item, field)
            return all_of(words)
        (meaning,) = found.values()
        self._remember(text, [meaning], asked=asked)
        phrase = Condition("text", Word(text, phrase=len(item.words) > 1), at=item.at)
        return any_of([Condition("mention", Name(meaning.key, item.at), at=item.at), phrase])

    def _refuse_unsaid(self, item: Bare, field: str) -> None:
        """QuerySyntaxError for a word that only holds a sentence together, or a subject in the wrong place."""
        first = item.at[1] > 0 and self.text[: item.at[0]].strip().lower() in {"", *ARTICLES}
        found = unsaid(item.words, self.subjects, self._vocabularies(), first=first)
        if found is None:
            return
        start = item.at[0]
        for word in item.words[: found.start]:
            start = max(self.text.find(word, start), start) + len(word)
        words = " ".join(item.words[found.start : found.start + found.length])
        start = max(self.text.find(words.split()[0], start), start)
        hint = f'{found.instead}. To search for the word write {field}:"{words}"'
        message = f"{words!r} at column {start + 1} is {found.why}"
        raise self._error(QuerySyntaxError, message, hint, (start, start + len(words)))

    # entities

    def _one(self, name: Name, types: Sequence[str], found: Field) -> Name:
        meanings = self._meanings(name.text, name.at, types, found, asked=False)
        if len(meanings) > 1:
            raise self._ambiguous(name.text, name.at, meanings)
        return Name(meanings[0].key, name.at)

    def _meanings(self, text: str, at: Span, types: Sequence[str], found: Field, *, asked: bool) -> list[Meaning]:
        every = self.names.find(text)
        fitting = [m for m in every if m.type in types]
        exact = [m for m in fitting if m.key == text.lower()]
        fitting = exact or fitting
        if not fitting:
            raise self._unknown(text, at, types, every, found)
        # Groups of several sources may share a name, and a source one with its publisher: any of them is meant.
        any_will_do = found.name == "source" or all(m.scope_id is not None for m in fitting)
        if len(fitting) > 1 and not any_will_do:
            raise self._ambiguous(text, at, fitting)
        self._remember(text, fitting, asked=asked)
        return fitting

    def _remember(self, text: str, meanings: Sequence[Meaning], *, asked: bool) -> None:
        if asked:
            self.result.themes += [m.key for m in meanings if m.type == "theme"]
        self.result.meanings[text] = list(meanings)
        self.result.ids |= {m.key: m.id for m in meanings}

    # what is wrong

    def _unknown(
        self, text: str, at: Span, types: Sequence[str], others: Sequence[Meaning], found: Field
    ) -> QueryError:
        where = f" at column {at[0] + 1}" if at[1] else ""
        if others:
            other = others[0]
            wanted = " or ".join(types)
            hint = f"To find what mentions it write: about {_quoted(text)}"
            return self._error(
                UnknownName, f"{text!r}{where} is {with_article(other.type)}, not {with_article(wanted)}", hint, at
            )
        hint = advise_name(text, found, lambda name: any(m.type in types for m in self.names.find(name)))
        hint = hint or self._whole_name(at, types)
        near = [] if hint else [f"{m.through} ({m.type})" for m in self.names.near(text, types)]
        hint += f"Did you mean {' or '.join(near)}? " if near else ""
        if "text" in {f.name for f in (find_field("text", s) for s in self.subjects) if f}:
            hint += f"To search the text write text:{_quoted(text)}"
        hint = hint or f"policykb query {types[0]}s lists what there is."
        return self._error(UnknownName, f"unknown name {text!r}{where} (for {found.query}:)", hint.strip() or None, at)

    def _whole_name(self, at: Span, types: Sequence[str]) -> str:
        """The advice where only the first word of a name was read (to:united states)."""
        words = self.text[at[0] :].replace(")", " ").split()[:MOST_WORDS] if at[1] else []
        for count in range(len(words), 1, -1):
            name = " ".join(words[:count])
            if any(m.type in types for m in self.names.find(name)):
                return f"Put the whole name in quotes: {_quoted(name)}. "
        return ""

    def _ambiguous(self, text: str, at: Span, meanings: Sequence[Meaning]) -> QueryError:
        where = f" at column {at[0] + 1}" if at[1] else ""
        keys = ", ".join(f"{m.key} ({m.type})" for m in meanings)
        return self._error(AmbiguousName, f"{text!r}{where} may mean {keys}", "Write the key of the one you mean.", at)

    def _error(self, kind: type[QueryError], message: str, hint: str | None, at: Span) -> QueryError:
        return kind(message, hint, query=self.text, column=at[0] + 1 if at[1] and self.text else None)

    # words of vocabularies, statements

    def _word(self, text: str, at: Span, found: Field) -> str:
        """The term of the field's vocabulary, which may be written with spaces for hyphens."""
        word = "-".join(text.lower().split())
        terms = self._vocabularies()
        if found.kind is Kind.CLAIM:
            known = terms.get(found.name, [])
        elif found.name == "kind":
            known = [term for subject in self.subjects for term in terms.get(f"{subject}-kind", [])]
        elif found.name == "review":
            known = ["pending", "accepted"]
        elif found.name == "look":
            known = [str(look) for look in Look]
        else:
            known = terms.get(found.vocabulary or "", [])
        if known and word not in known:
            from rapidfuzz import process

            near = process.extractOne(word, known, score_cutoff=60)
            hint = f"Did you mean {near[0]}? " if near else ""
            where = f" at column {at[0] + 1}" if at[1] else ""
            raise self._error(
                UnknownName, f"unknown {found.query} {text!r}{where}", f"{hint}One of {', '.join(known)}", at
            )
        return word

    def _vocabularies(self) -> dict[str, list[str]]:
        if self._terms is None:
            self._terms = state.terms_by_vocabulary(self.connection)
        return self._terms

    def _statement(self, text: str, at: Span) -> str:
        id_, key = self._keyed(STATEMENTS, text, at)
        self.result.statements[key] = id_
        return key

    def _keyed(self, types: Sequence[str], text: str, at: Span) -> tuple[int, str]:
        """The record that has this key or had it formerly; of statements one of any type."""
        if types[0] == PASSAGE:
            return self._passage(text, at)
        statements = types[0] in STATEMENTS
        table, c = (t.statement, t.statement.c) if statements else (t.entity, t.entity.c)
        former = select(t.former_key.c.key).where(t.former_key.c.former == text.lower())
        found = select(c.id, c.key).where((c.key == text.lower()) | c.key.in_(former))
        row = self.connection.execute(found if statements else found.where(c.type.in_(types))).first()
        if row is None:
            like = select(table.c.key).where(c.key.endswith(f"/{text.lower()}", autoescape=True)).order_by(c.key)
            near = self.connection.execute(like.limit(3)).scalars().all()
            whole = "Give its whole key: <source>/<key>" if statements else f"policykb query {types[0]}s lists them."
            hint = f"Did you mean {' or '.join(near)}?" if near else whole
            what, where = "statement" if statements else types[0], f" at column {at[0] + 1}" if at[1] else ""
            raise self._error(UnknownName, f"there is no {what} {text!r}{where}", hint, at)
        return row.id, row.key

    def _passage(self, text: str, at: Span) -> tuple[int, str]:
        """The passage of that key: of a source, which may have had another key, and a number."""
        found = attached.passage_of(self.connection, text)
        if found is None:
            where = f" at column {at[0] + 1}" if at[1] else ""
            hint = "Its key is that of its source and its number in the text: <source>#<number>"
            raise self._error(UnknownName, f"there is no passage {text!r}{where}", hint, at)
        (record,) = reading.passages(self.connection, [found])
        return found, record["key"]


def _quoted(text: str) -> str:
    return text if text.replace("-", "").isalnum() else f'"{text}"'
