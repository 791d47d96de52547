"""Whole files that are no seed files, byte for byte as people and attackers make them; and values that stay as written."""

import json
from pathlib import Path

import pytest
from tests.builders import REPORT, WORLD, Make, lines, problems, query, small, totals, write

from policykb import KnowledgeBase

SECTION = "unknown section"
TOP = "expected a mapping with sections such as recommendations:, actors:, themes:"
BOMB = b"a: &a [lol, lol]\n" + b"".join(
    b"%c: &%c [%s]\n" % (n, n, b", ".join([b"*%c" % (n - 1)] * 9)) for n in b"bcdefghi"
)
MERGES = b"a: &a {k: 1}\n" + b"".join(b"b%d: &b%d {<<: [*a, *a]}\n" % (n, n) for n in range(300))
RAW: dict[str, tuple[bytes, list[str]]] = {
    "S01": (b"id: rec-1\ntitle: A\ntitle: B\n", ["3:1: duplicate key 'title' (first on line 2)"]),
    "S02": (b"id: rec-1\ntitle: T\ncountry: NO\n", [f"1:1: id: {SECTION}", f"2:1: title: {SECTION}", f"3:1: country: {SECTION}"]),
    "S03": (b"countries: [SE, NO, FI, DK]\n", [f"1:1: countries: {SECTION}"]),
    "S04": (b"code: 1:30\n", [f"1:1: code: {SECTION}"]),
    "S05": (b"code: 012\n", [f"1:1: code: {SECTION}"]),
    "S06": (b"id: 1e5\n", [f"1:1: id: {SECTION}"]),
    "S07": (b"published: 2024-13-45\n", [f"1:1: published: {SECTION}"]),
    "S08": (b"id: rec-1\npublished: 2024-02-30\n", [f"1:1: id: {SECTION}", f"2:1: published: {SECTION}"]),
    "S09": (b"published: 0000-01-01\n", [f"1:1: published: {SECTION}"]),
    "S10": (b"at: 2024-01-01T00:00:00+99:00\n", [f"1:1: at: {SECTION}"]),
    "S11": (b"!!python/object/apply:os.system ['echo hi']\n", [f"1:1: {TOP}", "1:1: the tag 'tag:yaml.org,2002:python/"]),
    "S12": (b"t: !!bool foo\n", ["1:4: the tag 'tag:yaml.org,2002:bool' is not allowed"]),
    "S13": (b"t: !!timestamp foo\n", ["1:4: the tag 'tag:yaml.org,2002:timestamp' is not allowed"]),
    "S14": (b"t: !!int ''\n", ["1:4: the tag 'tag:yaml.org,2002:int' is not allowed"]),
    "S15": (BOMB, ["1:4: anchors (&a) are not allowed", "2:4: anchors (&b) are not allowed", "2:8: aliases (*a)"]),
    "S16": (MERGES, ["1:4: anchors (&a) are not allowed", "2:5: anchors (&b0)", "2:10: merge keys (<<) are not allowed"]),
    "S17": (b"[" * 50_000 + b"]" * 50_000, ["1:33: nested deeper than 32"]),
    "S18": (b"&a [*a]\n", ["1:1: anchors (&a)", f"1:1: {TOP}", "1:5: aliases (*a)"]),
    "S19": (b"a: *x\n", ["1:4: aliases (*x) are not allowed"]),
    "S20": (b"title: C# is #1 choice\n", ["1:14: text after # would be dropped as a comment (quote the value"]),
    "S21": (b"title: Tax: why\n", ["1:11: mapping values are not allowed"]),
    "S22": (b"a:\n\tb: 1\n", ["2:1: found character that cannot start any token (indent with spaces"]),
    "S23": (b'title: "abc\n', ["1:8: found unexpected end of stream"]),
    "S24": (b"title: a\x00b\n", ["1:9: control character U+0000 is not allowed"]),
    "S25": (b"title: caf\xe9\n", ["1:11: not UTF-8 at byte 10 (save the file as UTF-8)"]),
    "S26": ("title: é\n".encode("utf-16"), ["1:1: not UTF-8 at byte 0 (it looks like UTF-16"]),
    "S27": (b"id: a\n---\nid: b\n", ["2:1: a second YAML document; one per file"]),
    "S28": (b"", ["1:1: the file is empty"]),
    "S29": (b"# nothing\n", ["1:1: the file is empty"]),
    "S30": (b"{[a]: 1}\n", ["1:2: a key must be plain text"]),
    "S31": (b'title: "\\ud800"\n', ["1:11: found invalid Unicode character escape code"]),
    "S32": (b"n: " + b"9" * 5_000 + b"\n", [f"1:1: n: {SECTION}"]),
    "S33": (b"n: 9223372036854775808\n", [f"1:1: n: {SECTION}"]),
    "S34": (b"score: .nan\n", [f"1:1: score: {SECTION}"]),
    "S35": (b"score: .inf\n", [f"1:1: score: {SECTION}"]),
    "S36": (b"id: rec-1\ntitel: typo\n", [f"1:1: id: {SECTION}", f"2:1: titel: {SECTION}"]),
    "S37": (b"id: rec-1\n", [f"1:1: id: {SECTION}"]),
    "S38": (b"id: rec-1\ntitle: [a, b]\n", [f"1:1: id: {SECTION}", f"2:1: title: {SECTION}"]),
    "S39": (b"- id: rec-1\n", [f"1:1: {TOP}"]),
    "S40": (b"id: rec-1\nsource: no-such-report\n", [f"1:1: id: {SECTION}", "2:9: source: expected"]),
    "S41": (b"- {id: a, parent: b}\n- {id: b, parent: a}\n", [f"1:1: {TOP}"]),
    "S42": (b"- {id: a, parent: a}\n", [f"1:1: {TOP}"]),
    "S43": (b"- {id: a, title: x}\n- {id: a, title: y}\n", [f"1:1: {TOP}"]),
    "S44": (b"- {id: Rec-1, title: x}\n- {id: rec-1, title: y}\n", [f"1:1: {TOP}"]),
    "S45": ("- {name: Caf\u00e9 Institute}\n- {name: Cafe\u0301 Institute}\n".encode(), [f"1:1: {TOP}"]),
    "S46": ("- {name: OECD}\n- {name: O\u0415CD}\n".encode(), [f"1:1: {TOP}"]),
    "S47": ("name: OE\u200bCD\n".encode(), [f"1:1: name: {SECTION}"]),
    "S48": ('title: "a\u202egnp.exe"\n'.encode(), [f"1:1: title: {SECTION}"]),
    "S49": ("name: OECD\u00a0\n".encode(), [f"1:1: name: {SECTION}"]),
    "S50": ("- {name: \ufb01nance}\n- {name: finance}\n".encode(), [f"1:1: {TOP}"]),
    "S51": (b'title: "a\\x07b"\n', ["1:8: control character U+0007 is not allowed"]),
    "S52": (b'id: a\ntitle: "   "\n', [f"1:1: id: {SECTION}", f"2:1: title: {SECTION}"]),
    "S53": (b"country: XX\n", [f"1:1: country: {SECTION}"]),
    "S54": (b"country: no\n", [f"1:1: country: {SECTION}"]),
    "S55": (b"url: javascript:alert(1)\n", [f"1:1: url: {SECTION}"]),
    "S56": (b"id: ../../etc/passwd\n", [f"1:1: id: {SECTION}"]),
    "S57": (b"title: '=HYPERLINK(\"http://x\",\"y\")'\n", [f"1:1: title: {SECTION}"]),
    "S58": (b"title: '<script>alert(1)</script>'\n", [f"1:1: title: {SECTION}"]),
    "S59": (b"body: '[x](javascript:alert(1))'\n", [f"1:1: body: {SECTION}"]),
    "S60": (b"published: 2024-05-01\nadopted: 2020-01-01\n", [f"1:1: published: {SECTION}", f"2:1: adopted: {SECTION}"]),
    "S61": (b"id: a\ntitle: null\n", ["2:8: no value; leave it out"]),
    "S62": (b"id: a\ntitle: ~\n", ["2:8: no value; leave the field out"]),
    "S63": (b"%YAML 1.3\n---\na: 1\n", ["1:1: found incompatible YAML document"]),
    "S64": (b"x: !include ../../secret.yaml\n", ["1:4: the tag '!include' is not allowed"]),
    "S65": (b"base: &b {x: 1}\nc: *b\n", ["1:7: anchors (&b) are not allowed", "2:4: aliases (*b)"]),
    "S70": (b"# " + b"x" * 11_000_000, ["larger than 10 MB (split it, or write it as JSON Lines)"]),
}  # fmt: skip


@pytest.mark.parametrize("number", RAW)
def test_a_file_that_is_no_seed_file(tmp_path: Path, number: str) -> None:
    raw, expected = RAW[number]
    (tmp_path / "seed").mkdir()
    (tmp_path / "seed" / "x.yaml").write_bytes(raw)
    found = problems(tmp_path / "seed")
    assert len(found) >= len(expected)
    for problem, start in zip(found, expected, strict=False):
        assert problem.startswith((f"x.yaml:{start}", f"x.yaml: {start}"))


def test_every_fault_has_a_place_and_a_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    folder = small(tmp_path / "seed")
    # A file that is too large is refused before any is read.
    readable = {number: raw for number, (raw, _) in RAW.items() if number != "S70"}
    for number, raw in readable.items():
        (folder / f"{number}.yaml").write_bytes(raw)
    found = problems(folder)
    assert {problem.partition(".")[0] for problem in found} == readable.keys()
    assert all(problem.split(":")[1].isdigit() and problem.split(":")[2].isdigit() for problem in found)


TEXTS = ["NO", "1:30", "012", "1e5", "1.10", "on", "yes", "true", "2024-13-45", ".nan", "0x1F", "1_000", "+1", "=1+1"]


@pytest.mark.parametrize(
    "text", [*TEXTS, '=HYPERLINK("http://x","y")', "<script>alert(1)</script>", "[x](javascript:a)"]
)
def test_what_was_written_is_what_is_stored(make: Make, tmp_path: Path, text: str) -> None:
    quoted = text if text in TEXTS else f"'{text}'"
    fields = f"text: {quoted}, source_number: {quoted}, codes: {{upr: {quoted}}}, evidence: [{{section: {quoted}}}]"
    head = "source: {key: r, title: R, kind: report}\n"
    base = make(tmp_path / "base.db")
    totals(base, write(tmp_path / "seed", {"r.yaml": f"{head}findings:\n  - {{key: f, {fields}}}\n"}))
    with KnowledgeBase.open(base.url) as kb:
        (record,) = kb.query("findings").to_dicts()
        assert json.loads(json.dumps(record)) == {
            "type": "finding",
            "key": "r/f",
            "source": "r",
            "text": text,
            "source_number": text,
            "codes": {"upr": text},
            "evidence": [{"section": text}],
        }
    assert query(base.url, "SELECT text FROM finding") == [(text,)]
    base.close()


def test_norway(make: Make, tmp_path: Path) -> None:
    base = make(tmp_path / "base.db")
    text = "actors:\n  - {key: norway, name: Norway, kind: state, ids: {iso3166: NO}, aliases: [NO, on, 1.10]}\n"
    totals(base, write(tmp_path / "seed", {"a.yaml": text}))
    assert query(base.url, "SELECT value FROM external_id") == [("NO",)]
    assert query(base.url, "SELECT text FROM alias ORDER BY position") == [("Norway",), ("NO",), ("on",), ("1.10",)]
    base.close()


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ({"key": "a"}, "1:1: missing type (one of source, vocabulary, theme,"),
        ({"type": "thema", "key": "a"}, "1:10: type: unknown type 'thema' (one of source,"),
        ({"type": "theme", "key": "a", "name": 7}, "1:39: name: expected text, got a number"),
        ({"type": "theme", "key": "a", "name": None}, "1:39: name: expected text, got nothing"),
        (
            {"type": "theme", "key": "a", "name": "A", "aliases": "B"},
            "1:55: aliases: expected a list, got text (write [B])",
        ),
        (
            {"type": "theme", "key": "a", "name": "A", "ids": []},
            "1:51: ids: expected a record (key: value), got a list",
        ),
        ({"type": "theme", "key": "a", "nam": "A"}, "1:31: nam: unknown field nam (did you mean name?)"),
    ],
)
def test_the_same_of_json_lines(tmp_path: Path, record: dict[str, object], problem: str) -> None:
    found = problems(write(tmp_path / "seed", {"x.jsonl": lines([record])}))
    assert any(text.startswith(f"x.jsonl:{problem}") for text in found), found


def test_what_a_field_takes_is_said_once(tmp_path: Path) -> None:
    """A field that takes a list or one word complains of what is there, not of what else could be."""
    for value, expected in {
        "[{key: EX}]": ["report.yaml:9:24: recommendations[0].proponents[0].key: 'EX' is not a key"],
        "nobody": ["report.yaml:9:17: recommendations[0].proponents: 'nobody' is none of 'unknown'"],
        "unknown": [],
    }.items():
        found = problems(
            small(tmp_path / "seed", report=REPORT.replace("proponents: [experts]", f"proponents: {value}"))
        )
        assert len(found) == len(expected), found
        assert all(map(str.startswith, found, expected)), found


def test_a_fault_in_a_record_is_no_fault_of_those_that_name_it(tmp_path: Path) -> None:
    bad = {
        "report": REPORT.replace("kind: report", "kind: Report"),
        "world": WORLD.replace("name: Japan,", "nam: Japan,"),
    }
    found = problems(small(tmp_path / "seed", **bad))
    assert [problem.partition(": ")[0] for problem in found] == [
        "report.yaml:1:46",
        "world.yaml:5:5",
        "world.yaml:5:18",
    ]
