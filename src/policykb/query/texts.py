"""Words, phrases and starts of words in SQL: in texts of statements, which full text indexes, and in other texts."""

from typing import Any

from sqlalchemy import FromClause, Select, and_, exists, false, literal, or_, select

from policykb.domain.fields import Field
from policykb.lexicon.words import folded, words
from policykb.query.ast import Condition, Word
from policykb.query.scope import Bool, Scope
from policykb.store import tables as t
from policykb.store.dialect import of_connection

MOST_PROBED = 8
"""Runs of terms that are looked for in each text; of more, as prefixes have, the texts are listed by full text."""


def in_text(item: Condition, s: FromClause, scope: Scope) -> Bool:
    """That the text of a statement has the words."""
    assert isinstance(item.value, Word)
    runs = phrases(item.value, scope)
    dialect = of_connection(scope.connection)
    if scope.probes(item, s) and len(runs) <= MOST_PROBED:
        return or_(false(), *(dialect.stands_in(f" {' '.join(run)} ", s.c.terms) for run in runs))
    return s.c.id.in_(dialect.statements_with(runs))


def in_passage(item: Condition, scope: Scope) -> Bool:
    """That a passage has the words."""
    assert isinstance(item.value, Word)
    return t.passage.c.id.in_(of_connection(scope.connection).passages_with(phrases(item.value, scope)))


def with_words(item: Condition, scope: Scope) -> Select[Any]:
    """The ids of the statements whose text has the words, from full text."""
    assert isinstance(item.value, Word)
    return of_connection(scope.connection).statements_with(phrases(item.value, scope))  # type: ignore[no-any-return]


def phrases(value: Word, scope: Scope) -> list[list[str]]:
    """The runs of terms that a word or phrase stands for: one a language of the base, or one a word of a prefix."""
    if not value.prefix:
        return _runs(value.text, scope)
    before, start = begun(value)
    word = scope.word.c
    query = select(word.term).where(_starts(start, scope)).distinct().order_by(word.term)
    known = list(scope.connection.execute(query).scalars()) if start else []
    return [[*run, term] for run in _runs(before, scope) or [[]] for term in known]


def _runs(text: str, scope: Scope) -> list[list[str]]:
    """The terms of a text, once for each way in which a language of the base has them."""
    found: list[list[str]] = []
    for language in scope.languages:
        run = [term for term, _, _ in words(text, language)]
        if run and run not in found:
            found.append(run)
    return found


def begun(value: Word) -> tuple[str, str]:
    """The whole words of a prefix and the start after them: ``lattice-w*`` is "lattice" and "w"."""
    forms = [form for form, _, _ in folded(value.text)]
    return " ".join(forms[:-1]), forms[-1] if forms else ""


def _starts(start: str, scope: Scope) -> Bool:
    word = scope.word.c
    return and_(word.folded >= start, word.folded < start + "\U0010ffff")


def in_other_text(item: Condition, row: Field, s: FromClause, table: FromClause, id_column: str, scope: Scope) -> Bool:
    """In a text that full text does not index: its terms are stored with a space at both ends."""
    assert isinstance(item.value, Word)
    terms = table.c.terms
    if item.value.prefix:
        before, start = begun(item.value)
        if not start:
            return false()
        leads = [f"% {' '.join([*run, ''])}" for run in _runs(before, scope) or [[]]]
        # The words of these texts are not kept as written, so the start of a term counts too.
        fits = or_(*(terms.like(f"{lead}{start}%") for lead in leads))
        known = or_(*(terms.like(literal(lead) + scope.word.c.term + " %") for lead in leads))
        fits = or_(fits, exists().where(_starts(start, scope), known))
    else:
        fits = or_(false(), *(terms.like(f"% {' '.join(run)} %") for run in phrases(item.value, scope)))
    own_id = s.c.id if "id" in s.c else s.c.entity_id
    return exists().where(table.c[id_column] == own_id, table.c.field == row.name, fits)
