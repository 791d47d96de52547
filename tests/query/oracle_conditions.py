"""The oracle's conditions: what one condition asks of a record, by the values that stand in it; slow and plain."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.builders import Plain
from tests.query.oracle_base import LINKS, STATEMENT_TYPES, Base, Days, NoSuchName, days, in_a_row

from policykb.domain.dates import interval
from policykb.lexicon.words import folded, words
from policykb.query.ast import AnyValue, Condition, Dates, Name, NoValue, Word
from policykb.query.relative import absolute

Fits = Callable[[Plain], bool]
_ACTING = ("actor", "framework")
_ANYTHING = ("theme", "actor", "framework", "event")
_LISTS = {
    "to": "addressees",
    "theme": "themes",
    "framework": "frameworks",
    "actor": "actors",
    "event": "events",
}
_TYPES: dict[str, tuple[str, ...]] = {
    "to": _ACTING,
    "actor": _ACTING,
    "member": _ACTING,
    "part-of": _ACTING,
    "member-of": ("framework",),
    "coverage": ("theme",),
    "theme": ("theme",),
    "broader": ("theme",),
    "framework": ("framework",),
    "event": ("event",),
    "publisher": ("actor",),
    "source": ("source", "actor"),
    "involving": _ANYTHING,
    "mention": _ANYTHING,
}
_TEXTS = {"text", "condition", "purpose", "deadline", "measure", "name", "note", "definition", "scope-note", "place"}
_TEXTS |= {"disclaimer"}
_RELATIONS = {"supports", "contradicts", "refines", "restates", "supersedes", "responds-to"}
_NAMES = {"number": "source_number", "family-name": "family_name"}
_DEFAULTS: Plain = {"review": "accepted", "priority": False}


class Conditions:
    """What a condition asks; ``today`` is the day "last 2 years" ends with."""

    def __init__(self, base: Base, today: date) -> None:
        self.base = base
        self.today = today

    def fits(self, item: Condition, subject: str) -> Fits:
        """What a condition asks of a record of a subject (of statements, any)."""
        values = self.values(item.field, subject)
        if item.field in {"response", "progress"}:
            return self._claimed(item)
        match item.value:
            case AnyValue():
                return lambda record: bool(values(record))
            case NoValue():
                return lambda record: not values(record)
            case Name(text=text) if item.field in _RELATIONS:
                key = self.base.forwarded.get(text.lower(), text.lower())
                if self.base.by_key.get(key, {"type": ""})["type"] not in STATEMENT_TYPES:
                    raise NoSuchName(text)
                return lambda record: key in values(record)
            case Name(text=text) if item.field == "key":
                return self._key(text, subject)
            case Name():
                return self._named(item, subject, values)
            case Dates():
                return self._dated(item.value, values)
            case Word() if item.field in _TEXTS:
                return self._said(item, item.value)
            case Word(text=text):
                return self._plain(item, subject, text, values)
        raise AssertionError(item)

    def values(self, field: str, subject: str) -> Callable[[Plain], Any]:
        """All a record holds in a field, as a list; empty for nothing."""
        base = self.base
        if field in _LISTS and subject in STATEMENT_TYPES:
            return lambda record: base.linked(record, _LISTS[field])
        if field in _RELATIONS:
            return lambda record: [
                r["object"] for r in base.those("relation") if (r["subject"], r["relation"]) == (record["key"], field)
            ]
        statement = subject in STATEMENT_TYPES
        match field:
            case "by":
                return base.voices if statement else lambda record: record.get("authors", ())
            case "source":
                return lambda record: [record["source"]]
            case "publisher":
                return lambda record: _one(base.by_key.get(record.get("source", record["key"]), {}).get("publisher"))
            case "involving" | "mention" if statement:
                named = base.mentioned if field == "mention" else lambda _record: set[str]()
                return lambda record: base.linked(record, *LINKS) | named(record)
            case "involving" if subject == "event":
                return lambda record: [
                    k for p in record["participations"] for k in (p["person"], *p.get("organisations", ()))
                ]
            case "involving" | "member":
                return lambda record: [
                    m["actor"] for m in record["memberships"] if field == "involving" or m["role"] == "member"
                ]
            case "member-of":
                return lambda record: [
                    framework["key"]
                    for framework in base.entities
                    for m in framework.get("memberships", ())
                    if (m["actor"], m["role"]) == (record["key"], "member")
                ]
            case "coverage":
                return lambda record: [c["theme"] for c in base.those("coverage") if c["source"] == record["key"]]
            case "broader" | "part-of":
                return lambda record: base.parents(record["key"])
            case "issued":
                return lambda record: _one(base.issued(record))
            case _ if field in {"established", "date", "checked"}:
                return lambda record: _one(days(record.get(field)))
            case "code":
                return lambda record: [
                    text for scheme, code in record.get("codes", {}).items() for text in (code, f"{scheme}={code}")
                ]
            case "id":
                return lambda record: list(record.get("ids", {}).values())
            case "alias":
                return lambda record: [a if isinstance(a, str) else a["text"] for a in record.get("aliases", ())]
            case "endorsed":
                return lambda record: _one(record.get("endorsed", True) if record["type"] == "recommendation" else None)
            case "language":
                return lambda record: [record.get("language", "en")]
            case _ if field in _TEXTS:
                return lambda record: base.texts(record, field.replace("-", "_"))
            case _:
                name = _NAMES.get(field, field)
                return lambda record: _one(record.get(name, _DEFAULTS.get(name)))

    def _key(self, text: str, subject: str) -> Fits:
        key = self.base.forwarded.get(text.lower(), text.lower())
        same = STATEMENT_TYPES if subject in STATEMENT_TYPES else (subject,)
        if self.base.by_key.get(key, {"type": ""})["type"] not in same:
            raise NoSuchName(text)
        return lambda record: record["key"] == key

    def _named(self, item: Condition, subject: str, values: Callable[[Plain], Any]) -> Fits:
        assert isinstance(item.value, Name)
        types = _ACTING if item.field == "by" and subject in STATEMENT_TYPES else _TYPES.get(item.field, ("actor",))
        meant = self.base.mean(item.value.text, types, any_of_them=item.field == "source")
        exact = item.operator == ":="
        wanted = set().union(*({key} if exact else self.base.below(key) for key in meant))
        if item.field == "source":

            def made_by(record: Plain) -> bool:
                source = self.base.by_key[record["source"]]
                return source["key"] in meant or bool({source.get("publisher"), *source.get("authors", ())} & wanted)

            return made_by
        if item.field in {"broader", "part-of"} and not exact:
            return lambda record: bool(meant & (self.base.above(record["key"]) - {record["key"]}))
        if item.field == "coverage" and not exact:
            # Who read for a theme read for everything narrower.
            return lambda record: any(self.base.above(key) & set(values(record)) for key in meant)
        if item.on is not None:
            return self._member_on(item, wanted)
        return lambda record: bool(set(values(record)) & wanted)

    def _member_on(self, item: Condition, wanted: set[str]) -> Fits:
        """A framework with one of them on at least one day of the range; who entered at no known date did when it began."""
        assert item.on is not None
        asked = self._range(item.on)

        def lasted(framework: Plain, member: Plain) -> bool:
            first, last = days(member.get("from", framework.get("established"))), days(member.get("to"))
            span = (first[0] if first else date.min, last[1] if last else date.max)
            role = item.field == "involving" or member["role"] == "member"
            return role and _overlap(span, asked)

        if item.field == "member-of":
            entered = [(f, m) for f in self.base.entities if f["key"] in wanted for m in f.get("memberships", ())]
            members = {member["actor"] for framework, member in entered if lasted(framework, member)}
            return lambda record: record["key"] in members
        return lambda record: any(m["actor"] in wanted and lasted(record, m) for m in record["memberships"])

    def _range(self, dates: Dates) -> Days:
        dates = absolute(dates, self.today)
        first = interval(dates.first).first if dates.first else date.min
        last = interval(dates.last).last if dates.last else date.max
        return first or date.min, last or date.max

    def _dated(self, dates: Dates, values: Callable[[Plain], Any]) -> Fits:
        asked = self._range(dates)
        return lambda record: any(_overlap(span, asked) for span in values(record))

    def _plain(self, item: Condition, subject: str, text: str, values: Callable[[Plain], Any]) -> Fits:
        """Terms of a vocabulary, short texts, flags, numbers."""
        if item.field == "confidence":
            return lambda record: any(_compares(value, item.operator, float(text)) for value in values(record))
        vocabulary = f"{subject}-kind" if item.field == "kind" else item.field
        known = ("pending", "accepted") if item.field == "review" else self.base.terms.get(vocabulary)
        if item.field in {"kind", "strength", "action", "review"}:
            text = _term(text)
            if known is not None and text not in known:
                raise NoSuchName(text)
        return lambda record: any(str(value).lower() == text.lower() for value in values(record))

    def _said(self, item: Condition, word: Word) -> Fits:
        """Words side by side in the text, in the form in which any language of the base searches them."""
        field = item.field.replace("-", "_")
        starts = [form for form, _, _ in folded(word.text)]
        if not starts:
            return lambda _record: False
        whole, lead = word.text, " ".join(starts[:-1])
        runs, leads = ([[t for t, _, _ in words(x, one)] for one in self.base.languages] for x in (whole, lead))
        known = {term for form, term in self.base.known_words if form.startswith(starts[-1])}

        def begun(text: list[str]) -> list[str]:
            # Of other texts than those of statements the base knows only the forms in which they are searched.
            return [t for t in text if t in known or (field != "text" and t.startswith(starts[-1]))]

        def fits(record: Plain) -> bool:
            texts = [self.base.words_of(text, record) for text in self.base.texts(record, field)]
            if word.prefix:
                return any(in_a_row([*run, term], text) for text in texts for term in begun(text) for run in leads)
            return any(in_a_row(run, text) for run in runs for text in texts)

        return fits

    def _claimed(self, item: Condition) -> Fits:
        """What somebody's latest claim says that was not taken back; the undated are the oldest."""
        by = self.base.below(self.base.mean(item.asserter.text, _ACTING).pop()) if item.asserter else None
        said = _term(item.value.text) if isinstance(item.value, Word) else ""
        if said and said not in self.base.terms[item.field]:
            raise NoSuchName(said)

        def current(record: Plain) -> dict[str, str]:
            claims = [
                claim
                for claim in self.base.those("claim")
                if (claim["statement"], claim["aspect"]) == (record["key"], item.field) and not claim.get("retracted")
            ]
            claims.sort(key=lambda claim: (days(claim.get("on")) or (date.min,))[0])
            return {c["asserter"]: c["value"] for c in claims if by is None or c["asserter"] in by}

        match item.value:
            case AnyValue():
                return lambda record: bool(current(record))
            case NoValue():
                return lambda record: not current(record)
            case _:
                return lambda record: said in current(record).values()


def _one(value: Any) -> list[Any]:
    return [] if value is None else [value]


def _term(text: str) -> str:
    """A term of a vocabulary, as people may write it."""
    return "-".join(text.lower().split())


def _compares(value: float, operator: str, other: float) -> bool:
    match operator:
        case ":":
            return value == other
        case ">":
            return value > other
        case ">=":
            return value >= other
        case "<":
            return value < other
        case _:
            return value <= other


def _overlap(one: Days, other: Days) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
