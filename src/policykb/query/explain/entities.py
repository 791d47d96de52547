"""Why a theme, actor, framework, event or source fulfils a condition."""

from collections.abc import Callable, Iterator
from datetime import date

from policykb.domain.dates import interval
from policykb.domain.fields import Field, Kind
from policykb.query.ast import Condition, Name, Word
from policykb.query.conditions import bounds
from policykb.query.explain.elsewhere import coverage_of, memberships_of, wider
from policykb.query.explain.explanation import Reason
from policykb.query.explain.facts import Plain
from policykb.query.explain.lineage import Lineage
from policykb.query.explain.occurrences import Sought
from policykb.query.explain.statements import value_of
from policykb.query.scope import Scope
from policykb.store.labels import Labels

_SPAN = {"from": "since", "to": "until"}


class EntityReasons:
    """The reasons of one query, for any entity; records are as JSON has them."""

    def __init__(self, scope: Scope, lineage: Lineage, labels: Labels) -> None:
        self._scope = scope
        self._lineage = lineage
        self._labels = labels
        self._sought: dict[Condition, Sought] = {}

    def of(self, item: Condition, row: Field, record: Plain) -> list[Reason]:
        """Every fact by which the entity fulfils the condition, which it does."""
        match row.name:
            case "involving" if record["type"] == "event":
                return list(self._took_part(item, record))
            case "involving" | "member":
                return list(self._members(item, row, record))
            case "member_of":
                return list(self._belongs(item, record))
            case "coverage":
                return list(self._read_for(item, record))
            case "broader" | "part_of":
                return list(self._above(item, row, record))
            case "authors" | "publisher" | "event":
                return list(self._links(item, row, record))
            case "aliases":
                return list(_aliases(item, record))
            case "ids":
                return list(_ids(item, record))
        if row.kind is Kind.TEXT and isinstance(item.value, Word):
            return self._words(item, row, record)
        if row.kind is Kind.DATE:
            return [Reason("date", f"{row.name} {record[row.name]}", row.name, record[row.name])]
        if row.name == "name" and "name" not in record:
            return [Reason("value", f"title: {record['title']}", "title", record["title"])]
        if row.name == "language" and "language" not in record:
            return [Reason("default", "language: en, as nothing else is stated", "language")]
        return [value_of(row, record)]

    def _wanted(self, item: Condition) -> Callable[[str], bool]:
        if not isinstance(item.value, Name):
            return lambda _key: True
        return self._lineage.below(item.value.text, exact=item.operator == ":=").__contains__

    def _told(self, item: Condition, key: str) -> str:
        """An entity by name, and how it belongs to the one asked for."""
        how = self._lineage.how(item.value.text, key) if isinstance(item.value, Name) else ""
        return f"{self._labels.name(key)}{how}"

    def _links(self, item: Condition, row: Field, record: Plain) -> Iterator[Reason]:
        words = {"authors": "written by", "publisher": "published by", "event": "reports"}[row.name]
        stated = record.get(row.name, [])
        for key in stated if isinstance(stated, list) else [stated]:
            if self._wanted(item)(key):
                yield Reason("link", f"{words} {self._told(item, key)}", row.name, key)

    def _above(self, item: Condition, row: Field, record: Plain) -> Iterator[Reason]:
        """What it is directly below, where that leads to the one asked for."""
        relation = "narrower than" if row.name == "broader" else "part of"
        field = "broader" if record["type"] == "theme" else "part_of"
        for key in record.get(field, ()):
            if self._wanted(item)(key):
                yield Reason("broader", f"{relation} {self._told(item, key)}", field, key)

    def _members(self, item: Condition, row: Field, record: Plain) -> Iterator[Reason]:
        for number, member in enumerate(record.get("memberships", ()), 1):
            role = member.get("role", "member")
            if row.name == "member" and role != "member":
                continue
            if self._wanted(item)(member["actor"]) and self._was_in(item, member, record):
                words = f"{self._told(item, member['actor'])}: {_lasted(item, member, record)}"
                yield Reason("membership", words, "memberships", member["actor"], number=number)

    def _belongs(self, item: Condition, record: Plain) -> Iterator[Reason]:
        """The frameworks that state an actor as a member."""
        for framework, number, member in memberships_of(self._scope.connection, record["key"]):
            key, role = framework["key"], member.get("role", "member")
            if role == "member" and self._wanted(item)(key) and self._was_in(item, member, framework):
                self._labels.learn([key])
                words = f"{self._told(item, key)}: {_lasted(item, member, framework)}"
                yield Reason("membership", words, "memberships", record["key"], number=number, record=key)

    def _read_for(self, item: Condition, record: Plain) -> Iterator[Reason]:
        """The themes a source was read for, where one is the theme asked for or a wider one."""
        asked = item.value.text if isinstance(item.value, Name) else None
        above = wider(self._scope.connection, asked) if asked is not None else frozenset()
        for theme, reader in coverage_of(self._scope.connection, record["key"]):
            if asked in {None, theme} or (item.operator != ":=" and theme in above):
                self._labels.learn([theme, *([asked] if asked else [])])
                name = self._labels.name(theme)
                how = "" if asked in {None, theme} else f" (wider than {self._labels.name(str(asked))})"
                yield Reason("coverage", f"read for {name}{how} by {reader}", "theme", theme, record=record["key"])

    def _was_in(self, item: Condition, member: Plain, record: Plain) -> bool:
        """On at least one of the days asked for; who entered at no known date did when the framework began."""
        if item.on is None:
            return True
        first, last = bounds(item.on, self._scope.today)
        began = _first(member.get("from") or record.get("established"))
        left = interval(member["to"]).last if "to" in member else None
        return not ((last and began and began.isoformat() > last) or (first and left and left.isoformat() < first))

    def _took_part(self, item: Condition, record: Plain) -> Iterator[Reason]:
        fits = self._wanted(item)
        for number, part in enumerate(record.get("participations", ()), 1):
            role = part.get("role", "participant")
            if fits(part["person"]):
                words = f"{self._told(item, part['person'])}: {role}"
                yield Reason("participation", words, "participations", part["person"], number=number)
            for key in part.get("organisations", ()) if isinstance(item.value, Name) else ():
                if fits(key):
                    words = f"{self._labels.name(part['person'])} of {self._told(item, key)}: {role}"
                    yield Reason("participation", words, "participations", key, number=number)

    def _words(self, item: Condition, row: Field, record: Plain) -> list[Reason]:
        if item not in self._sought:
            self._sought[item] = Sought(item, row, self._scope)
        language = record.get("language", "en") if record["type"] == "source" else "en"
        return self._sought[item].reasons(record, language)


def _aliases(item: Condition, record: Plain) -> Iterator[Reason]:
    wanted = item.value.text.lower() if isinstance(item.value, Word) else None
    for number, alias in enumerate(record.get("aliases", ()), 1):
        text = alias if isinstance(alias, str) else alias["text"]
        if wanted in {None, text.lower()}:
            yield Reason("value", f"alias {text}", "aliases", text, number=number)


def _ids(item: Condition, record: Plain) -> Iterator[Reason]:
    wanted = item.value.text.lower() if isinstance(item.value, Word) else None
    for scheme, value in record.get("ids", {}).items():
        if wanted in {None, value.lower()}:
            yield Reason("value", f"{scheme} {value}", "ids", scheme)


def _first(text: str | None) -> date | None:
    return interval(text).first if text else None


def _lasted(item: Condition, member: Plain, framework: Plain) -> str:
    """In which role, from when to when."""
    role = member.get("role", "member")
    began = "" if item.on is None or "from" in member else _since_founded(framework)
    return f"{' '.join([role, *(f'{word} {member[name]}' for name, word in _SPAN.items() if name in member)])}{began}"


def _since_founded(record: Plain) -> str:
    founded = record.get("established")
    return f" (from its beginning, {founded})" if founded else ""
