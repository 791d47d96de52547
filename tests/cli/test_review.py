"""From a report to a cited answer at a terminal, as a person does it, with the power gone in between; and its commands."""

import json
import sqlite3
from pathlib import Path

import pytest
import yaml
from tests.cli.conftest import Run
from tests.cli.terminal import Terminal

from policykb.kb import KnowledgeBase

REPORT = """\
# Trade after the Summit

## Recommendations

Japan should reopen talks on market access in IPEF. Last year it did so, and it rained.

Tokyo must hold new talks on market access. The European Union should join the CPTPP without any further delay.

The EU needs to reform its farm policy.
"""
ASKS = "uit "


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base that knows names."""
    place = tmp_path_factory.mktemp("known") / "known.db"
    KnowledgeBase.init(place)[0].close()
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a report and a collection's name."""
    work = tmp_path / "my-reports"
    work.mkdir()
    (work / "trade.md").write_text(REPORT, encoding="utf-8")
    return work


def states(path: Path) -> dict[str, str]:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return {record["key"]: record["review"] for record in data["recommendations"]}


def answer(terminal: Terminal, key: str, asked: str, line: str) -> None:
    """A key, and the line that it asks for."""
    terminal.type(key)
    terminal.until(asked)
    terminal.type(f"{line}\n")
    terminal.until(ASKS)


@pytest.mark.parametrize("columns", [80, 120])
def test_from_a_report_to_a_cited_answer_with_a_kill_in_between(known: Path, folder: Path, columns: int) -> None:
    db = folder.parent / "kb.db"
    with sqlite3.connect(known) as source, sqlite3.connect(db) as target:
        source.backup(target)
    editor = folder.parent / "editor.sh"
    editor.write_text(
        "#!/bin/sh\nsed -i 's/strength: .*/strength: could/; s/pending/accepted/; s/text: .*/text: The EU could mend its farm policy./' \"$1\"\n"
    )
    editor.chmod(0o755)
    environment = {"POLICYKB_DB": str(db), "NO_COLOR": "1", "EDITOR": f"sh {editor}"}
    with Terminal(["ingest", "trade.md", "-o", "trade.yaml"], environment, folder) as ingest:
        assert (ingest.ended(), "4 recommendations" in ingest.seen) == (0, True)
    draft = folder / "trade.yaml"
    one, two, three, four = states(draft)
    with Terminal(["review", "trade.yaml"], environment, folder, columns=columns) as first:
        shown = first.until(ASKS)
        assert "«Japan should reopen talks on market access in IPEF.»" in " ".join(shown.split()) or columns > 80
        assert (" | " in shown) == (columns >= 100)
        first.type("a")
        first.until("words: ")
        # Words of the passage are told, and may be taken back.
        first.type("Japan should reopen talks on market access in IPEF soon.\n")
        assert "Japan should reopen talks on market access in IPEF" in first.until("[y/N] ")
        first.type("n\n")
        first.until("words: ")
        first.type("\x15Japan is asked to talk about IPEF again.\n")
        first.until(ASKS)
        answer(first, "m", "none)? ", "1")
        first.type("r")
        first.until("reason)? ")
        first.kill()
    # What was decided before the kill is there, the question under way is open.
    assert states(draft) == {one: "accepted", two: "rejected", three: "pending", four: "pending"}
    with Terminal(["review", "trade.yaml"], environment, folder, columns=columns) as second:
        assert "3 of 4" in second.until(ASKS)
        answer(second, "r", "reason)? ", "not now")
        second.type("u")
        assert f"Undone: {three}" in second.until(ASKS)
        answer(second, "a", "words: ", "Accession to the CPTPP is asked of the EU.")
        assert "4 of 4" in second.seen
        second.type("e")
        assert "All are decided: 3 accepted, 1 rejected, 0 pending." in second.until("[y/N] ")
        second.type("y\n")
        second.until(ASKS)
        second.type("q")
        assert (second.ended(), "policykb load trade.yaml" in second.seen) == (0, True)
    assert states(draft) == {one: "accepted", two: "rejected", three: "accepted", four: "accepted"}
    with Terminal(["load", "trade.yaml"], environment, folder) as load:
        assert (load.ended(), "left out" in load.seen) == (0, False)
    with Terminal(["query", "recommendations to Japan containing IPEF"], environment, folder) as query:
        assert query.ended() == 0
        # The merged record's passage is the second place of the citation.
        assert "Recommendations, para. 1; Recommendations, para. 2" in " ".join(query.seen.split())
    with Terminal(
        ["query", "recommendations with strength could on economic from trade-summit"], environment, folder
    ) as none:
        assert (none.ended(), "read for it" in none.seen) == (0, True)


def test_a_review_without_a_terminal_says_what_to_do(run: Run, folder: Path, db: Path) -> None:
    draft = KnowledgeBase.ingest_alone(folder / "trade.md", folder / "a.yaml").draft
    result = run("review", str(draft))
    assert (result.exit_code, "policykb accept" in result.stderr) == (2, True)
    assert run("review", str(folder / "none.yaml")).exit_code == 2
    assert run("review", str(folder)).exit_code == 2


def test_accept_and_reject_are_the_same_by_command(run: Run, folder: Path) -> None:
    draft = KnowledgeBase.ingest_alone(folder / "trade.md", folder / "a.yaml").draft
    one, two, three, four = states(draft)
    result = run("accept", str(draft), "--all")
    assert (result.exit_code, result.stderr.count("say the point in your own words")) == (2, 4)
    assert run("reject", str(draft), two, "--reason", "no").stdout == "1 record rejected, 3 pending\n"
    draft.write_text(draft.read_text().replace('text: ""', "text: So it is.", 1))
    assert run("accept", str(draft), one).stdout == "1 record accepted, 2 pending\n"
    assert run("accept", str(draft), "nothing").exit_code == 1
    assert run("accept", str(draft)).exit_code == 2
    assert run("accept", str(draft), three, "--all").exit_code == 2
    assert states(draft) == {one: "accepted", two: "rejected", three: "pending", four: "pending"}
    assert "# rejected: no\n" in draft.read_text()


def test_several_documents_one_bad_one_does_not_lose_the_others(run: Run, folder: Path) -> None:
    (folder / "b.txt").write_text("The EU must act now on trade.\n\nIt should wait.\n")
    (folder / "bad.txt").write_bytes(b"\xff\xfe\x00a")
    files = [str(folder / name) for name in ("trade.md", "bad.txt", "b.txt")]
    result = run("ingest", *files, "-o", str(folder))
    assert result.exit_code == 2
    assert "bad.txt" in result.stderr
    assert "1 of 3 documents could not be read" in result.stderr
    assert len(result.stdout.splitlines()) == 2
    assert len(list(folder.glob("*.yaml"))) == 2
    assert run("ingest", *files[:1], "-o", str(folder)).exit_code == 2
    told = json.loads(run("ingest", *files[:1], "-o", str(folder), "--update", "-f", "json").stdout)
    assert (told[0]["kept"], told[0]["recommendations"]) == (4, 0)
    assert run("ingest", *files, "-o", str(folder / "one.yaml")).exit_code == 2


def test_pending_drafts_are_told_by_load_check_and_diff(run: Run, folder: Path) -> None:
    draft = str(KnowledgeBase.ingest_alone(folder / "trade.md", folder / "a.yaml", key="a").draft)
    text = (folder / "a.yaml").read_text(encoding="utf-8")
    lines = [
        line
        for line in text.partition("coverage:")[0].splitlines()
        if not line.strip().startswith(("addressees", "themes", "frameworks", "actors", "strength", "action"))
    ]
    Path(draft).write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = f"4 pending drafts left out: policykb review {draft}\n"
    assert said in run("check", draft).stderr
    assert said in run("diff", draft).stderr
    loaded = run("load", draft)
    assert (loaded.exit_code, said in loaded.stderr) == (0, True)
    refused = run("load", draft, "--include-pending")
    assert (refused.exit_code, refused.stderr.count("no text yet")) == (2, 4)
