"""What an explanation says, as plain data; separate so that who shows or tests it needs nothing of how it is found."""

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Reason:
    """A fact of the base by which a record fulfils a condition (or, of ``kind`` absent, that there is none).

    ``text`` says it in words. ``field`` is the field of the record that states it, by its JSON name, and ``value`` what
    stands there: a key, a word. ``start`` and ``end`` are the characters of the field's text (``text[start:end]``);
    ``number`` is the place, from 1, in a field that is a list (the piece of evidence whose exact quote it is, the
    membership). ``record`` is the key of the record that states it where that is another one: the source, another
    statement of it, a claim.

    ``kind``: link, mention, term, value, date, claim, relation, broader, membership, participation, coverage, own
    (its key or type), default (what counts where nothing is stated), absent.
    """

    kind: str
    text: str
    field: str = ""
    value: str | None = None
    start: int | None = None
    end: int | None = None
    number: int | None = None
    record: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it, without what is not known of it."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name)) not in {None, ""}}


@dataclass(frozen=True)
class Because:
    """A condition of the query that decided, as the canonical form has it, and all the facts that fulfil it.

    ``more``: how many statements of the source fulfil it besides those given (inside ``in-source:``).
    """

    condition: str
    reasons: tuple[Reason, ...]
    more: int = 0

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        more = {"more": self.more} if self.more else {}
        return {"condition": self.condition, "reasons": [reason.to_dict() for reason in self.reasons]} | more


@dataclass(frozen=True)
class Explained:
    """A record that was found: why, and under which rows of a count it stands."""

    key: str
    type: str
    text: str
    because: tuple[Because, ...]
    groups: tuple[tuple[str, ...], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        because = [each.to_dict() for each in self.because]
        groups = {"groups": [list(values) for values in self.groups]} if self.groups else {}
        return {"key": self.key, "type": self.type, "text": self.text, "because": because} | groups


@dataclass(frozen=True)
class Named:
    """A name of the query and what it means here.

    ``through`` is the name of the entity that fitted, ``how`` what that is of it (name, acronym, key, former key, ...),
    ``includes`` the keys of all that is narrower or a part of it and is found with it.
    """

    written: str
    key: str
    type: str
    name: str
    through: str
    how: str
    includes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return vars(self) | {"includes": list(self.includes)}


@dataclass(frozen=True)
class Explanation:
    """How a query was understood, how the database answers it, and why each record is in the answer.

    ``rows`` are the records found, in order, as many as were asked for; ``total`` is how many there are. ``sql`` is
    what finds them, ready to be run by hand, ``plan`` how ``database`` goes about it.
    """

    canonical: str
    names: tuple[Named, ...]
    rows: tuple[Explained, ...]
    total: int
    subjects: tuple[str, ...]
    group: tuple[str, ...]
    sql: tuple[str, ...]
    plan: tuple[str, ...]
    database: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "canonical": self.canonical,
            "names": [name.to_dict() for name in self.names],
            "total": self.total,
            **({"group": list(self.group)} if self.group else {}),
            "rows": [row.to_dict() for row in self.rows],
            "database": self.database,
            "sql": list(self.sql),
            "plan": list(self.plan),
        }
