"""Stated reasons taken out of the records of a base; shares nothing with what finds them."""

import copy
from collections.abc import Iterable, Sequence
from typing import Any

from tests.builders import Plain

from policykb.query.explain.explanation import Reason

CANNOT = {"own", "default", "absent"}
"""Kinds of reasons that no record can do without: its key, what counts where nothing is stated."""
_NEEDED = {"name", "title", "text", "memberships", "participations"}
_THE_SAME_UNSTATED = ("review", "accepted")


def removable(reasons: Iterable[Reason]) -> bool:
    """Whether all of them can be taken out of the records."""
    return all(
        r.kind not in CANNOT
        and not (r.kind == "value" and r.field in _NEEDED)
        and (r.field, r.value) != _THE_SAME_UNSTATED
        for r in reasons
    )


def without(records: Sequence[Plain], key: str, reasons: Iterable[Reason]) -> list[Plain]:
    """The records of a base without what these reasons for the record of that key say."""
    changed = copy.deepcopy(list(records))
    by_key = {record["key"]: record for record in changed if "key" in record}
    # From the end, so that the numbers of what is still to go stay right.
    for reason in sorted(dict.fromkeys(reasons), key=lambda r: r.number or 0, reverse=True):
        if reason.kind in {"claim", "relation", "coverage"}:
            changed = [record for record in changed if not _is_meant(record, reason)]
        else:
            statement = by_key[key] if reason.record is None else by_key[reason.record]
            _remove(statement, reason, by_key)
    return changed


def _is_meant(record: Plain, reason: Reason) -> bool:
    """A claim with those of the same asserter that say the same: the older come to light when the latest goes."""
    if record["type"] != reason.kind or reason.record is None:
        return False
    if reason.kind == "coverage":
        return (record["source"], record["theme"]) == (reason.record, reason.value)
    if reason.kind == "relation":
        return [record["subject"], record["relation"], record["object"]] == reason.record.split(" ")
    statement, aspect, rest = reason.record.split(" ", 2)
    said = (record["statement"], record["aspect"], record["value"]) == (statement, aspect, reason.value)
    return said and record["asserter"] in rest.split(" ")


def _remove(record: Plain, reason: Reason, by_key: dict[str, Plain]) -> None:
    field = reason.field
    match reason.kind:
        case "mention" | "term":
            _blank(record, reason)
        case "date":
            record.pop(field, None)
            # What is stated of a statement hides the date of its source.
            by_key.get(record.get("source", ""), {}).pop(field, None)
        case "membership":
            del record[field][(reason.number or 0) - 1]
        case "participation":
            part = record[field][(reason.number or 0) - 1]
            if part["person"] == reason.value:
                part["person"] = "nobody"
            else:
                part["organisations"].remove(reason.value)
        case _ if field in {"codes", "ids"}:
            del record[field][reason.value]
        case _ if field == "aliases":
            del record[field][(reason.number or 0) - 1]
        case _ if isinstance(record[field], list):
            record[field] = [item for item in record[field] if _key(item) != reason.value]
        case _:
            del record[field]


def _key(item: Any) -> str:
    return item if isinstance(item, str) else str(item["key"])


def _blank(record: Plain, reason: Reason) -> None:
    """A word of the same length that nothing asks for stands in the place of the words."""
    field = reason.field
    if reason.number is None:
        field = "title" if field == "name" and "title" in record else field
        record[field] = _blanked(record[field], reason)
    elif field == "evidence":
        quote = record["evidence"][reason.number - 1]["quote"]
        quote["exact"] = _blanked(quote["exact"], reason)
    else:
        alias = record["aliases"][reason.number - 1]
        if isinstance(alias, str):
            record["aliases"][reason.number - 1] = _blanked(alias, reason)
        else:
            alias["text"] = _blanked(alias["text"], reason)


def _blanked(text: str, reason: Reason) -> str:
    assert reason.start is not None
    assert reason.end is not None
    return text[: reason.start] + "x" * (reason.end - reason.start) + text[reason.end :]
