"""A load and the change of a record, as history keeps them; read-only, and the same for the CLI and scripts."""

from dataclasses import asdict, dataclass
from typing import Any

from policykb.domain.difference import Difference, differences


@dataclass(frozen=True)
class Load:
    """One load that changed something.

    ``at`` is when (ISO 8601, UTC), ``by`` the account, ``version`` the policykb; ``added``, ``changed`` and ``removed``
    count records; ``files`` are those that were read; ``undoes`` is the load this one took back, None for a usual one.
    """

    number: int
    at: str
    by: str
    version: str
    added: int
    changed: int
    removed: int
    undoes: int | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordChange:
    """What one load did to one record.

    ``op`` is add, change, remove or rename; ``file`` the file that states the record, or did (None where it is not
    known); ``before`` and ``after`` are the record as JSON has it. A record that was given another key has the new one
    in ``key``, the old one in ``before``.
    """

    load: Load
    op: str
    type: str
    key: str
    file: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def differences(self) -> list[Difference]:
        """What is not as it was, field by field; of a record that came or went, nothing."""
        if self.before is None or self.after is None:
            return []
        return list(differences(self.before, self.after))

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "load": self.load.number,
            "at": self.load.at,
            "by": self.load.by,
            "undoes": self.load.undoes,
            "op": self.op,
            "type": self.type,
            "key": self.key,
            "file": self.file,
            "changes": [asdict(change) for change in self.differences],
            "before": self.before,
            "after": self.after,
        }


def plain(load: Load) -> dict[str, Any]:
    """A load as JSON has it."""
    values = asdict(load)
    return {"load": values.pop("number"), **values, "files": list(load.files)}
