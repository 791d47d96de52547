"""The table of fields as people read it: how a query names each, what its values are, and which records have it."""

from collections.abc import Sequence

from policykb.cli.display.screen import Screen, wrap
from policykb.domain.fields import ENTITIES, STATEMENTS, SUBJECTS, Field

_GROUPS = {SUBJECTS: "all", STATEMENTS: "statements", ENTITIES: "entities"}


def show_fields(screen: Screen, fields: Sequence[Field], *, typed: bool) -> None:
    """Writes the fields a query can name, one beneath the other; ``typed``: with the records that have each."""
    for field in fields:
        if field.query is None:
            continue
        names = [name.replace("_", "-") for name in field.query_names]
        facts = [str(field.kind), *([subjects_in_words(field)] if typed else [])]
        also = f" (also {', '.join(dict.fromkeys(names[1:]))})" if len(set(names)) > 1 else ""
        screen.write(f"{screen.styled(names[0], 'bold')}{also}{screen.dot}{screen.dot.join(facts)}")
        for line in wrap(field.meaning, screen.width - 4):
            screen.write(f"    {line}")


def subjects_in_words(field: Field) -> str:
    """Which records have a field.

    >>> from policykb.domain.fields import find_field
    >>> subjects_in_words(find_field("text", "finding")), subjects_in_words(find_field("to", "recommendation"))
    ('statements', 'recommendations')
    """
    subjects = set(field.subjects)
    named = []
    for group, word in _GROUPS.items():
        if set(group) <= subjects:
            named.append(word)
            subjects -= set(group)
    return ", ".join(named + [f"{subject}s" for subject in SUBJECTS if subject in subjects])
