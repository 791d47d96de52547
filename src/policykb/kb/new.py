"""A skeleton for a new record, under a key that is free."""

from datetime import date

from policykb.domain.keys import check_key
from policykb.errors import UsageError
from policykb.seed.skeleton import TYPES, skeleton
from policykb.store import folders, state, surroundings
from policykb.store.engine import Database


def new(database: Database | None, type_: str, key: str) -> str:
    """The text of the file; UsageError where there is no skeleton of that type, or the key is none or taken."""
    if type_ not in TYPES:
        raise UsageError(f"There is no skeleton of {type_!r}.", f"There are: {', '.join(TYPES)}")
    try:
        check_key(key)
    except ValueError as error:
        raise UsageError(f"{error}.", "For example: my-institute-2025-trade") from None
    words: dict[str, list[str]] = {}
    if database is not None:
        with database.reading() as connection:
            words = state.terms_by_vocabulary(connection)
            current = surroundings.current_key(connection, key)
            taken = surroundings.entity_id(connection, current)
            if taken is not None:
                _, owner = folders.owner_of(connection, taken, is_statement=False)
                named = key if current == key else f"{key} (now {current})"
                raise UsageError(
                    f"{named} is in the base already, from {owner}.",
                    f"To add to it from a file of your own:  extend: [{{key: {current}, aliases: [...]}}]",
                )
    return skeleton(type_, key, words, date.today())
