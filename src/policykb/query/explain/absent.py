"""Why a record fulfils a condition that something is not so: what it holds instead, which anybody can look up."""

from collections.abc import Iterable

from policykb.domain.fields import Field, Kind
from policykb.query.ast import AnyValue, Condition, Name, NoValue, Word
from policykb.query.explain.explanation import Reason
from policykb.query.explain.facts import Facts, Plain
from policykb.query.explain.statements import claim_in_words, linked
from policykb.query.grammar.render import render_where
from policykb.store.labels import Labels


def not_so(item: Condition, row: Field, record: Plain, labels: Labels, facts: Facts | None = None) -> Reason:
    """That a record does not fulfil a condition; ``facts`` of a statement say what it holds instead."""
    label = row.name.replace("_", " ")
    if isinstance(item.value, AnyValue | NoValue) and item.asserter is None:
        words = "nothing is linked to it or named in it" if row.kind is Kind.MENTION else f"no {_single(row)} is stated"
        return Reason("absent", words, row.name)
    wanted = labels.name(item.value.text) if isinstance(item.value, Name) else render_where(item)
    match row.kind:
        case Kind.MENTION:
            words = f"{wanted} is neither linked to it nor named in it"
        case Kind.TEXT if isinstance(item.value, Word):
            sought = f"{item.value.text}*" if item.value.prefix else item.value.text
            words = f'{"its text" if row.name == "text" else f"its {label}"} does not hold "{sought}"'
            words = words if row.name in record or row.name == "name" else f"it has no {label}"
        case Kind.CLAIM:
            words = _claims(item, row, labels, facts)
        case Kind.RELATION:
            words = f"it does not {row.query} {item.value.text}" if isinstance(item.value, Name) else f"no {label}"
        case Kind.NAME:
            held = _held(row, record, labels, facts)
            words = f"{label}: {held or 'none'}; not {wanted}"
        case _:
            words = f"{label}: {_plain(row, record, facts)}"
    return Reason("absent", words, row.name)


def _single(row: Field) -> str:
    name = row.name.replace("_", " ")
    return name.removesuffix("s") if row.many and not name.endswith("ss") else name


def _held(row: Field, record: Plain, labels: Labels, facts: Facts | None) -> str:
    """The entities that a field of names holds, by name."""
    if facts is not None:
        origin = facts.origin
        if row.name == "source":
            return origin.title
        if row.name == "publisher":
            return labels.name(origin.publisher) if origin.publisher else ""
        if row.role == "proponent" and "proponents" not in record:
            return _names(origin.authors, labels)
        if row.role is None:
            return "others" if any(linked(record, f) for f in _LINKS) else ""
    found = record.get(row.name, ())
    if row.name in {"involving", "member"}:
        members = record.get("memberships", ()) or record.get("participations", ())
        return f"{len(members)} others" if members else ""
    keys = [found] if isinstance(found, str) else [key for key, _ in linked(record, row.name)]
    return _names([key for key in keys if key != "unknown"], labels)


_LINKS = ("addressees", "proponents", "themes", "frameworks", "actors", "events")


def _names(keys: Iterable[str], labels: Labels) -> str:
    return ", ".join(labels.name(key) for key in keys)


def _claims(item: Condition, row: Field, labels: Labels, facts: Facts | None) -> str:
    standing = [c for c in facts.claims if c.aspect == row.name and not c.retracted] if facts is not None else []
    latest = {claim.asserter: claim for claim in standing}.values()
    asked = "claim" if isinstance(item.value, AnyValue | NoValue) else f"current claim of {item.value.text}"  # type: ignore[union-attr]
    by = f" by {labels.name(item.asserter.text)}" if item.asserter is not None else ""
    held = "; ".join(claim_in_words(claim, labels) for claim in latest)
    return f"no {asked}{by}" + (f" ({held})" if held else "")


def _plain(row: Field, record: Plain, facts: Facts | None) -> str:
    value = record.get(row.name)
    if row.name == "issued" and value is None and facts is not None:
        value = facts.origin.issued
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{scheme} {code}" for scheme, code in value.items())
    if isinstance(value, list):
        return ", ".join(each if isinstance(each, str) else str(each.get("text", each)) for each in value)
    return str(value) if value is not None else _UNSTATED.get(row.name, "none")


_UNSTATED = {"priority": "no", "endorsed": "yes", "review": "accepted", "language": "en"}
