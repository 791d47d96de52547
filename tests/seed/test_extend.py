"""What a file adds to the record of another file is there as long as that file is, and no longer."""

from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import strategies
from tests.builders import Fresh, Make, Plain, assert_sound, differences, lines, query, small, totals, write
from tests.seed.test_dump import MANY, content, digest_of, dumped
from tests.seed.test_load_properties import canonical, history_replayed, load_all

from policykb.domain.fields import ENTITIES
from policykb.domain.models import MODELS
from policykb.errors import SeedError
from policykb.seed.load import check
from policykb.store.engine import Database

_NEVER = {"type", "key", "name", "title", "kind", "language", "former_keys"}


def split(record: Plain, random: Random) -> tuple[Plain, Plain]:
    """The record without some of its last things, and an extension that adds those: what `merged` must undo.

    Written with nothing of policykb's: a list is cut in two, any other field goes to one side.
    """
    own, added = dict(record), {"type": "extension", "key": record["key"]}
    for name, value in record.items():
        if name in _NEVER or random.random() < 0.5 or not value:
            continue
        if isinstance(value, list):
            at = random.randrange(len(value))
            if name == "aliases" and len({_text(alias) for alias in value}) < len(value):
                continue  # to add a name that is there already is refused
            own[name], added[name] = value[:at], value[at:]
        else:
            added[name] = own.pop(name)
    return own, added


def _text(alias: str | Plain) -> str:
    return alias if isinstance(alias, str) else str(alias["text"])


@st.composite
def split_bases(draw: st.DrawFn) -> tuple[list[Plain], list[Plain], list[Plain]]:
    """A base, the same with poorer entities, and what the poorer ones lack."""
    records = draw(strategies.bases())
    random = Random(draw(st.integers(0, 1_000)))
    poorer, extensions = [], []
    for record in records:
        own, added = split(record, random) if record["type"] in ENTITIES else (record, {})
        poorer.append(own)
        if len(added) > 2:
            extensions.append(added)
    return records, poorer, extensions


@given(split_bases(), st.booleans(), st.integers(0, 1))
@settings(max_examples=MANY)
def test_a_record_in_two_files_says_what_it_says_in_one(
    fresh: Fresh, bases: tuple[list[Plain], list[Plain], list[Plain]], together: bool, renamed: int
) -> None:
    whole, poorer, extensions = bases
    name = ("b.jsonl", "0.jsonl")[renamed]
    with fresh() as (folder, one), fresh() as (elsewhere, two), fresh() as (back, again), fresh() as (alone, rest):
        totals(one, write(folder, {"a.jsonl": lines(whole)}))
        files = {"a.jsonl": lines(poorer)} | ({name: lines(extensions)} if extensions else {})
        for some in [files] if together else [{"a.jsonl": files["a.jsonl"]}, files]:
            load_all(two, elsewhere, some)
        assert digest_of(two) == digest_of(one)
        assert set(differences(one.url, two.url)) <= {"extension", "entity"}
        assert_sound(two)
        assert totals(two, elsewhere) == (0, 0, 0)
        assert history_replayed(two) == sorted(map(canonical, whole))
        # A dump has each thing in its own file.
        dumped(two, back)
        wanted = {n: sorted(MODELS["extension" if n == name else r["type"]].model_validate(r).canonical() for r in some)
                  for n, some in (("a.jsonl", poorer), (name, extensions)) if some}  # fmt: skip
        assert {n: sorted(t.splitlines()) for n, t in content(back).items() if n.endswith("l") and "{" in t} == wanted
        totals(again, back)
        assert differences(again.url, two.url) == {}
        # The extending file goes: what it added goes, and nothing else.
        load_all(two, elsewhere, {"a.jsonl": lines(poorer)})
        totals(rest, write(alone, {"a.jsonl": lines(poorer)}))
        assert differences(two.url, rest.url) == {}
        assert_sound(two)


MINE = """\
extend:
  - key: ipef
    note: Launched in Tokyo.
    aliases: [Prosperity Framework]
    memberships:
      - {actor: japan, url: "https://example.org/", checked: 2026-11}
  - {key: trade, broader: [politics]}
themes:
  - {key: politics, name: Politics}
"""


@pytest.fixture
def world(tmp_path: Path) -> Path:
    return small(tmp_path / "seed")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return write(tmp_path / "mine", {"more.yaml": MINE}, "mine")


def refused(database: Database, *paths: Path) -> list[str]:
    with pytest.raises(SeedError) as caught:
        totals(database, *paths)
    return [str(problem).rpartition("/")[2] if "/seed" in problem.file or "/mine" in problem.file else str(problem)
            for problem in caught.value.problems]  # fmt: skip


def said_of_ipef(database: Database) -> list[tuple[object, ...]]:
    names = "SELECT a.text FROM alias a JOIN entity e ON e.id = a.entity_id WHERE e.key = 'ipef' ORDER BY a.position"
    note = "SELECT note FROM entity WHERE key = 'ipef'"
    members = "SELECT actor FROM membership WHERE framework = 'ipef'"
    path = database.url
    return [row for sql in (names, note, members) for row in query(path, sql)]


MERGED = [
    ("Indo-Pacific Economic Framework",),
    ("IPEF",),
    ("Prosperity Framework",),
    ("Launched in Tokyo.",),
    ("japan",),
]
OWN = [("Indo-Pacific Economic Framework",), ("IPEF",), (None,)]


def test_an_extension_is_merged_into_the_rows_of_its_record(base: Database, world: Path, mine: Path) -> None:
    totals(base, world)
    assert totals(base, mine) == (1, 2, 0)
    assert said_of_ipef(base) == MERGED
    assert query(base.url, "SELECT type, key, op FROM change WHERE load_id = 2 ORDER BY key") == [
        ("framework", "ipef", "change"),
        ("theme", "politics", "add"),
        ("theme", "trade", "change"),
    ]
    below = "SELECT d.key FROM closure c JOIN entity a ON a.id = c.ancestor_id JOIN entity d ON d.id = c.descendant_id"
    assert query(base.url, f"{below} WHERE a.key = 'politics' ORDER BY 1") == [("politics",), ("trade",)]


def test_reloading_the_base_file_keeps_what_others_add(base: Database, world: Path, mine: Path) -> None:
    totals(base, world, mine)
    text = (world / "world.yaml").read_text().replace("kind: economic-framework,", "kind: alliance,")
    assert totals(base, write(world, {"world.yaml": text})) == (0, 1, 0)
    assert said_of_ipef(base) == MERGED
    assert query(base.url, "SELECT kind FROM framework WHERE key = 'ipef'") == [("alliance",)]


def test_removing_the_extending_file_takes_only_its_additions_away(base: Database, world: Path, mine: Path) -> None:
    totals(base, world)
    before = digest_of(base)
    totals(base, mine)
    (mine / "more.yaml").write_text("actors: [{key: fiji, name: Fiji, kind: state}]\n")
    assert totals(base, mine) == (1, 2, 1)
    assert said_of_ipef(base) == OWN
    totals(
        base,
        write(mine, {"more.yaml": MINE, "actors.yaml": "actors: [{key: fiji, name: Fiji, kind: state}]\n"}, "mine"),
    )
    assert said_of_ipef(base) == MERGED
    (mine / "more.yaml").unlink()
    (mine / "actors.yaml").write_text("actors: [{key: tuvalu, name: Tuvalu, kind: state}]\n")
    totals(base, mine)
    assert said_of_ipef(base) == OWN
    (mine / "actors.yaml").write_text(
        "relations: [{subject: report/join-ipef, relation: refines, object: report/doubts}]\n"
    )
    totals(base, mine)
    assert query(base.url, "SELECT count(*) FROM extension") == query(base.url, "SELECT count(*) FROM extended")
    assert digest_of(base) != before  # the relation
    assert_sound(base)


def test_the_order_of_loads_means_nothing(make: Make, world: Path, mine: Path, tmp_path: Path) -> None:
    theirs = write(tmp_path / "theirs", {"x.yaml": "extend: [{key: ipef, aliases: [The Framework]}]\n"}, "theirs")
    found = set()
    for n, (second, third) in enumerate(permutations((mine, theirs))):
        database = make(tmp_path / f"{n}.db")
        for folder in (world, second, third):
            totals(database, folder)
        found.add((digest_of(database), tuple(said_of_ipef(database))))
        database.close()
    assert len(found) == 1


CASES = {
    "extend: [{key: ipev, aliases: [A]}]": "x.yaml:1:16: extend[0].key: no record ipev to add to (did you mean ipef?)",
    "extend: [{key: report/doubts, aliases: [A]}]": (
        "x.yaml:1:16: extend[0].key: report/doubts is a statement, to which no other file can add"
        " (what can be extended: themes, actors, frameworks, events, sources)"
    ),
    "extend: [{key: ipef, aliases: [{text: PF, case_sensitive: true}, {text: PF, case_sensitive: true}]}]": (
        "x.yaml:1:66: extend[0].aliases[1]: ipef has PF already (in this file)"
    ),
    "extend: [{key: ipef, note: N}]": ("x.yaml:1:28: extend[0].note: ipef has a note already (mine:more.yaml)"),
    "extend: [{key: tokyo-summit, date: 2024-06}]": (
        "x.yaml:1:36: extend[0].date: tokyo-summit has a date already (tests:world.yaml)"
    ),
    "extend: [{key: ipef, aliases: [ipef]}]": (
        "x.yaml:1:32: extend[0].aliases[0]: the name 'ipef' is one of ipef already"
    ),
    "extend: [{key: ipef, aliases: [Prosperity framework]}]": (
        "x.yaml:1:32: extend[0].aliases[0]: the name 'prosperity framework' is one of ipef already"
    ),
    "extend: [{key: japan, aliases: [IPEF]}]": (
        "x.yaml:1:33: extend[0].aliases[0]: ipef bears the name 'ipef' too"
        " (give one of them a rule (needs_any, not_in, case_sensitive) or another name)"
    ),
    "extend: [{key: trade, broader: [economic]}]": (
        "x.yaml:1:33: extend[0].broader[0]: trade has economic already (tests:world.yaml)"
    ),
    "extend: [{key: economic, broader: [trade]}]": (
        "x.yaml:1:35: extend[0].broader: goes in a circle: economic -> trade -> economic"
    ),
    "extend: [{key: japan, part_of: [nobody]}]": "x.yaml:1:33: extend[0].part_of[0]: no actor or framework nobody",
    "extend: [{key: japan}]": "x.yaml:1:10: extend[0]: adds nothing to japan",
    "extend: [{key: japan, note: A}, {key: japan, url: 'https://a.org'}]": (
        "x.yaml:1:39: extend[1].key: japan is extended twice in this file (put them together)"
    ),
    "actors: [{key: fiji, name: Fiji, kind: state}]\nextend: [{key: fiji, note: A}]": (
        "x.yaml:2:16: extend[0].key: fiji stands in this file itself (write it there)"
    ),
    "extend: [{key: japan, former_keys: [nippon]}]": "x.yaml:1:23: extend[0].former_keys: unknown field former_keys",
    "extend: [{key: japan, established: 2020}]": "x.yaml:1:23: extend[0].established: unknown field established",
    "extend: {key: japan, note: A}": "x.yaml:1:9: extend: expected a list of extend (lines that start with -)",
    "extend: [{note: A}]": "x.yaml:1:10: extend[0]: missing key",
}


@pytest.mark.parametrize("text", CASES)
def test_what_cannot_be_added(base: Database, world: Path, mine: Path, tmp_path: Path, text: str) -> None:
    totals(base, world, mine)
    other = write(tmp_path / "other", {"x.yaml": f"{text}\n"}, "other")
    before = digest_of(base)
    with pytest.raises(SeedError) as caught:
        totals(base, other)
    found = [str(problem).rpartition("other/")[2] for problem in caught.value.problems]
    assert found[0].startswith(CASES[text])
    assert len(found) == 1
    assert digest_of(base) == before
    with pytest.raises(SeedError):
        check([other], base)


def test_a_record_that_comes_to_say_what_others_add_names_both_files(base: Database, world: Path, mine: Path) -> None:
    totals(base, world, mine)
    text = (
        (world / "world.yaml").read_text().replace("aliases: [IPEF]", "aliases: [IPEF, Prosperity Framework], note: N")
    )
    found = refused(base, write(world, {"world.yaml": text}))
    assert found == [
        "world.yaml:9:98: frameworks[0].aliases[1]: the name 'prosperity framework' is there twice",
        "world.yaml:9:127: frameworks[0].note: mine:more.yaml adds it to ipef already (take it out of mine:more.yaml first)",
    ]


def test_an_extended_record_is_not_removed_below_its_extension(base: Database, world: Path, mine: Path) -> None:
    totals(base, world, mine)
    text = (world / "world.yaml").read_text()
    report = (world / "report.yaml").read_text().replace("    frameworks: [ipef]\n", "")
    cut = text[: text.index("frameworks:")] + text[text.index("events:") :]
    found = refused(base, write(world, {"world.yaml": cut, "report.yaml": report}))
    assert found == ["mine:more.yaml: extend: ipef cannot be removed: this file adds to it"]


def test_what_an_extension_names_is_not_removed_below_it(base: Database, world: Path, mine: Path) -> None:
    """Whether or not the same load writes the extended record anew."""
    totals(base, world)
    actors = write(world, {"actors.yaml": "actors: [{key: fiji, name: Fiji, kind: state}]\n"})
    totals(base, actors)
    totals(base, write(mine, {"more.yaml": MINE.replace("actor: japan", "actor: fiji")}, "mine"))
    write(world, {"actors.yaml": "actors: [{key: tuvalu, name: Tuvalu, kind: state}]\n"})
    assert refused(base, world) == ["actors.yaml: fiji cannot be removed: 1 of memberships still name it"]
    write(world, {"world.yaml": (world / "world.yaml").read_text().replace("economic-framework", "alliance")})
    (found,) = refused(base, world)
    assert found.startswith("mine:more.yaml: extend.memberships: no actor or framework fiji")


def test_files_may_be_checked_alone(tmp_path: Path) -> None:
    folder = small(tmp_path / "seed", more=MINE)
    assert check([folder], None).records["extension"] == 2
    (folder / "world.yaml").unlink()
    with pytest.raises(SeedError, match="no record ipef to add to"):
        check([folder], None)
