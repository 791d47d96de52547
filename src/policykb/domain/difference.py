"""How a record was and how it is now, in the words of whoever keeps it; separate as diff and history tell it alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from policykb.domain.citation import place

Plain = Mapping[str, Any]

MOST_WHOLE = 6
"""Lists of at most so many things are told whole, before and after; of longer ones only what came and went."""
_SINGULARS = {
    **{f"{word}s": word for word in ("addressee", "proponent", "theme", "framework", "actor", "event", "author")},
    **{f"{word}s": word for word in ("membership", "participation", "mapping", "reference", "term", "organisation")},
    "aliases": "alias",
    "former_keys": "former key",
    "ids": "id",
    "codes": "code",
}
_EACH = {"evidence", "aliases", "memberships", "participations", "mappings", "references", "terms"}
"""Lists whose items are told one by one."""
_TEXTS = {"text", "note", "definition", "scope_note", "disclaimer", "condition", "purpose", "deadline", "measure"}
_ALIKE = 0.5
"""Texts less alike than this are told whole, before and after, as their common words mean nothing."""


@dataclass(frozen=True)
class Difference:
    """One field that differs; ``before`` or ``after`` is None where the record did not or does not have it."""

    field: str
    before: Any
    after: Any

    def in_words(self) -> Iterator[str]:
        """What happened to the field, a line for each thing.

        >>> print(*Difference("addressees", [{"key": "us"}], [{"key": "us"}, {"key": "japan"}]).in_words())
        addressee us -> us, japan
        >>> print(*Difference("strength", "should", None).in_words())
        strength should -> (none)
        >>> print(*Difference("text", "Japan should join the talks.", "Japan must join the talks.").in_words())
        text: Japan [-should-] {+must+} join the talks.
        >>> print(*Difference("evidence", [], [{"section": "Summary", "paragraph": 3}]).in_words())
        evidence added: Summary, para. 3
        """
        word = _SINGULARS.get(self.field, self.field.replace("_", " "))
        if self.field in _EACH:
            yield from _each(word, self.before or [], self.after or [])
        elif self.field in _TEXTS and self.before and self.after:
            yield from _texts(word, self.before, self.after)
        elif isinstance(self.before or self.after, dict):
            yield from _pairs(word, self.before or {}, self.after or {})
        elif isinstance(self.before, list) and isinstance(self.after, list) and _is_long(self.before, self.after):
            yield from _each(word, self.before, self.after)
        else:
            yield f"{word} {_value(self.before)} -> {_value(self.after)}"


@dataclass(frozen=True)
class Change:
    """What happens to one record: ``op`` is add, change or remove; ``called`` its text or name."""

    op: str
    type: str
    key: str
    called: str
    differences: tuple[Difference, ...] = ()


class Rehearsal(list[Change]):
    """What a load would do, in the order in which it would; ``pending``: drafts it would leave out, by file."""

    def __init__(self, changes: Iterable[Change] = (), pending: Mapping[str, int] | None = None) -> None:
        super().__init__(changes)
        self.pending = dict(pending or {})


def change_of(op: str, type_: str, key: str, before: Plain | None, after: Plain | None) -> Change:
    """The change between two states of a record as JSON has them (None: there is no such record)."""
    record = after or before or {}
    called = record.get("text") or record.get("name") or record.get("title") or ""
    found = differences(before, after) if before is not None and after is not None else ()
    return Change(op, type_, key, str(called), tuple(found))


def differences(before: Plain, after: Plain) -> Iterator[Difference]:
    """The fields that differ, in the order of the record as it is now."""
    for name in dict.fromkeys((*after, *before)):
        if before.get(name) != after.get(name):
            yield Difference(name, before.get(name), after.get(name))


def _is_long(before: Sequence[Any], after: Sequence[Any]) -> bool:
    return max(len(before), len(after)) > MOST_WHOLE


def _each(word: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[str]:
    """Items that came and went; one that stayed under its name but says something else is told as changed."""
    gone = [item for item in before if item not in after]
    come = [item for item in after if item not in before]
    names = {_name(item): item for item in gone if _name(item)}
    for item in come:
        old = names.pop(_name(item), None)
        if old is not None and isinstance(item, dict) and isinstance(old, dict):
            told = [line for found in differences(old, item) for line in found.in_words()]
            yield f"{word} {_name(item)}: {'; '.join(told)}"
            gone.remove(old)
        else:
            yield f"{word} added: {_value(item)}"
    for item in gone:
        yield f"{word} removed: {_value(item)}"
    if not gone and not come:
        yield f"{word}: another order"


def _name(item: Any) -> str | None:
    """What an object of a list goes by as long as it is the same one."""
    if not isinstance(item, dict):
        return None
    name = next((item[field] for field in ("key", "actor", "person", "number") if field in item), None)
    return None if name is None else str(name)


def _pairs(word: str, before: Plain, after: Plain) -> Iterator[str]:
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield f"{word} {name} {_value(before.get(name))} -> {_value(after.get(name))}"


def _texts(word: str, before: str, after: str) -> Iterator[str]:
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        yield f"{word} was: {before}"
        yield f"{word} is: {after}"
        return
    parts = []
    for op, i, j, k, m in matcher.get_opcodes():
        if op == "equal":
            parts.append(" ".join(old[i:j]))
            continue
        parts += [f"[-{' '.join(old[i:j])}-]"] if j > i else []
        parts += [f"{{+{' '.join(new[k:m])}+}}"] if m > k else []
    yield f"{word}: {' '.join(parts)}"


def _value(value: Any) -> str:
    """A value in a few words."""
    if value is None or value == []:
        return "(none)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    if not isinstance(value, dict):
        return str(value)
    if "key" in value and "definition" not in value:
        special = [value[name] for name in ("role", "relation", "support") if value.get(name) not in {None, "topic"}]
        return f"{value['key']} ({special[0]})" if special else str(value["key"])
    if quote := value.get("quote"):
        words = quote.get("exact") or f"{quote.get('from')} ... {quote.get('to')}"
        return ": ".join(filter(None, (place(value), f'"{words}"')))
    return place(value) or ", ".join(_named(name, item) for name, item in value.items())


def _named(name: str, item: Any) -> str:
    return _value(item) if name in {"text", "actor", "person", "key", "title"} else f"{name} {_value(item)}"
