"""What became of an answer: which records came, left, changed or have another key; as `difference` has it of one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from policykb.domain.difference import Difference, change_of

SINCE = ("add", "remove", "rename", "change")
"""What may become of a record, in the order in which it is told."""
_IDENTITY = {"key", "former_keys"}


@dataclass(frozen=True)
class Became:
    """What became of one record or row of counts.

    ``op`` is add, remove, rename or change; ``called`` its text or name; ``before`` the key it had (of a rename);
    ``reason`` why it left; ``differences`` what it says otherwise now, also of one that left and is in the base still.
    """

    op: str
    type: str
    key: str
    called: str
    differences: tuple[Difference, ...] = ()
    before: str | None = None
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def became(op: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, reason: str | None = None) -> Became:
    """What became of a record, from how it was and how it is (None: it was not there, or is not)."""
    record = (old if op == "remove" else new) or {}
    change = change_of("change", record["type"], record["key"], old, new)
    called = str(record.get("text") or record.get("name") or record.get("title") or "")
    before = str(old["key"]) if op == "rename" and old is not None else None
    told = tuple(found for found in change.differences if found.field not in _IDENTITY)
    return Became(op, record["type"], record["key"], called, told, before, reason)


def since(items: Iterator[Became] | tuple[Became, ...]) -> str:
    """How many came, left, changed and have another key.

    >>> since((Became("add", "theme", "a", ""), Became("remove", "theme", "b", "")))
    '+1, -1, 0 changed'
    """
    counts = Counter(item.op for item in items)
    renamed = f", {counts['rename']:,} renamed" if counts["rename"] else ""
    return f"+{counts['add']:,}, -{counts['remove']:,}, {counts['change']:,} changed{renamed}"
