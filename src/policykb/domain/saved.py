"""A query that somebody saved under a name; separate so that the CLI, scripts and the loader mean the same by it."""

from dataclasses import asdict, dataclass

from policykb.domain.keys import check_key


@dataclass(frozen=True)
class SavedQuery:
    """A query under a ``name``.

    ``text`` is the query as it was written ("last 2 years" stays relative), ``canonical`` how it was understood when
    it was saved, ``created`` when that was (ISO 8601, UTC). ``records``: how many fit it now; None where that was not
    asked, or where it cannot be answered any more: then ``fault`` says why.
    """

    name: str
    text: str
    canonical: str
    created: str
    records: int | None = None
    fault: str | None = None

    def to_dict(self) -> dict[str, str | int | None]:
        """As JSON has it."""
        return asdict(self)


def saved_name(text: str) -> str:
    """The name that is meant, in whatever case it is written; ValueError where it is none.

    >>> saved_name(" Quad-Asks ")
    'quad-asks'
    """
    return check_key(text.strip().lower())
