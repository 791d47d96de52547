"""Everything about one record, as people read it; separate from lists of records, which show a few facts of many."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from policykb.cli.display.attached import day, sizes
from policykb.cli.display.in_place import show_in_place
from policykb.cli.display.screen import Screen, padded, wrap
from policykb.domain.citation import place
from policykb.domain.fields import STATEMENTS, Kind, fields_of

if TYPE_CHECKING:
    from policykb.kb.in_place import InPlace
    from policykb.kb.show import Detail
    from policykb.store.surroundings import Pointer

SOME = 10
"""Pointers that are shown unless everything is asked for."""
_NOT_FACTS = {"key", "type", "text", "name", "title", "evidence", "memberships", "participations", "references"}
_LABELS = {"url": "URL", "doi": "DOI", "ids": "IDs"}
_LABEL_WIDTH = 14
Fact = tuple[str, list[str]]


def show_detail(screen: Screen, detail: "Detail", *, long: bool) -> None:
    """Writes a record with all its facts, passages, names in the text and the records around it.

    Unless ``long``, of what points at it only the first few.
    """
    record = detail.record
    screen.write(f"{record['type'].capitalize()} {screen.styled(record['key'], 'dim')}")
    screen.write()
    for line in wrap(record.get("text") or record.get("name") or record["title"], screen.width):
        screen.write(line, "bold")
    screen.write()
    if detail.citation:
        for line in wrap(f"Cite as: {detail.citation}", screen.width):
            screen.write(line)
        screen.write()
    for label, lines in _facts(detail):
        _show_fact(screen, label, lines)
    show_in_place(screen, detail.passages, long=long)
    _show_pointers(screen, detail, long=long)


def _show_fact(screen: Screen, label: str, texts: Sequence[str]) -> None:
    """A label on the left and texts on the right, each on a line of its own."""
    width = screen.width - _LABEL_WIDTH
    head = padded(label, _LABEL_WIDTH)
    for text in texts:
        for line in wrap(text, width):
            screen.write(screen.styled(head, "dim") + line)
            head = " " * _LABEL_WIDTH


def _facts(detail: "Detail") -> Iterator[Fact]:
    record = detail.record
    for field in fields_of(record["type"]):
        if field.name in record and field.name not in _NOT_FACTS:
            shown = _named if field.kind == Kind.NAME else _plain
            yield _label(field.name), _told(detail, field.name, shown(record[field.name], detail.names))
    if evidence := record.get("evidence"):
        yield "Passages", [_passage(item, found) for item, found in zip(evidence, detail.passages, strict=True)]
    if detail.attachment:
        known = detail.attachment
        yield "Its text", [f"{known.file}: {sizes(known)}, attached {day(known)}"]
    if detail.mentions:
        yield "Named in it", list(_mentions(detail))
    if record["type"] == "framework" and record.get("memberships"):
        members = [_membership(item, detail.names) for item in record["memberships"]]
        yield "Who is in it", _told(detail, "memberships", members)
    if detail.roles:
        yield "Roles", [f"{pointer.text} ({pointer.key}): {pointer.how}" for pointer in detail.roles]
    if record.get("participations"):
        people = [_participation(item, detail.names) for item in record["participations"]]
        yield "Who took part", _told(detail, "participations", people)
    if record.get("references"):
        yield "References", [_reference(item) for item in record["references"]]
    if detail.claims:
        yield "Claims", [_claim(item, detail.names) for item in detail.claims]


def _told(detail: "Detail", name: str, lines: list[str]) -> list[str]:
    """The lines of a field, with the file that adds what is not the record's own."""
    value = detail.record[name]
    items = value if isinstance(value, list) else [value]
    told = []
    for item, line in zip(items, lines, strict=True):
        owners = [adding["owner"] for adding in detail.extensions if _adds(adding.get(name), item)]
        told.append(f"{line} [{', '.join(owners)}]" if owners else line)
    return told


def _adds(added: Any, item: Any) -> bool:
    if isinstance(item, dict) and isinstance(added, dict):
        return added.items() <= item.items()
    return item in added if isinstance(added, list) else added == item


def _label(name: str) -> str:
    return _LABELS.get(name, name.replace("_", " ").capitalize())


def _call(key: str, names: Mapping[str, str], role: str | None = None) -> str:
    name = names.get(key)
    called = f"{name} ({key})" if name and name != key else key
    return f"{called}: {role}" if role else called


def _named(value: Any, names: Mapping[str, str]) -> list[str]:
    found = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            found.append(_call(item, names))
        else:
            role = next((item[n] for n in ("role", "relation", "support") if item.get(n)), None)
            found.append(_call(item["key"], names, role))
    return found


def _plain(value: Any, _names: Mapping[str, str]) -> list[str]:
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, dict):
        return [", ".join(f"{scheme} {code}" for scheme, code in value.items())]
    if isinstance(value, list):
        return [_alias(item) if isinstance(item, dict) else str(item) for item in value]
    return [str(value)]


def _alias(item: Mapping[str, Any]) -> str:
    """Another name with what is special about it, or a mapping to another scheme."""
    if "scheme" in item:
        return f"{item['relation']}: {item['scheme']} {item['code']}"
    special = [item[name] for name in ("kind", "language") if item.get(name)]
    special += ["case-sensitive"] if item.get("case_sensitive") else []
    special += [f"not in {', '.join(item['not_in'])}"] if item.get("not_in") else []
    special += [f"only beside {', '.join(item['needs_any'])}"] if item.get("needs_any") else []
    return f"{item['text']} ({'; '.join(special)})" if special else str(item["text"])


def _passage(item: Mapping[str, Any], found: "InPlace") -> str:
    """Where it stands and the words the record gives; what is wrong with it in the attached text, if anything is."""
    quote = item.get("quote") or {}
    words = quote.get("exact") or (f"{quote['from']} ... {quote['to']}" if quote else "")
    stated = ": ".join(filter(None, (place(item), f'"{words}"' if words else "")))
    if found.status in {"verified", "no-text"}:
        return stated
    return f"{stated} [{found.status.replace('-', ' ')}: {'; '.join(filter(None, (found.message, found.difference)))}]"


def _mentions(detail: "Detail") -> Iterator[str]:
    """Each entity that is named, in the order of the text, with the words that name it."""
    text, words, names = detail.record["text"], dict[str, dict[str, None]](), dict[str, str]()
    for key, name, start, end in sorted(detail.mentions, key=lambda m: m.start):
        names[key] = name
        words.setdefault(key, {})[f'"{text[start:end]}"'] = None
    for key, found in words.items():
        yield f"{', '.join(found)}: {_call(key, names)}"


def _membership(item: Mapping[str, Any], names: Mapping[str, str]) -> str:
    span = " ".join(f"{word} {item[word]}" for word in ("from", "to") if item.get(word))
    return ", ".join(filter(None, (_call(item["actor"], names), item.get("role"), span, item.get("note"))))


def _participation(item: Mapping[str, Any], names: Mapping[str, str]) -> str:
    called = " ".join(filter(None, (item.get("honorific"), _call(item["person"], names))))
    return ", ".join(filter(None, (called, item.get("role"), item.get("affiliation"))))


def _reference(item: Mapping[str, Any]) -> str:
    told = [item.get(name) for name in ("author", "title", "issued", "url", "text")]
    return f"{item['number']}. " + ", ".join(filter(None, told))


def _claim(item: Mapping[str, Any], names: Mapping[str, str]) -> str:
    said = f"{item['aspect']} {item['value']} by {_call(item['asserter'], names)}"
    on = f"on {item['on']}" if item.get("on") else None
    gone = "retracted" if item.get("retracted") else None
    return ", ".join(filter(None, (said, on, item.get("url"), item.get("quote"), gone, item.get("reason"))))


def _show_pointers(screen: Screen, detail: "Detail", *, long: bool) -> None:
    type_, key = detail.record["type"], detail.record["key"]
    if detail.below:
        _show_list(screen, "Narrower themes" if type_ == "theme" else "Parts", detail.below, typed=False)
    if not detail.pointers:
        return
    shown = detail.pointers if long else detail.pointers[:SOME]
    if type_ in STATEMENTS:
        _show_list(screen, "Related statements", shown, typed=True)
        return
    count = f"{detail.pointed:,} statement{'' if detail.pointed == 1 else 's'}"
    _show_list(screen, f"{'Makes' if type_ == 'source' else 'Linked to'} {count}", shown, typed=True)
    if detail.pointed > len(shown):
        word = "from" if type_ == "source" else "involving"
        screen.write(f"  {screen.ellipsis} and {detail.pointed - len(shown):,} more:")
        screen.write(f'  policykb query "statements {word} {key}"')


def _show_list(screen: Screen, head: str, pointers: "Sequence[Pointer]", *, typed: bool) -> None:
    screen.write()
    screen.write(head, "bold")
    for pointer in pointers:
        if not typed:
            for line in wrap(f"{pointer.text} ({pointer.key})", screen.width - 2):
                screen.write("  " + line)
            continue
        screen.write(f"  {pointer.how} {screen.styled(pointer.key, 'dim')}")
        for line in wrap(pointer.text, screen.width - 4, 2, screen.ellipsis):
            screen.write("    " + line)
