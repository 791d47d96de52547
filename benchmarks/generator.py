"""The seeded generator: seed files of any size that `policykb load` accepts, the same bytes for the same seed.

Texts of about 60 words with names inside, a 4-level tree of themes, 300 actors, 150 frameworks and 2,000 sources; a
record has 2 themes, 2 actors, 1 or 2 frameworks. Nothing but the 2,000 sources and their world is held in memory.

    python -m benchmarks.generator FOLDER 100000
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

from benchmarks import lexis

Record = dict[str, Any]

SEED = 20240601
STATES, BODIES, ORGANISATIONS, PERSONS, REGIONS = 120, 80, 50, 30, 20
FRAMEWORKS, SOURCES, RARE_WORDS = 150, 2_000, 30_000
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
_WORDS = {key: words.split() for key, words in VOCABULARIES.items()}


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
    for key, words in _WORDS.items():
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
        first, second, kind = members[0]["name"], members[1]["name"], _WORDS["framework-kind"][n % 6]
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
            "kind": _WORDS["source-kind"][n % 5],
            "publisher": rng.choice(publishers),
            "authors": rng.sample(persons, rng.randint(1, 2)),
            "issued": _date(rng, day=n % 3 > 0),
            "url": f"https://example.org/reports/{n:04d}",
        }


def _date(rng: Random, *, day: bool) -> str:
    month = f"{rng.randint(2004, 2024)}-{rng.randint(1, 12):02d}"
    return f"{month}-{rng.randint(1, 28):02d}" if day else month


def _alias_text(alias: str | Record) -> str:
    return alias if isinstance(alias, str) else str(alias["text"])


class Writer:
    """Makes statements, one after the other, in the order of their sources."""

    def __init__(self, world: World, seed: int = SEED) -> None:
        self.world = world
        self.rng = Random(f"statements {seed}")
        rare = lexis.rare_words(RARE_WORDS, Random(f"words {seed}"))
        self._vocabulary = [*lexis.FUNCTION_WORDS, *lexis.POLICY_WORDS, *rare]
        self._weights = lexis.zipf(len(self._vocabulary))
        self._themes = [t["key"] for t in world.themes]
        self._actors = [a["key"] for a in world.actors if a["kind"] not in {"person", "region"}]
        self._frameworks = [f["key"] for f in world.frameworks]

    def statements(self, count: int) -> Iterator[Record]:
        """So many statements, spread evenly over the sources."""
        sources = self.world.sources
        for n in range(count):
            yield self._statement(n, sources[n * len(sources) // count]["key"])

    def _statement(self, n: int, source: str) -> Record:
        rng = self.rng
        type_ = rng.choices(("recommendation", "finding", "commitment"), (80, 15, 5))[0]
        themes = rng.sample(self._themes, 2)
        actors = rng.sample(self._actors, 2)
        frameworks = rng.sample(self._frameworks, rng.randint(1, 2))
        record: Record = {"type": type_, "key": f"{source}/s{n}", "source": source}
        record["text"] = self._text(rng.randint(40, 76), [actors[0], frameworks[0], rng.choice((actors[1], themes[0]))])
        if rng.random() < 0.3:
            record["issued"] = _date(rng, day=True)
        if rng.random() < 0.1:
            record["priority"] = True
        if rng.random() < 0.2:
            record["proponents"] = [{"key": rng.choice(self._actors), "support": rng.choice(_WORDS["support"])}]
        record["themes"] = themes
        record["frameworks"] = [{"key": key, "relation": rng.choice(_WORDS["action"])} for key in frameworks]
        if type_ == "finding":
            record["kind"] = rng.choice(_WORDS["finding-kind"])
            linked = actors
        else:
            record |= self._asked(type_, actors[0])
            linked = actors[type_ == "recommendation" :]
        record["actors"] = [{"key": key, "role": rng.choice(_WORDS["actor-role"])} for key in linked]
        record["evidence"] = [self._evidence(record["text"]) for _ in range(1 + (rng.random() < 0.2))]
        return record

    def _asked(self, type_: str, addressee: str) -> Record:
        rng = self.rng
        asked: Record = {"action": rng.choice(_WORDS["action"])}
        if type_ == "recommendation":
            asked["strength"] = rng.choices(_WORDS["strength"], (15, 60, 15, 10))[0]
            asked["addressees"] = [{"key": addressee}]
        for field, share, length in (("condition", 0.1, 12), ("purpose", 0.15, 10), ("deadline", 0.05, 4)):
            if rng.random() < share:
                asked[field] = self._text(length, [])
        return asked

    def _text(self, length: int, keys: list[str]) -> str:
        rng = self.rng
        words = rng.choices(self._vocabulary, cum_weights=self._weights, k=length)
        for key in keys:
            words[rng.randrange(length)] = rng.choice(self.world.names[key])
        start = 0
        while start < length:
            end = min(start + rng.randint(14, 26), length)
            words[start] = words[start][0].upper() + words[start][1:]
            if end - start > 8:
                words[start + 6] += ","
            words[end - 1] += "."
            start = end
        return " ".join(words)

    def _evidence(self, text: str) -> Record:
        rng = self.rng
        words = text.split(" ")
        if rng.random() < 0.1:
            quote = {"exact": " ".join(words[:20])}
        else:
            quote = {"from": " ".join(words[:4]), "to": " ".join(words[-4:])}
        return {"section": rng.choice(lexis.SECTIONS), "paragraph": rng.randint(1, 40), "quote": quote}


def write_folder(folder: Path, count: int, seed: int = SEED, *, form: str = "jsonl", sources: int = SOURCES) -> None:
    """Writes so many statements and their world as seed files, laid out as the shipped seed.

    ``form`` jsonl puts the statements into one file, yaml into one YAML file a source, as if written by hand.
    """
    world = make_world(seed, sources)
    statements = Writer(world, seed).statements(count)
    _write_lines(folder / "vocabularies" / "words.jsonl", world.vocabularies)
    _write_lines(folder / "vocabularies" / "themes.jsonl", world.themes)
    _write_lines(folder / "actors" / "actors.jsonl", world.actors)
    _write_lines(folder / "frameworks" / "frameworks.jsonl", world.frameworks)
    _write_lines(folder / "sources" / "coverage.jsonl", world.coverage)
    (folder / "policykb.yaml").write_text("collection: benchmark\n", encoding="utf-8", newline="\n")
    if form == "jsonl":
        _write_lines(folder / "sources" / "sources.jsonl", world.sources)
        _write_lines(folder / "sources" / "statements.jsonl", statements)
        return
    unused = {source["key"]: source for source in world.sources}
    for key, some in groupby(statements, key=lambda statement: str(statement["source"])):
        _write_yaml(folder / "sources" / f"{key}.yaml", unused.pop(key), list(some))
    if unused:
        _write_lines(folder / "sources" / "sources.jsonl", unused.values())


def _write_lines(path: Path, records: Iterable[Record]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _write_yaml(path: Path, source: Record, statements: list[Record]) -> None:
    sections: dict[str, list[Record]] = {"recommendations": [], "findings": [], "commitments": []}
    for statement in statements:
        sections[f"{statement['type']}s"].append(statement)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("source:\n")
        file.writelines(f"  {name}: {_scalar(value)}\n" for name, value in source.items() if name != "type")
        for section, some in sections.items():
            if some:
                file.write(f"{section}:\n")
            for statement in some:
                file.write(f"  - key: {statement['key'].partition('/')[2]}\n")
                for name, value in statement.items():
                    if name == "evidence":
                        file.write("    evidence:\n")
                        file.writelines(f"      - {_scalar(item)}\n" for item in value)
                    elif name not in {"type", "key", "source"}:
                        file.write(f"    {name}: {_scalar(value)}\n")


def _scalar(value: object, *, inside: bool = False) -> str:
    """A value as seed files write it by hand: plain where YAML allows it, lists and small objects on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_scalar(item, inside=True)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(_scalar(item, inside=True) for item in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return json.dumps(text) if inside and "," in text else text


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generator", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--form", choices=("jsonl", "yaml"), default="jsonl")
    given = parser.parse_args()
    write_folder(given.folder, given.count, given.seed, form=given.form)


if __name__ == "__main__":
    main()
