"""The table of fields as people read it: how a query names each, what its values are, and which records have it."""

from collections.abc import Iterator, Sequence

from policykb.cli.display.grid import show_grid
from policykb.cli.display.screen import Screen
from policykb.domain.fields import ASKED, ENTITIES, STATEMENTS, SUBJECTS, Field


def show_fields(screen: Screen, fields: Sequence[Field], *, typed: bool) -> None:
    """Writes the fields that a query can name; ``typed``: with the records that have each."""
    show_grid(screen, ["Field", "Also", "Values", "Meaning"], list(_rows(fields, typed)))


def _rows(fields: Sequence[Field], typed: bool) -> Iterator[list[str]]:
    for field in fields:
        if field.query is not None:
            meaning = f"{field.meaning} [{records_in_words(field)}]" if typed else field.meaning
            yield [field.query, ", ".join(other_names(field)), str(field.kind), meaning]


def other_names(field: Field) -> list[str]:
    """The further names a query may use, written with hyphens.

    >>> from policykb.domain.fields import find_field
    >>> other_names(find_field("to", "recommendation"))
    ['addressees']
    """
    names = dict.fromkeys(name.replace("_", "-") for name in field.query_names)
    return [name for name in names if name != field.query]


def records_in_words(field: Field) -> str:
    """Which records have a field.

    >>> from policykb.domain.fields import find_field
    >>> records_in_words(find_field("text", "finding")), records_in_words(find_field("issued", "source"))
    ('statements, passages', 'statements, sources, passages')
    """
    left, words = set(field.subjects), list[str]()
    for group, word in ((SUBJECTS, "all records"), (STATEMENTS, "statements"), (ENTITIES, "entities")):
        if left >= set(group):
            words.append(word)
            left -= set(group)
    return ", ".join([*words, *(f"{subject}s" for subject in ASKED if subject in left)])
