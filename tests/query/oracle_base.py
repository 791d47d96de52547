"""A base as the oracle sees it: its records as they stand in the file, and what follows from them, found naively.

Separate from the oracle's conditions; shares nothing with store, names or compiler but what a word is.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Any

from tests.builders import Plain

from policykb.domain.dates import interval
from policykb.lexicon.words import Token, folded, words

Days = tuple[date, date]
ENTITY_TYPES = ("theme", "actor", "framework", "event", "source")
STATEMENT_TYPES = ("recommendation", "finding", "commitment")
LINKS = ("addressees", "proponents", "themes", "frameworks", "actors", "events")


class NoSuchName(Exception):
    """Nothing that may stand there bears the name."""


class SeveralSuchNames(Exception):
    """More than one thing that may stand there bears it."""


def days(text: str | None) -> Days | None:
    """The first and the last day of a date as stated."""
    if text is None:
        return None
    found = interval(text)
    assert found.first
    assert found.last
    return found.first, found.last


@cache
def cut(text: str) -> tuple[Token, ...]:
    """The words of a text, folded, with their places."""
    return tuple(folded(text))


@cache
def forms(text: str) -> tuple[str, ...]:
    """The words alone: two names are the same name when this is equal."""
    return tuple(form for form, _, _ in cut(text))


def in_a_row(run: Sequence[str], among: Sequence[str]) -> bool:
    """Whether the words stand side by side, in this order."""
    return any(list(among[at : at + len(run)]) == list(run) for at in range(len(among) - len(run) + 1))


class Base:
    """The records of a base."""

    def __init__(self, records: Iterable[Plain]) -> None:
        self.records = list(records)
        keyed = [record for record in self.records if record["type"] in (*ENTITY_TYPES, *STATEMENT_TYPES)]
        self.by_key = {record["key"]: record for record in keyed}
        self.statements = [record for record in keyed if record["type"] in STATEMENT_TYPES]
        self.entities = [record for record in keyed if record["type"] in ENTITY_TYPES]
        self.forwarded = {former: record["key"] for record in keyed for former in record.get("former_keys", ())}
        self.terms = {
            record["key"]: [term["key"] for term in record["terms"]]
            for record in self.records
            if record["type"] == "vocabulary"
        }
        self.languages = {"en"} | {self.language(record) for record in self.entities}
        self._mentions: dict[str, set[str]] = {}

    def those(self, type_: str) -> list[Plain]:
        """The claims, relations or the like."""
        return [record for record in self.records if record["type"] == type_]

    # what belongs together

    def parents(self, key: str) -> list[str]:
        record = self.by_key[key]
        return [*record.get("broader", ()), *record.get("part_of", ())]

    def above(self, key: str) -> set[str]:
        """The entity, what it is a part of, and so on up."""
        found = {key}
        for parent in self.parents(key):
            found |= self.above(parent)
        return found

    def below(self, key: str) -> set[str]:
        """The entity and all that is narrower or a part of it."""
        return {other["key"] for other in self.entities if key in self.above(other["key"])}

    def linked(self, statement: Plain, *fields: str) -> set[str]:
        """The keys a statement states in these fields."""
        stated = [value for field in fields for value in statement.get(field, ()) if statement[field] != "unknown"]
        return {value if isinstance(value, str) else value["key"] for value in stated}

    def voices(self, statement: Plain) -> set[str]:
        """Who voices it: those stated, or the authors of its source."""
        if "proponents" in statement:
            return self.linked(statement, "proponents")
        return set(self.by_key[statement["source"]].get("authors", ()))

    def issued(self, record: Plain) -> Days | None:
        """When: as stated, or as its source says."""
        source = self.by_key.get(record.get("source", ""), {})
        return days(record.get("issued", source.get("issued")))

    # words

    def language(self, record: Plain) -> str:
        """The language of its texts."""
        if record["type"] in STATEMENT_TYPES:
            record = self.by_key[record["source"]]
        return str(record.get("language", "en")) if record["type"] == "source" else "en"

    def words_of(self, text: str, record: Plain) -> list[str]:
        return [term for term, _, _ in words(text, self.language(record))]

    def texts(self, record: Plain, field: str) -> list[str]:
        """The texts of a field; the name of an entity is every name it has."""
        if field == "name":
            return [text for text, _ in names(record)]
        return [record[field]] if field in record else []

    @cached_property
    def known_words(self) -> set[tuple[str, str]]:
        """Every word of the statements' texts, as written (folded) and as searched."""
        return {
            (form, words(form, self.language(record))[0][0])
            for record in self.statements
            for form in forms(record["text"])
        }

    # names

    def find(self, text: str) -> set[str]:
        """Every entity that a name or key may mean; a name is the same with an article before it."""
        found = self._find(text)
        first, _, rest = text.partition(" ")
        found = found or (self._find(rest) if rest and first.lower() in {"the", "a", "an"} else set())
        found = found or self._find(f"the {text}")
        # Of a wider and a narrower one the narrower is meant, but where the wider is given by its key.
        wider = {above for key in found for above in self.above(key) - {key} if self._alike(key, above)}
        return {key for key in found if key not in wider or key == text}

    def _alike(self, one: str, other: str) -> bool:
        return bool(self.by_key[one]["type"] == self.by_key[other]["type"])

    def _find(self, text: str) -> set[str]:
        key = self.forwarded.get(text.lower(), text.lower())
        found = {record["key"] for record in self.entities if record["key"] == key}
        for record in self.entities:
            for name, rules in names(record):
                same = forms(name) == forms(text)
                if same and (not rules.get("case_sensitive") or name.replace(".", "") == text.replace(".", "")):
                    found.add(record["key"])
        return found or {r["key"] for r in self.entities if forms(r.get("family_name", "")) == forms(text)}

    def mean(self, text: str, types: Sequence[str], *, any_of_them: bool = False) -> set[str]:
        """The keys a name means where only these types may stand; groups of several sources all count."""
        found = {key for key in self.find(text) if self.by_key[key]["type"] in types}
        if text.lower() in found:
            return {text.lower()}
        if not found:
            raise NoSuchName(text)
        if len(found) > 1 and not any_of_them and not all("/" in key for key in found):
            raise SeveralSuchNames(text)
        return found

    def mentioned(self, statement: Plain) -> set[str]:
        """What is named in its text or in an exact quote of its evidence."""
        if statement["key"] not in self._mentions:
            quotes = [piece["quote"]["exact"] for piece in statement["evidence"] if "exact" in piece.get("quote", {})]
            found = {key for text in (statement["text"], *quotes) for key in self._named(text, statement["source"])}
            self._mentions[statement["key"]] = found
        return self._mentions[statement["key"]]

    def _named(self, text: str, source: str) -> set[str]:
        """From left to right, at each place the longest name whose rules hold; then on after it."""
        found: set[str] = set()
        at, after = 0, len(cut(text))
        while at < after:
            for end in range(after, at, -1):
                here = {
                    record["key"]
                    for record in self.entities
                    if record["type"] != "source" and record["key"].partition("/")[0] in {record["key"], source}
                    for name, rules in names(record)
                    if _stands(name, rules, text, at, end)
                }
                if here:
                    found |= here
                    at = end - 1
                    break
            at += 1
        return found


def names(record: Plain) -> list[tuple[str, dict[str, Any]]]:
    """Every name with its rules."""
    others = [{"text": alias} if isinstance(alias, str) else alias for alias in record.get("aliases", ())]
    name = record.get("name") or record["title"]
    same = next((alias for alias in others if alias["text"] == name), {})
    return [(name, same), *((alias["text"], alias) for alias in others)]


def _stands(name: str, rules: dict[str, Any], text: str, at: int, end: int) -> bool:
    """Whether the name is those words of the text and its rules allow it to be."""
    said = forms(text)
    if said[at:end] != forms(name):
        return False
    written = "".join(text[first:last] for _, first, last in cut(text)[at:end]).replace(".", "")
    if rules.get("case_sensitive") and written != "".join(name[a:b] for _, a, b in cut(name)).replace(".", ""):
        return False
    for phrase in map(forms, rules.get("not_in", ())):
        places = [start for start in range(len(said)) if said[start : start + len(phrase)] == phrase]
        if any(start <= at and end <= start + len(phrase) for start in places):
            return False
    return "needs_any" not in rules or any(in_a_row(forms(phrase), said) for phrase in rules["needs_any"])
