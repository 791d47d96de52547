"""A base whose names are hard to draw."""

from collections.abc import Iterator
from random import Random

import pytest
from tests.builders import Plain, lines, totals, write
from tests.databases import Bases

from policykb import KnowledgeBase

LONG = (
    "A theme whose name goes on about cooperation between governments on supply chains, export controls, the screening"
    " of investment, and whatever else anybody might ask for"
)
THEMES = ("Tariffs & <quotas> \"quoted\" 'single'", LONG, "インド太平洋における経済枠組みと供給網の強靱化に関する協力", "التعاون الاقتصادي في المحيطين",
          "=1+1", "Économie", *(f"Theme {n}" for n in range(60)))  # fmt: skip
STATES = ("Norway", "日本国", "Ministry of Economy, Trade and Industry", "United States of America",
          *(f"State {n}" for n in range(8)))  # fmt: skip
YEARS = ("2015", "2017", "2017-06", "2021", None)
STRENGTHS = ("must", "should", "could", "implied")


def records() -> list[Plain]:
    """Five sources and 200 recommendations, drawn so that some values are frequent, some rare, some not given."""
    random = Random(5)
    kinds = {"strength": STRENGTHS, "actor-kind": ("state",), "source-kind": ("report",)}
    found: list[Plain] = [
        {"type": "vocabulary", "key": key, "name": key, "terms": [{"key": term, "definition": "x"} for term in terms]}
        for key, terms in kinds.items()
    ]
    found += [{"type": "theme", "key": f"t{n}", "name": name} for n, name in enumerate(THEMES)]
    found += [{"type": "actor", "key": f"a{n}", "name": name, "kind": "state"} for n, name in enumerate(STATES)]
    for n, year in enumerate(YEARS):
        source = {"type": "source", "key": f"s{n}", "title": f"Report {n}", "kind": "report", "publisher": f"a{n % 2}"}
        found.append(source | ({"issued": year} if year else {}))
    for n in range(200):
        source_key = f"s{random.randrange(len(YEARS))}"
        themes = {n % len(THEMES), min(int(random.expovariate(0.2)), len(THEMES) - 1)}
        addressees = random.sample(range(len(STATES)), random.randint(0, 3))
        record = {"type": "recommendation", "key": f"{source_key}/r{n}", "source": source_key, "text": "Act.",
                  "strength": random.choice(STRENGTHS), "themes": [f"t{m}" for m in sorted(themes)],
                  "evidence": [{"page": 1}]}  # fmt: skip
        found.append(record | ({"addressees": [f"a{m}" for m in addressees]} if addressees else {}))
    return found


@pytest.fixture(scope="session")
def odd_place(bases: Bases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the base of `records` is."""
    folder = tmp_path_factory.mktemp("odd")
    base = bases.make(folder / "base.db")
    totals(base, write(folder / "seed", {"odd.jsonl": lines(records())}))
    yield base.url
    bases.drop(base)


@pytest.fixture
def odd(odd_place: str) -> Iterator[KnowledgeBase]:
    """The base of `records`, to be read."""
    with KnowledgeBase.open(odd_place) as kb:
        yield kb
