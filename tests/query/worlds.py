"""Bases for the oracle, made from a number: one cast of entities, all that hangs on them and statements drawn anew.

The cast is always there, so that a generated query has something to ask for; few dates, words and numbers are used, so
that it often finds some of the records and not all of them.
"""

from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from tests.builders import Plain
from tests.strategies import VOCABULARIES

STATEMENT_TYPES = ("recommendation", "finding", "commitment")
SOURCES = ("alpha", "beta", "gamma")
THEMES = {"economic": "Economic", "trade": "Trade", "free-trade": "Free trade", "security": "Security"}
STATES = {"japan": "Japan", "united-states": "United States", "ivory-coast": "Côte d'Ivoire"}
BODIES = {"diet": "Diet of Japan", "congress": "U.S. Congress", "ncafp": "NCAFP", "eastern-bloc": "Bloc of the East"}
PEOPLE = {"jane-doe": ("Jane Doe", "Doe"), "john-doe": ("John Doe", "Doe"), "ota-hiroshi": ("Ōta Hiroshi", "Ōta")}
FRAMEWORKS = {"quad": "Quad", "aukus": "AUKUS", "pillar-two": "AUKUS Pillar Two", "alliance": "U.S.-Japan alliance"}
EVENTS = {"tokyo-summit": "Tokyo summit", "speech": "Speech on trade"}
CAST = (*THEMES, *STATES, *BODIES, *PEOPLE, *FRAMEWORKS, *EVENTS)
ACTING = (*STATES, *BODIES, *PEOPLE, *FRAMEWORKS)

NAMES = (
    *THEMES.values(),
    *STATES.values(),
    *BODIES.values(),
    *(name for name, _ in PEOPLE.values()),
    *FRAMEWORKS.values(),
    *EVENTS.values(),
    *("Experts", "A report on trade", "Report", "Partners in Trade", "Washington", "U.S.", "US", "Nippon"),
)
WORDS = (
    *("strategy", "strategies", "Strategie", "strategic", "trading", "trade's", "trades", "Häuser", "Haus", "us", "Us"),
    *("integration", "integrate", "lattice-work", "lattice", "works", "quad", "bike", "JAPAN", "the", "not", "2024"),
    *("café", "½", "—", "日本", "“dead”"),
)
DATES = ("2022-12-31", "2023", "2023-06", "2024", "2024-05", "2024-05-10", "2024-06", "2025-01-01")
SHORT = ("5", "05", "É-7", "é-7", "a=b", 'say "5"', "50%", "5_", "back\\slash", "Mr.", "mr.")
RULES: tuple[Plain, ...] = (
    {"case_sensitive": True},
    {"not_in": ["quad bike", "free trade"]},
    {"needs_any": ["Japan", "the"]},
)
WORDS_OF = VOCABULARIES | {
    "response": ("accepted", "accepted-in-part", "rejected"),
    "progress": ("implemented", "not-implemented"),
    "actor-kind": ("state", "government-body", "organisation", "person", "group"),
    "relation": ("supports", "contradicts", "refines"),
    # Neither in the order of the alphabet, nor each term in one vocabulary alone.
    "strength": ("should", "must", "could"),
    "action": ("strengthen", "join", "avoid", "should"),
    "support": ("all", "could", "some", "must", "should"),
}


def world(seed: int) -> list[Plain]:
    """A base: 3 to 12 statements of up to three sources about the whole cast."""
    return _Maker(Random(seed)).records()


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.groups: list[str] = []

    # small choices

    def chance(self, one_in: int = 2) -> bool:
        return self.random.randrange(one_in) == 0

    def one(self, among: Iterable[Any]) -> Any:
        return self.random.choice(tuple(among))

    def some(self, among: Iterable[str], most: int = 2, least: int = 0) -> list[str]:
        known = tuple(among)
        return self.random.sample(known, min(len(known), self.random.randint(least, most)))

    def word(self, vocabulary: str) -> str:
        return str(self.one(WORDS_OF[vocabulary]))

    def text(self) -> str:
        return " ".join(self.one((*WORDS, *WORDS, *NAMES)) for _ in range(self.random.randint(1, 7)))

    def short(self) -> str:
        return str(self.one(SHORT))

    def date(self) -> str:
        return str(self.one(DATES))

    def flag(self) -> bool:
        return self.chance()

    def perhaps(self, record: Plain, **optional: Callable[[], Any]) -> Plain:
        """The record with some of the optional fields."""
        return record | {name: make() for name, make in optional.items() if self.chance()}

    # records

    def records(self) -> list[Plain]:
        found: list[Plain] = [
            {"type": "vocabulary", "key": key, "name": key, "terms": [{"key": t, "definition": "x"} for t in terms]}
            for key, terms in WORDS_OF.items()
        ]
        found += [*self.themes(), *self.frameworks(), *self.actors(), *self.events()]
        sources = self.some(SOURCES, 3, least=1)
        for key in sources:
            found += self.source(key)
        statements = [self.statement(f"{self.one(sources)}/s{n}") for n in range(self.random.randint(3, 12))]
        return [*found, *statements, *self.small([record["key"] for record in statements])]

    def entity(self, type_: str, key: str, name: str, **required: Any) -> Plain:
        """A named record, perhaps with one more name, which it may share with others."""
        record: Plain = {"type": type_, "key": key, "name": name} | required
        if self.chance():
            record["aliases"] = [{"text": self.one(NAMES), **self.one(RULES)}]
        if self.chance(8):
            record["former_keys"] = [f"old-{key.replace('/', '-')}"]
        ids = {self.one(("wikidata", "ror")): self.short()}
        record = self.perhaps(record, note=self.text, ids=lambda: ids, checked=self.date)
        return record | ({"url": "https://example.org/Ä"} if self.chance() else {})

    def themes(self) -> Iterable[Plain]:
        above: list[str] = []
        for key, name in THEMES.items():
            theme = self.entity("theme", key, name, broader=self.some(above))
            yield self.perhaps(theme, definition=self.text, scope_note=self.text)
            above.append(key)

    def frameworks(self) -> Iterable[Plain]:
        above: list[str] = []
        for key, name in FRAMEWORKS.items():
            members = [self.membership(actor) for actor in self.some((*STATES, *BODIES), 3)]
            framework = self.entity("framework", key, name, part_of=self.some(above, 1), memberships=members)
            yield self.perhaps(framework | {"kind": self.word("framework-kind")}, established=self.date)
            above.append(key)

    def membership(self, actor: str) -> Plain:
        first, last = sorted((self.date(), self.date()))
        member = {"actor": actor, "role": self.word("membership-role"), "checked": "2024", "url": "https://example.org"}
        return self.perhaps(member, **{"from": lambda: first[:4], "to": lambda: last})

    def actors(self) -> Iterable[Plain]:
        for key, name in STATES.items():
            yield self.entity("actor", key, name, kind="state")
        for key, name in BODIES.items():
            kind = self.one(("government-body", "organisation"))
            yield self.entity("actor", key, name, kind=kind, part_of=self.some((*STATES, *FRAMEWORKS)))
        for key, (name, family) in PEOPLE.items():
            person = self.entity("actor", key, name, kind="person", family_name=family)
            yield self.perhaps(person, honorific=self.short)

    def events(self) -> Iterable[Plain]:
        for key, name in EVENTS.items():
            took_part = [{"person": person, "organisations": self.some(BODIES)} for person in self.some(PEOPLE)]
            event = self.entity("event", key, name, kind="summit", participations=took_part)
            yield self.perhaps(event, date=self.date, place=self.text)

    def source(self, key: str) -> Iterable[Plain]:
        """A source, and perhaps the group that exists only in it."""
        title = self.one(("A report on trade", "Integration"))
        authors = self.some((*PEOPLE, "ncafp"))
        record: Plain = {"type": "source", "key": key, "title": title, "kind": "report", "authors": authors}
        record = self.perhaps(
            record,
            publisher=lambda: self.one((*BODIES, *STATES)),
            event=lambda: self.one(EVENTS),
            issued=self.date,
            language=lambda: self.one(("en", "de", "en-GB")),
            consensus=self.flag,
            disclaimer=self.text,
            aliases=lambda: self.some(("Report", "NCAFP", "Quad")),
        )
        yield self.perhaps(record, doi=lambda: "10.1234/Abc", licence=self.short, url=lambda: "https://example.org/A")
        if self.chance():
            above = self.some(("ncafp", "quad"), 1)
            self.groups.append(f"{key}/experts")
            yield self.entity("actor", f"{key}/experts", "Experts", kind="group", part_of=above)

    def statement(self, key: str) -> Plain:
        source = key.partition("/")[0]
        record: Plain = {"type": self.one(STATEMENT_TYPES), "key": key, "source": source, "text": self.text()}
        record["evidence"] = [{"quote": {"exact": self.text()}} if self.chance(5) else {"page": 1}]
        if self.chance(8):
            record["former_keys"] = [f"{source}/was-{key.partition('/')[2]}"]
        if self.chance(6):
            return record
        acting = (*ACTING, *(group for group in self.groups if group.startswith(source)))
        record = self.perhaps(
            record,
            themes=lambda: self.some(THEMES),
            events=lambda: self.some(EVENTS),
            actors=lambda: [{"key": key, "role": "topic"} for key in self.some(acting)],
            frameworks=lambda: [{"key": key, "relation": "join"} for key in self.some(FRAMEWORKS)],
            proponents=lambda: "unknown" if self.chance(4) else [{"key": key} for key in self.some(acting)],
            issued=self.date,
            priority=self.flag,
            source_number=self.short,
            codes=lambda: {scheme: self.short() for scheme in self.some(("upr", "sdg"), least=1)},
            review=lambda: self.one(("pending", "accepted")),
            confidence=lambda: self.one((0.0, 0.25, 0.5, 1.0)),
        )
        if record["type"] == "finding":
            return self.perhaps(record, kind=lambda: self.word("finding-kind"))
        texts = dict.fromkeys(("condition", "purpose", "deadline", "measure"), self.text)
        record = self.perhaps(record, action=lambda: self.word("action"), **texts)
        if record["type"] == "commitment":
            return record
        return self.perhaps(
            record,
            strength=lambda: self.word("strength"),
            endorsed=self.flag,
            addressees=lambda: [{"key": key} for key in self.some(acting)],
        )

    def small(self, statements: list[str]) -> Iterable[Plain]:
        """Claims, relations and coverage, each once."""
        found: dict[str, Plain] = {}
        few = statements[:2]
        for _ in range(self.random.randint(0, 18)):
            aspect = self.one(("response", "response", "progress"))
            statement = self.one(few if self.chance() else statements)
            claim = {"type": "claim", "statement": statement, "aspect": aspect, "value": self.word(aspect)}
            claim = self.perhaps(claim | {"asserter": self.one(("japan", "japan", "diet", "quad"))}, on=self.date)
            same = " ".join(str(claim.get(name)) for name in ("statement", "aspect", "value", "asserter", "on"))
            found.setdefault(same, claim | ({"retracted": True} if self.chance(4) else {}))
        for _ in range(self.random.randint(0, 4)):
            subject, object_ = self.one(statements), self.one(statements)
            relation = {"type": "relation", "subject": subject, "relation": self.word("relation"), "object": object_}
            found |= {str(relation): relation} if subject != object_ else {}
        for theme in self.some(THEMES):
            source = self.one(statements).partition("/")[0]
            found[theme] = {"type": "coverage", "source": source, "theme": theme, "by": "A. Reader", "on": "2024"}
        return found.values()
