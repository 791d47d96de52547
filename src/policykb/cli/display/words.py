"""Counts and dates as sentences have them; separate so that every command counts in the same words."""

from collections.abc import Mapping, Sequence

from policykb.domain.fields import PASSAGE, STATEMENTS

_PLURALS = {"vocabulary": "vocabularies", "coverage": "coverage entries"}
_SINGULARS = {"coverage": "coverage entry"}


def counted(count: int, noun: str) -> str:
    """A number and what it counts.

    >>> counted(1, "recommendation"), counted(1200, "vocabulary"), counted(0, "source")
    ('1 recommendation', '1,200 vocabularies', '0 sources')
    """
    word = _SINGULARS.get(noun, noun) if count == 1 else _PLURALS.get(noun, f"{noun}s")
    return f"{count:,} {word}"


def listed(counts: Mapping[str, int]) -> str:
    """Counts by type beside one another, without those of nothing.

    >>> listed({"recommendation": 2, "finding": 0, "source": 1})
    '2 recommendations, 1 source'
    """
    return ", ".join(counted(count, noun) for noun, count in counts.items() if count)


def noun_for(subjects: Sequence[str]) -> str:
    """What the records of a query are together.

    >>> noun_for(["finding"]), noun_for(["recommendation", "finding"])
    ('finding', 'statement')
    """
    if len(subjects) == 1:
        return subjects[0]
    if subjects[0] == PASSAGE:
        return PASSAGE
    return "statement" if set(subjects) <= set(STATEMENTS) else "record"


_HOW = {"short": "short name", "former": "former name"}


def by_which(how: str, through: str, name: str) -> str:
    """By which of its names an entity was found.

    >>> by_which("acronym", "IPEF", "Indo-Pacific Economic Framework"), by_which("name", "Japan", "Japan")
    ('by its acronym "IPEF"', 'by its name')
    """
    called = _HOW.get(how, how)
    return f"by its {called}" if how in {"key", "family name"} or through == name else f'by its {called} "{through}"'
