"""Which field or subject a word of a query means, and what was likely meant; separate because it knows no grammar."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from policykb.domain.fields import ASKED, FIELDS, PASSAGE, STATEMENTS, Field, Kind, fields_of, find_field

SUBJECT_WORDS: dict[str, tuple[str, ...]] = {
    **{form: (subject,) for subject in ASKED for form in (subject, f"{subject}s")},
    "statement": STATEMENTS,
    "statements": STATEMENTS,
}
OF_SOURCES = frozenset({*STATEMENTS, PASSAGE})
"""What a source makes or has: what can be asked for by its source and publisher, and whose words are searched."""


@lru_cache(maxsize=1024)
def field_named(name: str, subject: str) -> Field | None:
    """As `find_field`, and the singular of a plural JSON name too (``addressee``).

    >>> field_named("addressee", "recommendation").query
    'to'
    """
    return find_field(name, subject) or find_field(f"{name}s", subject)


@cache
def _all_names() -> frozenset[str]:
    return frozenset(known.lower().replace("_", "-") for field in FIELDS for known in field.query_names)


def is_field_name(name: str) -> bool:
    """Whether any subject has a field of that name."""
    folded = name.lower().replace("_", "-")
    return folded in _all_names() or f"{folded}s" in _all_names()


def holders(name: str) -> tuple[str, ...]:
    """The subjects that have a field of that name."""
    return tuple(subject for subject in ASKED if field_named(name, subject) is not None)


def field_names(subjects: Iterable[str]) -> list[str]:
    """The query names of the fields that all these subjects have, in the order of the table."""
    each = [[field.query for field in fields_of(subject) if field.query] for subject in subjects]
    return list(dict.fromkeys(name for name in each[0] if all(name in names for names in each)))


def makes_groups(field: Field, subject: str) -> bool:
    """Whether records of a subject fall into groups by a field: few values, each of which can be named."""
    if field.role is not None or (subject in OF_SOURCES and field.name in {"source", "publisher"}):
        return True
    if field.kind is Kind.NAME and subject not in STATEMENTS:
        return (field.name, subject) != ("involving", "event")
    return not field.many and field.kind in {Kind.WORD, Kind.STRING, Kind.FLAG, Kind.TYPE, Kind.DATE}


def groups_of(subjects: Sequence[str]) -> list[str]:
    """The query names of the fields that make groups of all these subjects."""
    return [
        name
        for name in field_names(subjects)
        if all((field := find_field(name, subject)) and makes_groups(field, subject) for subject in subjects)
    ]


def gives_order(field: Field) -> bool:
    """Whether records can be sorted by a field: of one value, and of entities only by the source."""
    return not field.many and (field.kind is not Kind.NAME or field.name == "source")


def orders_of(subjects: Sequence[str]) -> list[str]:
    """The query names of the fields that all these subjects can be sorted by."""
    return [name for name in field_names(subjects) if (f := find_field(name, subjects[0])) and gives_order(f)]


def groupable(subject: str) -> list[str]:
    """The fields that the records of a type can be counted by."""
    return groups_of((subject,))


def words_field(subjects: Sequence[str], in_source: bool = False) -> str:
    """The field that bare words and ``containing`` search: the text of a statement or passage, an entity's name."""
    return "text" if in_source or subjects[0] in OF_SOURCES else "name"


def one_for_all(name: str, subjects: Sequence[str], anyone: bool = False) -> Field | None:
    """The field of that name which all (``anyone``: some) of the subjects have."""
    found = [field_named(name, subject) for subject in subjects]
    fits = any(found) if anyone else all(found)
    return next(filter(None, found)) if fits else None


def nearest(word: str, known: Iterable[str], edits: int | None = None) -> str | None:
    """The known word nearest to this one, if it is within so many edits (1 to 3, by its length, where not said).

    >>> nearest("recomendation", SUBJECT_WORDS, 2), nearest("trade", SUBJECT_WORDS, 2)
    ('recommendation', None)
    """
    allowed = min(3, max(1, len(word) // 3)) if edits is None else edits
    near = [other for other in known if _is_within(word, other, allowed)]
    if not near:
        return None
    from rapidfuzz.distance import Levenshtein

    return min(near, key=lambda other: (Levenshtein.distance(word, other), other))


def _is_within(one: str, other: str, edits: int) -> bool:
    """Whether so many edits make one word the other; most words part early, so no library is loaded for them."""
    if abs(len(one) - len(other)) > edits:
        return False
    same = next((at for at, (ours, theirs) in enumerate(zip(one, other, strict=False)) if ours != theirs), None)
    if same is None:
        return True
    if edits == 0:
        return False
    one, other = one[same:], other[same:]
    return any(_is_within(*pair, edits - 1) for pair in ((one[1:], other[1:]), (one[1:], other), (one, other[1:])))


def plural(subjects: Sequence[str]) -> str:
    """The subjects as words: recommendations and findings."""
    if tuple(subjects) == STATEMENTS:
        return "statements"
    words = [f"{subject}s" for subject in subjects]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
