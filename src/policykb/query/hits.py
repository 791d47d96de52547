"""Where in the texts of a record the words and names of a query stand: data for snippets, marks and explanations.

Offsets are characters of the text as stored (``text[start:end]``). They come from the function that also cut the texts
for the search, so that whatever was found by a word, phrase or start of a word has its place, on every database alike.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from policykb.domain.fields import Kind, find_field
from policykb.lexicon.words import Token, folded, stems
from policykb.query.ast import Name, Word, wanted
from policykb.query.grammar.lookup import OF_SOURCES
from policykb.query.grammar.render import render_where
from policykb.query.names import Resolution, scope_of
from policykb.query.scope import Scope
from policykb.query.texts import begun, phrases
from policykb.store import tables as t
from policykb.store.state import languages_by_key

Record = Mapping[str, Any]
Match = Callable[[Sequence[str]], Iterator[tuple[int, int]]]
"""From the terms of a text to the ranges of them (first, behind the last) that fulfil a condition."""


class Hit(NamedTuple):
    """A place in a record by which it fulfils a condition.

    ``field`` is the JSON name of the text (``text``, ``condition``, ...), or ``evidence`` for the exact quote of a
    piece of evidence. ``why`` is the condition in its canonical form (``text:integrat*``, ``mention:ipef``). ``number``
    is the place, from 1, in a field that is a list, else 0.
    """

    field: str
    start: int
    end: int
    why: str
    number: int = 0


class Hits:
    """Finds the hits of one resolved query in records of its answer.

    Hits are of conditions that ask for words (`text:`, `condition:`, `note:`, ...) or for names in a text (`mention:`),
    and that are to be fulfilled: not of what is excluded, nor of ``in-source:``, which other records fulfil. A record
    that is only linked to what is mentioned has none.
    """

    def __init__(self, resolution: Resolution, connection: Connection, today: date) -> None:
        query = resolution.query
        self._connection = connection
        self._of_sources = query.subjects[0] in OF_SOURCES
        self._words: list[tuple[str, str, Match]] = []
        self._named: dict[int, list[str]] = {}
        scope = scope_of(resolution, connection, today)
        for item in wanted(query.where):
            row = next((f for f in (find_field(item.field, subject) for subject in query.subjects) if f), None)
            why = render_where(item)
            if row is None:
                continue
            if row.kind is Kind.TEXT and isinstance(item.value, Word):
                self._words.append((row.name, why, matcher(item.value, scope, indexed=row.name == "text")))
            elif row.kind is Kind.MENTION and isinstance(item.value, Name):
                for id_ in connection.execute(scope.below(item)).scalars():
                    self._named.setdefault(id_, []).append(why)
        self._languages: dict[str, str] | None = None

    def find(self, records: Sequence[Record]) -> list[list[Hit]]:
        """The hits of each of these records, by field and place; the base is asked once for all of them.

        ``records`` are as JSON has them (`policykb.store.reading`), all of the query's subjects.
        """
        named = self._mentions(records)
        return [sorted({*self._in_words(record), *named.get(record["key"], ())}, key=_place) for record in records]

    def _in_words(self, record: Record) -> Iterator[Hit]:
        cut: dict[str, list[tuple[str, int, list[Token], list[str]]]] = {}
        for field, why, match in self._words:
            if field not in cut:
                cut[field] = [
                    (name, number, *self._cut(text, record)) for name, number, text in texts_of(field, record)
                ]
            for name, number, tokens, terms in cut[field]:
                for first, behind in match(terms):
                    yield Hit(name, tokens[first][1], tokens[behind - 1][2], why, number)

    def _cut(self, text: str, record: Record) -> tuple[list[Token], list[str]]:
        tokens = folded(text)
        return tokens, stems(tokens, self._language(record))

    def _language(self, record: Record) -> str:
        """The language in which the words of a record were cut when it was loaded."""
        if not self._of_sources:
            return str(record.get("language", "en")) if record["type"] == "source" else "en"
        if self._languages is None:
            self._languages = languages_by_key(self._connection)
        return self._languages.get(record["source"], "en")

    def _mentions(self, records: Sequence[Record]) -> dict[str, list[Hit]]:
        found: dict[str, list[Hit]] = {}
        if not self._named or not records:
            return found
        m, s = t.mention.c, t.statement.c
        query = select(s.key, m.place, m.start, m.end, m.entity_id).join(t.statement, s.id == m.statement_id)
        keys = [record["key"] for record in records]
        for row in self._connection.execute(query.where(s.key.in_(keys), m.entity_id.in_(self._named))):
            field = "evidence" if row.place else "text"
            for why in self._named[row.entity_id]:
                found.setdefault(row.key, []).append(Hit(field, row.start, row.end, why, row.place))
        return found


def _place(hit: Hit) -> tuple[str, int, int, int, str]:
    return hit.field, hit.number, hit.start, hit.end, hit.why


def texts_of(field: str, record: Record) -> Iterator[tuple[str, int, str]]:
    """(JSON name, place in a list, text) of what a field of words is about; of a name its aliases too."""
    for name in ("name", "title") if field == "name" else (field,):
        if name in record:
            yield name, 0, record[name]
    for number, alias in enumerate(record.get("aliases", ()) if field == "name" else (), 1):
        yield "aliases", number, alias if isinstance(alias, str) else alias["text"]


def matcher(value: Word, scope: Scope, *, indexed: bool) -> Match:
    """What finds a word, phrase or start of a word among terms, as the search itself does.

    Texts that full text does not index (not ``indexed``) are also found by the start of a term.
    """
    runs: dict[str, list[list[str]]] = {}
    for run in phrases(value, scope):
        runs.setdefault(run[0], []).append(run)
    start = "" if indexed or not value.prefix else begun(value)[1]
    leads = phrases(Word(begun(value)[0], phrase=True), scope) or [[]] if start else []

    def match(terms: Sequence[str]) -> Iterator[tuple[int, int]]:
        for at, term in enumerate(terms):
            for run in runs.get(term, ()):
                if terms[at : at + len(run)] == run:
                    yield at, at + len(run)
            for lead in leads:
                end = at + len(lead)
                if terms[at:end] == lead and end < len(terms) and terms[end].startswith(start):
                    yield at, end + 1

    return match
