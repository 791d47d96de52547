"""Generated bases: valid records of every type that name one another consistently, as the JSON of seed files.

Keys and names come from small pools, so that two bases drawn alike share records, change them, and give a key to
another type; texts are made of names and their near misses, so that there is something to link.
"""

import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any, cast

from hypothesis import strategies as st

from policykb.domain.characters import clean_name, clean_text

Plain = dict[str, Any]

NAMES = (
    *("Japan", "Sea of Japan", "Japan Foundation", "U.S.-Japan alliance", "Korea", "Republic of Korea", "Türkiye"),
    *("Côte d'Ivoire", "Россия", "日本", "ΝΑΤΟ", "AUKUS", "AUKUS Pillar Two", "Pillar Two", "Quad", "Quad Plus", "G7"),
    *("R&D Board", "Île-de-France", "São Tomé", "İstanbul Forum", "Straße 5", "हिन्दी", "Trade", "Digital trade"),
    *("Free trade", "Supply chains", "Green deal", "U.S.", "IPEF", "CPTPP", "Committee of 100", "Kishida Fumio"),
    *("Susan A. Doe", "Ōta Hiroshi", "A-1", "The Board", "x", "ﬁnance"),
)
KEYS = (*"abcdefghijklmnopqrst", "trade", "japan", "u-s", "x1", "2024", "ncafp-2024-us-japan")
LOCAL = (*"abcdef", "trade", "x-1")
WORDS = (
    *("the", "us", "Us", "JAPAN", "japanese", "trade's", "quad", "bike", "should,", "not.", "alliance-", "(free)"),
    *("100%", "=1+1", "’s", "二", "ок", "a\nb"),
)
HEX = "0123456789abcdef" * 4

VOCABULARIES = {
    "action": ("strengthen", "join", "avoid"),
    "strength": ("must", "should", "could"),
    "support": ("all", "some"),
    "addressee-role": ("example",),
    "actor-role": ("topic", "partner"),
    "membership-role": ("member", "partner"),
    "participation-role": ("participant", "speaker"),
    "actor-kind": ("state", "person", "group", "organisation"),
    "framework-kind": ("alliance", "minilateral"),
    "event-kind": ("summit",),
    "source-kind": ("report",),
    "finding-kind": ("concern", "fact"),
    "response": ("accepted", "rejected"),
    "progress": ("implemented",),
}


def _passes(check: Any) -> Any:
    def passes(text: str) -> bool:
        try:
            return bool(check(text) == text)
        except ValueError:
            return False

    return passes


_CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_ANY = st.text(_CHARACTERS, min_size=1, max_size=15).map(lambda text: unicodedata.normalize("NFC", text))
_NAMING = st.lists(st.sampled_from((*NAMES, *WORDS)), min_size=1, max_size=10).map(" ".join)
texts = st.one_of(_NAMING, _NAMING, _ANY.filter(_passes(clean_text)))
"""Running texts, most of them with names in them."""
short_texts = st.one_of(st.sampled_from(NAMES), _ANY.filter(_passes(clean_name)))
dates = st.one_of(
    st.integers(1000, 2200).map(str),
    st.dates(date(1000, 1, 1), date(2200, 12, 31)).map(str),
    st.dates(date(1000, 1, 1), date(2200, 12, 31)).map(lambda day: f"{day:%Y-%m}"),
)
"""EDTF texts: years, months and days."""
numbers = st.integers(1, 100_000)
urls = st.sampled_from(("https://example.org/a?b=c#d", "http://日本.example/"))
flags = st.booleans()
words = {name: st.sampled_from(terms) for name, terms in VOCABULARIES.items()}
evidence = st.lists(
    st.one_of(
        st.fixed_dictionaries({"section": short_texts}, optional={"paragraph": numbers, "page": numbers}),
        st.fixed_dictionaries({"quote": st.fixed_dictionaries({"exact": texts}, optional={"prefix": short_texts})}),
        st.fixed_dictionaries({"page": numbers, "quote": st.just({"from": "Japan should", "to": "the Quad"})}),
        st.fixed_dictionaries({"row": numbers, "file": st.just(HEX)}),
    ),
    min_size=1,
    max_size=3,
)
_ruled = st.fixed_dictionaries(
    {"text": st.sampled_from(NAMES)},
    optional={"kind": st.sampled_from(("name", "acronym")), "language": st.sampled_from(("en", "ja"))},
).flatmap(
    lambda alias: st.sampled_from(
        (
            {"case_sensitive": True},
            {"not_in": ["quad bike", "Free trade"]},
            {"needs_any": ["Japan", "alliance"], "case_sensitive": False},
        )
    ).map(lambda rule: alias | cast("Plain", rule))
)


def records_of(draw: st.DrawFn, required: dict[str, Any], **optional: st.SearchStrategy[Any]) -> Plain:
    """A record with the required fields and some of the others."""
    return required | {name: draw(strategy) for name, strategy in optional.items() if draw(flags)}


@dataclass
class _World:
    """What has been drawn so far, by type; and what is still free."""

    draw: st.DrawFn
    keys: list[str]
    names: list[str]
    records: list[Plain] = field(default_factory=list)
    by_type: dict[str, list[str]] = field(default_factory=dict)
    former: Iterator[int] = field(default_factory=itertools.count)

    def add(self, record: Plain) -> None:
        if self.draw(st.integers(0, 3)) == 0:
            source, separator, _ = record["key"].rpartition("/")
            numbers = [next(self.former) for _ in range(self.draw(st.integers(1, 2)))]
            record["former_keys"] = [f"{source}{separator}old-{number}" for number in numbers]
        self.records.append(record)
        self.by_type.setdefault(record["type"], []).append(record["key"])

    def some(self, *types: str, most: int = 2) -> list[str]:
        """A few keys of these types."""
        known = [key for type_ in types for key in self.by_type.get(type_, ())]
        return self.draw(st.lists(st.sampled_from(known), unique=True, max_size=most)) if known else []

    def head(self, type_: str, key: str | None = None) -> Plain:
        """What all entities have."""
        aliases: list[Any] = [self.names.pop() for _ in range(self.draw(st.integers(0, 1)))]
        aliases += self.draw(st.lists(_ruled, max_size=2))
        record = {"type": type_, "key": key or self.keys.pop(), "name": self.names.pop(), "aliases": aliases}
        ids = st.dictionaries(st.sampled_from(("wikidata", "ror")), short_texts, max_size=2)
        return records_of(self.draw, record, note=texts, url=urls, checked=dates, ids=ids)


@st.composite
def bases(draw: st.DrawFn) -> list[Plain]:
    """A base: its records, each valid alone and with the others."""
    # Shuffled from one number: drawing each would use up what hypothesis gives an example.
    order = Random(draw(st.integers(0, 10_000)))
    world = _World(draw, order.sample(KEYS, len(KEYS)), order.sample(NAMES, len(NAMES)))
    for name in draw(st.sets(st.sampled_from(sorted(VOCABULARIES)))):
        terms = [{"key": term, "definition": draw(texts), "words": [f"to {term}"]} for term in VOCABULARIES[name]]
        world.records.append({"type": "vocabulary", "key": name, "name": draw(short_texts), "terms": terms})
    for _ in range(draw(st.integers(0, 3))):
        theme = world.head("theme") | {"broader": world.some("theme")}
        mapping = {"relation": "close", "scheme": "eurovoc", "code": draw(short_texts)}
        world.add(records_of(draw, theme, definition=texts, scope_note=texts, mappings=st.just([mapping])))
    for _ in range(draw(st.integers(0, 2))):
        framework = world.head("framework") | {"kind": draw(words["framework-kind"])}
        framework["part_of"] = world.some("framework")
        world.add(records_of(draw, framework, established=dates))
    for kind in draw(st.lists(words["actor-kind"], min_size=1, max_size=3)):
        actor = world.head("actor") | {"kind": kind}
        actor["part_of"] = world.some("framework") + world.some("actor", most=1) if kind == "organisation" else []
        world.add(records_of(draw, actor, family_name=short_texts, honorific=short_texts))
    for record in [record for record in world.records if record["type"] == "framework"]:
        record["memberships"] = [_membership(draw, actor) for actor in world.some("actor", "framework")]
    for _ in range(draw(st.integers(0, 1))):
        event = world.head("event") | {"kind": "summit", "participations": []}
        for person in world.some("actor"):
            known: Plain = {"person": person, "role": draw(words["participation-role"])}
            known["organisations"] = world.some("actor", "framework")
            event["participations"].append(records_of(draw, known, honorific=short_texts, affiliation=short_texts))
        world.add(records_of(draw, event, date=dates, date_text=short_texts, place=short_texts))
    for _ in range(draw(st.integers(1, 2))):
        _add_source(world)
    _add_small(world)
    return world.records


def _membership(draw: st.DrawFn, actor: str) -> Plain:
    first, last = sorted((draw(st.integers(1990, 2030)), draw(st.integers(1990, 2030))))
    years = {"from": st.just(str(first)), "to": st.just(f"{last}-12")}
    known = {"actor": actor, "role": draw(words["membership-role"]), "checked": draw(dates), "url": draw(urls)}
    return records_of(draw, known, note=texts, **years)


def _add_source(world: _World) -> None:
    draw, key = world.draw, world.keys.pop()
    notes = [
        {"number": n, "title": draw(short_texts), "issued": draw(dates)} for n in range(1, draw(st.integers(1, 3)))
    ]
    source = {"type": "source", "key": key, "title": draw(short_texts), "kind": "report", "references": notes}
    source["authors"] = world.some("actor", most=3)
    source |= {
        name: some[0] for name, some in (("publisher", world.some("actor")), ("event", world.some("event"))) if some
    }
    languages = st.sampled_from(("en", "de", "ja"))
    source["aliases"] = draw(st.lists(short_texts, max_size=2))
    optional = {"issued": dates, "language": languages, "consensus": flags, "disclaimer": texts, "url": urls}
    optional |= {"doi": st.just("10.1234/abc"), "licence": short_texts, "note": texts, "fingerprint": st.just(HEX)}
    world.add(records_of(draw, source, **optional))
    local = Random(draw(st.integers(0, 100))).sample(LOCAL, len(LOCAL))
    for _ in range(draw(st.integers(0, 1))):
        world.add(world.head("actor", f"{key}/{local.pop()}") | {"kind": "group"})
    for _ in range(draw(st.integers(1, 4))):
        world.add(_statement(world, key, local.pop()))


def _statement(world: _World, source: str, local: str) -> Plain:
    draw = world.draw
    record: Plain = {"type": draw(st.sampled_from(("recommendation", "finding", "commitment")))}
    record |= {"key": f"{source}/{local}", "source": source, "text": draw(texts), "evidence": draw(evidence)}
    record |= {"themes": world.some("theme"), "events": world.some("event")}
    links: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
        ("actors", "role", "actor-role", ("actor", "framework")),
        ("frameworks", "relation", "action", ("framework",)),
        ("proponents", "support", "support", ("actor", "framework")),
    )
    if record["type"] == "recommendation":
        links += (("addressees", "role", "addressee-role", ("actor", "framework")),)
    for name, role, vocabulary, types in links:
        if draw(flags):
            keys = world.some(*types, most=3)
            record[name] = [{"key": key} | ({role: draw(words[vocabulary])} if draw(flags) else {}) for key in keys]
    if draw(st.integers(0, 9)) == 0:
        record["proponents"] = "unknown"
    optional: dict[str, st.SearchStrategy[Any]] = {"issued": dates, "priority": flags, "source_number": short_texts}
    optional |= {"codes": st.dictionaries(st.sampled_from(("upr", "sdg")), short_texts, max_size=2)}
    # What is pending does not load; tests/seed/test_pending.py is about that.
    optional |= {"review": st.just("accepted"), "confidence": st.floats(0, 1, width=32)}
    if record["type"] == "finding":
        optional["kind"] = words["finding-kind"]
    else:
        optional |= {"action": words["action"]} | dict.fromkeys(("condition", "purpose", "deadline", "measure"), texts)
    if record["type"] == "recommendation":
        optional |= {"strength": words["strength"], "endorsed": flags}
    return records_of(draw, record, **optional)


def _add_small(world: _World) -> None:
    draw = world.draw
    statements = [key for type_ in ("recommendation", "finding", "commitment") for key in world.by_type.get(type_, ())]
    for key in statements:
        if draw(st.integers(0, 2)) == 0:
            aspect = draw(st.sampled_from(("response", "progress")))
            claim = {"type": "claim", "statement": key, "aspect": aspect, "value": draw(words[aspect])}
            claim["asserter"] = world.by_type["actor"][0]
            world.records.append(
                records_of(draw, claim, on=dates, url=urls, quote=texts, retracted=flags, reason=texts)
            )
    for subject, object_ in itertools.pairwise(statements):
        if draw(flags):
            relation = draw(st.sampled_from(("supports", "refines", "responds-to")))
            world.records.append({"type": "relation", "subject": subject, "relation": relation, "object": object_})
    for theme in world.some("theme"):
        read = {"type": "coverage", "source": world.by_type["source"][0], "theme": theme, "by": "A. Reader"}
        world.records.append(records_of(draw, read | {"on": draw(dates)}, vocabulary=short_texts))


@st.composite
def layouts(draw: st.DrawFn) -> list[tuple[str, Plain]]:
    """A base with the file each of its records stands in."""
    records = draw(bases())
    return [(draw(st.sampled_from(("a.jsonl", "b/c.jsonl", "d.jsonl"))), record) for record in records]


_REQUIRED = {"type", "key", "source", "name", "title", "kind", "text", "evidence", "terms", "statement", "aspect"}
_REQUIRED |= {"value", "asserter", "subject", "relation", "object", "theme", "by", "on", "references"}


@st.composite
def edits(draw: st.DrawFn, layout: list[tuple[str, Plain]]) -> list[tuple[str, Plain]]:
    """The same base after some work on it: fields left out, statements taken out, records moved, texts changed."""
    random = Random(draw(st.integers(0, 10_000)))
    gone = {r["key"] for _, r in layout if "text" in r and r["type"] != "source" and random.random() < 0.15}
    edited = []
    for file, record in layout:
        if gone & {record.get(name) for name in ("key", "statement", "subject", "object")}:
            continue
        optional = [name for name in record if name not in _REQUIRED]
        left_out = set(random.sample(optional, min(len(optional), random.choice((0, 0, 1, 2)))))
        changed = {name: value for name, value in record.items() if name not in left_out}
        if "text" in record and random.random() < 0.2:
            changed["text"] = f"{random.choice(NAMES)}: {record['text']}"
        edited.append((random.choice((file, file, file, "d.jsonl", "e.jsonl")), changed))
    return edited
