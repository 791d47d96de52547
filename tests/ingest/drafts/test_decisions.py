"""Decisions about drafts of any form: the file says what was decided, and nothing else of it moves by a byte."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from policykb import KnowledgeBase
from policykb.errors import SeedError, UnknownKey, UsageError
from policykb.ingest.drafts.decisions import DraftFile
from policykb.seed.yaml_edit import YamlFile

Plain = dict[str, Any]

TEXTS = st.sampled_from(
    (
        "Japan should act.",
        "Say: yes",
        "- a list?",
        "#1 of all",
        "café – naïve",
        "“Quoted”, it [said] {so}",
        "No",
        "a\nb",
        "'tis",
    )
)
EDITED = """\
- key: {key}
  # another comment
  text: Edited.
  review: accepted
  evidence: [{{page: 1}}]
"""
PAGES = st.integers(1, 99)


def _block(key: str, text: str, form: Plain) -> str:
    """One record as somebody may have written it."""
    pad = "  " if form["indented"] else ""
    if form["shape"] == "flow":
        return f'{pad}- {{key: {key}, text: "{text}", themes: [a], review: pending, evidence: [{{page: {form["page"]}}}]}}\n'
    words = {"quoted": f'"{text}"', "single": f"'{text}'", "plain": text or '""'}
    lines = [f"- key: {key}", f"  # the passage of {key}, with a - hyphen: and a colon"]
    if form["text"] == "literal":
        lines += ["  text: |", f"    {text or 'Block.'}"]
    else:
        lines += [f"  text: {words[form['text']]}"]
    lines += {
        "none": [],
        "flow": ["  themes: [a]"],
        "list": ["  themes:", "    # why", "    - a"],
        "level": ["  themes:", "  - a"],
    }[form["themes"]]
    lines += ["", "  # sure"] if form["gap"] else []
    lines += ["  review: pending"]
    lines += (
        ["  evidence:", f"    - {{page: {form['page']}}}"]
        if form["shape"] == "block"
        else [f"  evidence: [{{page: {form['page']}}}]"]
    )
    return "".join(f"{pad}{line}".rstrip() + "\n" for line in lines)


FORMS = st.fixed_dictionaries(
    {
        "shape": st.sampled_from(("block", "short", "flow")),
        "text": st.sampled_from(("quoted", "single", "literal", "plain")),
        "themes": st.sampled_from(("none", "flow", "list", "level")),
        "gap": st.booleans(),
        "page": PAGES,
    }
)


@st.composite
def drafts(draw: st.DrawFn) -> tuple[bytes, list[bytes], dict[str, Plain]]:
    """A file, its records as they stand in it, and what each says."""
    records, says = [], {}
    indented = draw(st.booleans())
    for number in range(draw(st.integers(1, 4))):
        form = draw(FORMS) | {"indented": indented}
        text = draw(st.sampled_from(("", "Japan acts.")))
        records.append(_block(f"r{number}", text, form))
        said = (text or "Block.") + "\n" if form["text"] == "literal" and form["shape"] != "flow" else text
        themes = [] if form["themes"] == "none" and form["shape"] != "flow" else ["a"]
        says[f"r{number}"] = {"text": said, "review": "pending", "themes": themes, "pages": [str(form["page"])]}
    between = draw(st.sampled_from(("", "\n", "# between\n")))
    tail = draw(st.sampled_from(("", "# the end\n", "coverage:\n  - {theme: a, by: me, review: pending}\n")))
    whole = "# head\nsource: {key: s, title: T, kind: report}\nrecommendations:\n" + between.join(records) + tail
    newline = draw(st.sampled_from(("\n", "\r\n")))
    bom = draw(st.sampled_from(("", "\ufeff")))
    raw = (bom + whole.replace("\n", newline)).encode()
    return raw, [record.replace("\n", newline).rstrip("\r\n").encode() for record in records], says


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, int, str]]:
    kinds = st.sampled_from(("accept", "reject", "merge", "reopen", "undo", "edit"))
    return draw(st.lists(st.tuples(kinds, st.integers(0, 3), TEXTS), max_size=6))


def _told(raw: bytes) -> dict[str, Plain]:
    """What the records of a file say, read by PyYAML."""
    data = yaml.load(raw.decode("utf-8-sig"), Loader=yaml.BaseLoader)
    return {
        record["key"]: {
            "text": record["text"],
            "review": record["review"],
            "themes": record.get("themes", []),
            "pages": [item["page"] for item in record["evidence"]],
        }
        for record in data["recommendations"]
    }


@settings(max_examples=150)
@given(drafts(), steps())
def test_decisions_are_those_of_a_dictionary_and_the_rest_stays(
    tmp_path_factory: pytest.TempPathFactory,
    draft: tuple[bytes, list[bytes], dict[str, Plain]],
    steps: list[tuple[str, int, str]],
) -> None:
    raw, chunks, model = draft
    path = tmp_path_factory.mktemp("d") / "draft.yaml"
    path.write_bytes(raw)
    review = KnowledgeBase.review(path)
    keys, touched = sorted(model), set[str]()
    past: list[tuple[dict[str, Plain], set[str]]] = []
    for kind, number, text in steps:
        key, other = keys[number % len(keys)], keys[(number + 1) % len(keys)]
        before, raw_before = {name: dict(record) for name, record in model.items()}, path.read_bytes()
        try:
            if kind == "accept":
                review.accept(key, text)
                model[key] |= {"text": text, "review": "accepted"}
            elif kind == "reject":
                review.reject(key, "no: # reason")
                model[key]["review"] = "rejected"
            elif kind == "reopen":
                review.reopen(key)
                model[key]["review"] = "pending"
            elif kind == "merge":
                review.merge(key, other)
                for name in ("themes", "pages"):
                    model[other][name] = model[other][name] + [
                        x for x in model[key][name] if x not in model[other][name]
                    ]
                model[key]["review"] = "rejected"
            elif kind == "edit":
                review.edit(key, EDITED.format(key=key))
                model[key] = {"text": "Edited.", "review": "accepted", "themes": [], "pages": ["1"]}
            else:
                review.undo()
                model, touched = past.pop()
                continue
        except UsageError:  # nothing to undo, or merged into itself
            model = before
            continue
        if path.read_bytes() != raw_before:
            past.append((before, touched))
            touched = touched | {key, other} if kind == "merge" else touched | {key}
    written = path.read_bytes()
    assert _told(written) == model
    at = 0
    for name, chunk in zip(keys, chunks, strict=True):
        if name not in touched:
            assert chunk in written[at:]
            at = written.index(chunk, at)
    assert written.startswith(raw[: raw.index(b"recommendations:")])


RAW = b"""\
source: {key: s, title: T, kind: report}
recommendations:
  - key: one
    # Summary, paragraph 1:
    # The words.
    text: ""
    review: pending
    confidence: 0.9
    evidence: [{page: 1}]
  - key: two
    text: Japan should act.
    review: pending
    confidence: 0.4
    evidence: [{page: 2}]
findings:
  - {key: three, text: It is so., review: pending, evidence: [{page: 3}]}
"""


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.yaml"
    path.write_bytes(RAW)
    return path


def test_accept_all_is_all_or_nothing_and_names_what_has_no_text(draft: Path) -> None:
    with pytest.raises(SeedError) as caught:
        KnowledgeBase.accept(draft, every=True)
    assert [str(problem).rpartition("draft.yaml:")[2] for problem in caught.value.problems] == [
        "6:11: s/one.text: blank (say the point in your own words)"
    ]
    assert draft.read_bytes() == RAW
    assert KnowledgeBase.accept(draft, "two", "s/three").pending == 1
    assert draft.read_bytes() == RAW.replace(b"act.\n    review: pending", b"act.\n    review: accepted").replace(
        b"so., review: pending", b"so., review: accepted"
    )


def test_the_least_confidence_leaves_out_what_is_less_sure(draft: Path) -> None:
    assert KnowledgeBase.accept(draft, every=True, min_confidence=0.95).keys == ("three",)
    with pytest.raises(SeedError):
        KnowledgeBase.accept(draft, every=True, min_confidence=0.5)


def test_what_is_not_sound_is_not_written(draft: Path) -> None:
    review = KnowledgeBase.review(draft)
    for text in ("", "  ", "a\x07b"):
        with pytest.raises(SeedError):
            review.accept("one", text)
    for yaml_ in (
        "",
        "- key: one\n",
        "- key: [\n",
        "- key: one\n  text: x\n  tetx: y\n  evidence: [{page: 1}]\n",
        "- a\n- b\n",
    ):
        with pytest.raises(SeedError):
            review.edit("one", yaml_)
    with pytest.raises(UnknownKey):
        review.accept("four")
    with pytest.raises(UsageError, match="is a finding"):
        review.merge("three", "two")
    assert draft.read_bytes() == RAW


def test_a_change_made_elsewhere_meanwhile_is_kept(draft: Path) -> None:
    review = KnowledgeBase.review(draft)
    review.reject("two")
    draft.write_bytes(draft.read_bytes().replace(b"It is so.", b"It is not so."))
    review.accept("one", "Mine.")
    assert b"It is not so." in draft.read_bytes()
    draft.write_bytes(draft.read_bytes() + b"# more\n")
    with pytest.raises(UsageError, match="somebody else"):
        review.undo()


def test_a_draft_keeps_its_permissions_and_its_link(draft: Path, tmp_path: Path) -> None:
    draft.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(draft)
    KnowledgeBase.review(link).accept("one", "Mine.")
    assert (link.is_symlink(), draft.stat().st_mode & 0o777, b"Mine." in draft.read_bytes()) == (True, 0o640, True)


def test_copied_words_are_told(draft: Path) -> None:
    draft.write_bytes(RAW.replace(b"The words.", b"Allies should lead in shaping the rules and norms for trade."))
    review = KnowledgeBase.review(draft)
    assert (
        review.copied("one", "They lead in shaping the rules and norms for all.")
        == "lead in shaping the rules and norms for"
    )
    assert review.copied("one", "They should shape the rules of trade.") is None


def test_what_cannot_be_changed_in_place_is_refused_with_its_line() -> None:
    file = YamlFile(b"recommendations: [{key: a, text: x, evidence: [{page: 1}]}]\n", "a.yaml")
    assert DraftFile(file).records[0].state == "accepted"
    with pytest.raises(SeedError, match=r"a\.yaml:1:18"):
        file.with_records("recommendations", "- key: b\n")
