"""What the generated statements are about: themes, actors, frameworks, sources, and the names a text may use.

Separate from the statements because it is small, the same for a folder of any size, and held in memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from benchmarks import lexis

Record = dict[str, Any]

SEED = 20240601
STATES, BODIES, ORGANISATIONS, PERSONS, REGIONS = 120, 80, 50, 30, 20
FRAMEWORKS, SOURCES = 150, 2_000
_TREE = (4, 16, 64, 128)
"""How many themes stand on each level."""

VOCABULARIES = {
    "action": "strengthen join create institutionalise maintain prioritise engage discuss reform clarify avoid oppose",
    "strength": "must should could implied",
    "support": "all most some one",
    "actor-kind": "state government-body organisation person group region",
    "framework-kind": "trade-agreement economic-framework minilateral alliance strategy assistance-programme",
    "source-kind": "report conference-report brief communique testimony",
    "finding-kind": "assessment concern praise disagreement expectation question fact",
    "addressee-role": "example",
    "actor-role": "beneficiary partner target topic obstacle",
    "membership-role": "member partner observer applicant signatory",
}
WORDS = {key: words.split() for key, words in VOCABULARIES.items()}


@dataclass(frozen=True)
class World:
    """What the statements are about: seed records, and by key the names a text may use."""

    vocabularies: list[Record]
    themes: list[Record]
    actors: list[Record]
    frameworks: list[Record]
    sources: list[Record]
    coverage: list[Record]
    names: dict[str, list[str]]


def make_world(seed: int = SEED, sources: int = SOURCES) -> World:
    """The entities and sources of a seed."""
    rng = Random(f"world {seed}")
    themes = _themes(rng)
    actors = _actors(rng)
    frameworks = _frameworks(rng, [a for a in actors if a["kind"] == "state"])
    written = list(_sources(rng, actors, sources))
    names = {r["key"]: [r["name"], *map(_alias_text, r.get("aliases", ()))] for r in (*themes, *actors, *frameworks)}
    coverage = [
        {"type": "coverage", "source": s["key"], "theme": rng.choice(themes)["key"], "by": "reader", "on": "2024-06-01"}
        for s in written
    ]
    return World(list(_vocabularies()), themes, actors, frameworks, written, coverage, names)


def _vocabularies() -> Iterator[Record]:
    for key, words in WORDS.items():
        terms = [{"key": word, "definition": f"The {key} {word}."} for word in words]
        yield {"type": "vocabulary", "key": key, "name": key.replace("-", " ").capitalize(), "terms": terms}


def _themes(rng: Random) -> list[Record]:
    pairs = [(adjective, noun) for adjective in lexis.ADJECTIVES for noun in lexis.NOUNS]
    rng.shuffle(pairs)
    themes: list[Record] = []
    above: list[str] = []
    for size in _TREE:
        level: list[str] = []
        for n in range(size):
            adjective, noun = pairs[len(themes)]
            key = f"{adjective}-{noun}"
            theme: Record = {"type": "theme", "key": key, "name": f"{adjective} {noun}".capitalize()}
            themes.append(theme | ({"broader": [above[n % len(above)]]} if above else {}))
            level.append(key)
        above = level
    return themes


def _actors(rng: Random) -> list[Record]:
    places = lexis.place_names(2 * STATES + ORGANISATIONS + PERSONS + REGIONS, rng)
    states, capitals, others = places[:STATES], places[STATES : 2 * STATES], places[2 * STATES :]
    actors = []
    for state, capital in zip(states, capitals, strict=True):
        aliases: list[object] = [
            f"Republic of {state}",
            {"text": f"{state}n" if state.endswith("a") else f"{state}ic", "kind": "demonym"},
            {"text": capital, "kind": "metonym", "not_in": [f"University of {capital}"]},
        ]
        actors.append(_actor(state, "state", aliases=aliases))
    for n in range(BODIES):
        state, ministry = states[n // 4], lexis.MINISTRIES[n % 4 + n // 40]
        actors.append(_actor(f"{ministry} Ministry of {state}", "government-body", part_of=[state.lower()]))
    for name in others[:ORGANISATIONS]:
        acronym = {"text": f"{name[:3].upper()}I", "kind": "acronym", "case_sensitive": True}
        actors.append(_actor(f"{name} Institute for Policy", "organisation", aliases=[acronym]))
    persons, regions = others[ORGANISATIONS : ORGANISATIONS + PERSONS], others[ORGANISATIONS + PERSONS :]
    actors += [_actor(f"Jan {name}", "person", family_name=name) for name in persons]
    return actors + [_actor(f"Greater {name}", "region") for name in regions]


def _actor(name: str, kind: str, **rest: object) -> Record:
    return {"type": "actor", "key": name.lower().replace(" ", "-"), "name": name, "kind": kind, **rest}


def _frameworks(rng: Random, states: list[Record]) -> list[Record]:
    frameworks: list[Record] = []
    for n in range(FRAMEWORKS):
        members = rng.sample(states, rng.randint(3, 8))
        first, second, kind = members[0]["name"], members[1]["name"], WORDS["framework-kind"][n % 6]
        acronym = f"{first[0]}{second[0]}{'TEMASP'[n % 6]}{n:03d}"
        record = {
            "type": "framework",
            "key": acronym.lower(),
            "name": f"{first}-{second} {kind.replace('-', ' ').title()} {n:03d}",
            "kind": kind,
            "aliases": [{"text": acronym, "kind": "acronym"}],
            "memberships": [_membership(rng, state["key"]) for state in members],
        }
        if n >= 100:
            record["part_of"] = [frameworks[n - 100]["key"]]
        frameworks.append(record)
    return frameworks


def _membership(rng: Random, actor: str) -> Record:
    since = str(rng.randint(1960, 2020))
    return {"actor": actor, "from": since, "url": "https://example.org/members", "checked": "2024-06"}


def _sources(rng: Random, actors: list[Record], count: int) -> Iterator[Record]:
    publishers = [a["key"] for a in actors if a["kind"] == "organisation"]
    persons = [a["key"] for a in actors if a["kind"] == "person"]
    for n in range(count):
        theme = f"{rng.choice(lexis.ADJECTIVES).capitalize()} {rng.choice(lexis.NOUNS)}"
        yield {
            "type": "source",
            "key": f"report-{n:04d}",
            "title": f"{theme} in practice, number {n:04d}",
            "kind": WORDS["source-kind"][n % 5],
            "publisher": rng.choice(publishers),
            "authors": rng.sample(persons, rng.randint(1, 2)),
            "issued": some_date(rng, day=n % 3 > 0),
            "url": f"https://example.org/reports/{n:04d}",
        }


def some_date(rng: Random, *, day: bool) -> str:
    """A month, or a day of one, of the last twenty years."""
    month = f"{rng.randint(2004, 2024)}-{rng.randint(1, 12):02d}"
    return f"{month}-{rng.randint(1, 28):02d}" if day else month


def _alias_text(alias: str | Record) -> str:
    return alias if isinstance(alias, str) else str(alias["text"])
