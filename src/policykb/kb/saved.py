"""Queries saved under a name: saving them, listing what they find now, running one, forgetting one."""

from dataclasses import replace
from datetime import UTC, date, datetime

from policykb.domain.saved import SavedQuery, saved_name
from policykb.errors import OutputError, QueryError, UnknownKey, UsageError
from policykb.kb.answer import Answer
from policykb.kb.ask import ask
from policykb.kb.nearest import nearest
from policykb.query.grammar.lookup import SUBJECT_WORDS
from policykb.store import saved as store
from policykb.store.engine import Database


def save(database: Database, name: str, text: str, *, force: bool, today: date) -> SavedQuery:
    """Saves a query that can be answered now; the same under the same name again is left as it is.

    Raises UsageError where the name cannot be one, OutputError where another query bears it (and not ``force``), and
    the errors of a query.
    """
    key = _checked(name)
    if key in SUBJECT_WORDS:
        raise UsageError(f"{key} is a query by itself, so none can be saved under that name.", "Give another name.")
    written = " ".join(text.split())
    answer = ask(database, written, limit=None, today=today)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    query = SavedQuery(key, written, answer.canonical, created, answer.total)
    with database.writing() as connection:
        known = store.saved_query(connection, key)
        if known is not None and known.text == written and known.canonical == answer.canonical:
            return replace(known, records=answer.total)
        if known is not None and known.text != written and not force:
            raise OutputError(
                f"There is a saved query {key} already: {known.text}", "Use --force to replace it, or another name."
            )
        store.put(connection, query)
    return query


def saved(database: Database, today: date) -> list[SavedQuery]:
    """All saved queries, with how many records each finds now, or why it cannot be answered any more."""
    with database.unchanging() as same:
        with same.reading() as connection:
            queries = store.saved_queries(connection)
        return [_counted(same, query, today) for query in queries]


def _counted(database: Database, query: SavedQuery, today: date) -> SavedQuery:
    try:
        return replace(query, records=ask(database, query.text, limit=None, today=today).total)
    except QueryError as error:
        return replace(query, fault=error.message)


def forget(database: Database, name: str) -> SavedQuery:
    """Takes a saved query away; what it was. Raises UnknownKey."""
    query = _known(database, name)
    with database.writing() as connection:
        store.remove(connection, query.name)
    return query


def run(database: Database, name: str, *, limit: int | None, today: date) -> Answer:
    """The answer to a saved query. Raises UnknownKey, and the errors of a query with the name of this one."""
    query = _known(database, name)
    try:
        return ask(database, query.text, limit=limit, today=today)
    except QueryError as error:
        raise named(error, query.name) from error


def named(error: QueryError, name: str) -> QueryError:
    """The same error, saying of which saved query it speaks."""
    message = f"The saved query {name} cannot be answered any more: {error.message}"
    again = f'To change it: policykb save {name} "..." --force'
    return type(error)(message, "\n".join(filter(None, (error.hint, again))), query=error.query, column=error.column)


def find(database: Database, name: str) -> SavedQuery | None:
    """The saved query of that name, in any case; None where there is none, or the text is no name."""
    try:
        key = saved_name(name)
    except ValueError:
        return None
    with database.reading() as connection:
        return store.saved_query(connection, key)


def unknown(database: Database, name: str, hint: str = "") -> UnknownKey:
    """The error that there is no saved query of that name, with those that may have been meant."""
    with database.reading() as connection:
        names = [query.name for query in store.saved_queries(connection)]
    near = nearest(name.strip().lower(), names)
    if near:
        hint = f"Did you mean {' or '.join(near)}?" + (f" {hint}" if hint else "")
    usual = "policykb saved lists them." if names else 'There are none yet: policykb save NAME "QUERY"'
    return UnknownKey(f"There is no saved query {name!r}.", hint or usual)


def _known(database: Database, name: str) -> SavedQuery:
    query = find(database, name)
    if query is None:
        raise unknown(database, name)
    return query


def _checked(name: str) -> str:
    try:
        return saved_name(name)
    except ValueError as error:
        raise UsageError(f"No query can be saved under that name: {error}.", "For example: quad-asks") from None
