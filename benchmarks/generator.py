"""The seeded generator: seed files of any size that `policykb load` accepts, the same bytes for the same seed.

Texts of about 60 words with names inside, a 4-level tree of themes, 300 actors, 150 frameworks and 2,000 sources; a
record has 2 themes, 2 actors, 1 or 2 frameworks. Nothing but the 2,000 sources and their world is held in memory.

    python -m benchmarks.generator FOLDER 100000
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from random import Random

from benchmarks import lexis
from benchmarks.world import SEED, SOURCES, WORDS, Record, World, make_world, some_date

RARE_WORDS = 30_000


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
            record["issued"] = some_date(rng, day=True)
        if rng.random() < 0.1:
            record["priority"] = True
        if rng.random() < 0.2:
            record["proponents"] = [{"key": rng.choice(self._actors), "support": rng.choice(WORDS["support"])}]
        record["themes"] = themes
        record["frameworks"] = [{"key": key, "relation": rng.choice(WORDS["action"])} for key in frameworks]
        if type_ == "finding":
            record["kind"] = rng.choice(WORDS["finding-kind"])
            linked = actors
        else:
            record |= self._asked(type_, actors[0])
            linked = actors[type_ == "recommendation" :]
        record["actors"] = [{"key": key, "role": rng.choice(WORDS["actor-role"])} for key in linked]
        record["evidence"] = [self._evidence(record["text"]) for _ in range(1 + (rng.random() < 0.2))]
        return record

    def _asked(self, type_: str, addressee: str) -> Record:
        rng = self.rng
        asked: Record = {"action": rng.choice(WORDS["action"])}
        if type_ == "recommendation":
            asked["strength"] = rng.choices(WORDS["strength"], (15, 60, 15, 10))[0]
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
