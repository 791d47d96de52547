"""Why a statement fulfils a condition: the links, names, words, dates, claims and relations by which it does."""

import json
from collections.abc import Callable, Iterator

from policykb.domain.fields import Field, Kind
from policykb.query.ast import Condition, Name, Word
from policykb.query.explain.explanation import Reason
from policykb.query.explain.facts import Claimed, Facts, Mentioned, Plain
from policykb.query.explain.lineage import Lineage
from policykb.query.explain.occurrences import Sought
from policykb.query.scope import Scope, text_of
from policykb.store.labels import Labels

_ROLES = {
    "addressees": "to",
    "proponents": "by",
    "themes": "theme",
    "frameworks": "framework",
    "actors": "actor",
    "events": "event",
}
"""The list fields that hold links, with the word that stands before a link."""
_DEFAULTS = {"priority": "no", "endorsed": "yes", "review": "accepted"}
"""What counts where a statement says nothing."""
_OF = {"preferred": "the name", "name": "a name", "short": "a short name", "former": "a former name"}


class StatementReasons:
    """The reasons of one query, for any statement."""

    def __init__(self, scope: Scope, lineage: Lineage, labels: Labels) -> None:
        self._scope = scope
        self._lineage = lineage
        self._labels = labels
        self._sought: dict[Condition, Sought] = {}

    def of(self, item: Condition, row: Field, facts: Facts) -> list[Reason]:
        """Every fact by which the statement fulfils the condition, which it does."""
        match row.kind:
            case Kind.NAME if row.name == "source":
                return list(self._source(item, facts))
            case Kind.NAME if row.name == "publisher":
                return list(self._publisher(item, facts, "publisher"))
            case Kind.NAME if row.name == "involving":
                return list(self._links(item, facts, _ROLES))
            case Kind.NAME if row.role == "proponent":
                return [*self._links(item, facts, [row.name]), *self._voiced(item, facts)]
            case Kind.NAME:
                return list(self._links(item, facts, [row.name]))
            case Kind.MENTION:
                return [*self._links(item, facts, _ROLES), *self._mentions(item, facts)]
            case Kind.TEXT:
                return self._words(item, row, facts)
            case Kind.DATE:
                return self._issued(facts)
            case Kind.CLAIM:
                return list(self._claims(item, row, facts))
            case Kind.RELATION:
                return list(self._relations(item, row, facts))
            case Kind.STRING if row.name == "codes":
                return list(self._codes(item, facts))
            case _:
                return [value_of(row, facts.record)]

    # links

    def _wanted(self, item: Condition) -> Callable[[str], bool]:
        """Whether an entity of that key is among those a condition names; any where it names none."""
        if not isinstance(item.value, Name):
            return lambda _key: True
        return self._lineage.below(item.value.text, exact=item.operator == ":=").__contains__

    def _how(self, item: Condition, key: str) -> str:
        return self._lineage.how(item.value.text, key) if isinstance(item.value, Name) else ""

    def _links(self, item: Condition, facts: Facts, fields: "dict[str, str] | list[str]") -> Iterator[Reason]:
        fits = self._wanted(item)
        for field in fields:
            for key, role in linked(facts.record, field):
                if fits(key):
                    name = self._labels.name(key)
                    as_what = f": {role}" if role else ""
                    yield Reason("link", f"{_ROLES[field]} {name}{self._how(item, key)}{as_what}", field, key)

    def _voiced(self, item: Condition, facts: Facts) -> Iterator[Reason]:
        """The authors of the source, who voice what states no proponent."""
        if "proponents" in facts.record:
            return
        for who in self._authors(item, facts):
            words = f"by {who.text}, as no proponent is stated"
            yield Reason("link", words, who.field, who.value, record=who.record)

    def _authors(self, item: Condition, facts: Facts) -> Iterator[Reason]:
        fits = self._wanted(item)
        for key in facts.origin.authors:
            if fits(key):
                words = f"{self._labels.name(key)}{self._how(item, key)}, author of the source"
                yield Reason("link", words, "authors", key, record=facts.origin.key)

    def _publisher(self, item: Condition, facts: Facts, _field: str) -> Iterator[Reason]:
        key = facts.origin.publisher
        if key is not None and self._wanted(item)(key):
            words = f"published by {self._labels.name(key)}{self._how(item, key)}"
            yield Reason("link", words, "publisher", key, record=facts.origin.key)

    def _source(self, item: Condition, facts: Facts) -> Iterator[Reason]:
        origin = facts.origin
        if not isinstance(item.value, Name) or item.value.text == origin.key:
            yield Reason("own", f"made by {origin.title}", "source", origin.key)
        if isinstance(item.value, Name):
            yield from self._publisher(item, facts, "source")
            for who in self._authors(item, facts):
                yield Reason("link", f"written by {who.text}", who.field, who.value, record=who.record)

    # names and words in the text

    def _mentions(self, item: Condition, facts: Facts) -> Iterator[Reason]:
        fits = self._wanted(item)
        for named in facts.mentions:
            if fits(named.key):
                words = facts.passage(named.place)[named.start : named.end]
                told = f"{quoted_at(words, named, facts)}, {_as_name(named)}{self._how(item, named.key)}"
                field = "evidence" if named.place else "text"
                number = named.place or None
                yield Reason("mention", told, field, named.key, named.start, named.end, number)

    def _words(self, item: Condition, row: Field, facts: Facts) -> list[Reason]:
        if not isinstance(item.value, Word):
            return [value_of(row, facts.record)]
        if item not in self._sought:
            self._sought[item] = Sought(item, row, self._scope)
        return self._sought[item].reasons(facts.record, facts.origin.language)

    # dates, claims, relations, codes

    def _issued(self, facts: Facts) -> list[Reason]:
        if own := facts.record.get("issued"):
            return [Reason("date", f"issued {own}", "issued", own)]
        origin = facts.origin
        return [Reason("date", f"issued {origin.issued}, as its source", "issued", origin.issued, record=origin.key)]

    def _claims(self, item: Condition, row: Field, facts: Facts) -> Iterator[Reason]:
        by = self._lineage.below(item.asserter.text) if item.asserter is not None else None
        value = text_of(item) if isinstance(item.value, Word) else None
        standing = [claim for claim in facts.claims if claim.aspect == row.name and not claim.retracted]
        if value is not None:
            standing = list({claim.asserter: claim for claim in standing}.values())
        for claim in standing:
            if (by is None or claim.asserter in by) and value in {None, claim.value}:
                through = self._lineage.how(item.asserter.text, claim.asserter) if item.asserter is not None else ""
                words = claim_in_words(claim, self._labels, through)
                yield Reason("claim", words, claim.aspect, claim.value, record=claim.key)

    def _relations(self, item: Condition, row: Field, facts: Facts) -> Iterator[Reason]:
        for relation, other, key in facts.relations:
            if relation == row.name and (not isinstance(item.value, Name) or item.value.text == other):
                yield Reason("relation", f"{relation} {other}", relation, other, record=key)

    def _codes(self, item: Condition, facts: Facts) -> Iterator[Reason]:
        text = text_of(item).lower() if isinstance(item.value, Word) else None
        for scheme, code in facts.record["codes"].items():
            if text is None or text in {code.lower(), f"{scheme}={code}".lower()}:
                yield Reason("value", f"code {scheme} {code}", "codes", scheme)


def linked(record: Plain, field: str) -> list[tuple[str, str | None]]:
    """(key, role, relation or support) of the links in a field."""
    found = record.get(field, ())
    if isinstance(found, str):
        return []
    return [
        (item, None)
        if isinstance(item, str)
        else (item["key"], item.get("role") or item.get("relation") or item.get("support"))
        for item in found
    ]


def value_of(row: Field, record: Plain) -> Reason:
    """What stands in a plain field."""
    label = row.name.replace("_", " ")
    if row.name not in record:
        return Reason("default", f"{label}: {_DEFAULTS.get(row.name, 'none')}, as nothing else is stated", row.name)
    value = record[row.name]
    if isinstance(value, bool):
        value = "yes" if value else "no"
    kind = "own" if row.kind in {Kind.KEY, Kind.TYPE} else "value"
    return Reason(kind, f"{label}: {value}", row.name, value if isinstance(value, str) else json.dumps(value))


def quoted_at(words: str, named: Mentioned, facts: Facts) -> str:
    """The words of a name as they stand, and where."""
    where = f"{named.start}-{named.end}"
    return f'"{words}" at {where} of the quote of passage {named.place}' if named.place else f'"{words}" at {where}'


def _as_name(named: Mentioned) -> str:
    """What the words are of whom they name."""
    if named.alias_kind == "preferred":
        return f"the name of {named.name}"
    kind = _OF.get(named.alias_kind, f"{'an' if named.alias_kind[0] in 'aeiou' else 'a'} {named.alias_kind}")
    return f"{kind} of {named.name}"


def claim_in_words(claim: Claimed, labels: Labels, through: str = "") -> str:
    """Who said what when."""
    on = f" on {claim.on}" if claim.on else ""
    return f"{claim.aspect} {claim.value}, says {labels.name(claim.asserter)}{through}{on}"
