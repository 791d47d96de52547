"""The path of the README, from a report to a cited answer, on a PDF, a Word file and a web page made here."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from docs.generate import README
from tests.cli.terminal import Terminal

from policykb.kb import KnowledgeBase

TITLE = "Ports after the Storm"
BEFORE = "The storm of last winter closed eleven harbours, and ships waited for weeks outside of them."
ASK = "Japan should open its emergency berths to ships of all its partners in the region."
AFTER = "Nobody at the meeting disagreed with that, though some wondered who would pay for it in the end."


def docx(path: Path) -> None:
    import docx as word

    document = word.Document()
    document.add_heading(TITLE, 1)
    document.add_heading("Recommendations", 2)
    document.add_paragraph(f"{BEFORE} {ASK} {AFTER}")
    document.save(str(path))


def html(path: Path) -> None:
    body = f"<h1>{TITLE}</h1><h2>Recommendations</h2><p>{BEFORE} {ASK} {AFTER}</p>"
    page = f"<!DOCTYPE html><html lang='en'><head><title>{TITLE}</title></head><body><article>{body}</article></body></html>"
    path.write_text(page, encoding="utf-8")


def pdf(path: Path) -> None:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    story = [Paragraph(TITLE, styles["Heading1"]), Paragraph("Recommendations", styles["Heading2"])]
    story.append(Paragraph(f"{BEFORE} {ASK} {AFTER}", styles["BodyText"]))
    SimpleDocTemplate(str(path), title=TITLE).build(story)


def path_of_readme() -> list[list[str]]:
    """The commands of the section, word by word."""
    section = README.read_text(encoding="utf-8").partition("## From a report to a cited answer")[2]
    block = section.partition("```\n")[2].partition("```")[0]
    lines = [line.partition("  #")[0].strip() for line in block.splitlines()]
    return [re.findall(r'"[^"]*"|\S+', line)[1:] for line in lines]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base that knows names."""
    place = tmp_path_factory.mktemp("known") / "known.db"
    KnowledgeBase.init(place)[0].close()
    return place


@pytest.mark.parametrize(("make", "suffix"), [(pdf, "pdf"), (docx, "docx"), (html, "html")])
def test_at_most_six_commands_lead_from_a_report_to_a_cited_answer(
    known: Path, tmp_path: Path, make: Callable[[Path], None], suffix: str
) -> None:
    folder = tmp_path / "my-reports"
    folder.mkdir()
    make(folder / f"report.{suffix}")
    environment = {"POLICYKB_DB": str(shutil.copy(known, tmp_path / "kb.db")), "NO_COLOR": "1"}
    words, seen = {"report.pdf": f"report.{suffix}"}, ""
    commands = path_of_readme()
    assert len(commands) <= 6
    for command in commands:
        arguments = [words.get(word, word).strip('"') for word in command]
        arguments = [
            a.replace("KEY", words.get("KEY", "KEY")).replace("RECORD", words.get("RECORD", "")) for a in arguments
        ]
        with Terminal(arguments, environment, folder) as terminal:
            if arguments[0] == "review":
                terminal.until("uit ")
                terminal.type("a")
                terminal.until("words: ")
                terminal.type("Japan is asked to let its partners' ships use the berths it keeps for emergencies.\n")
                terminal.until("[y/N] ")
                terminal.type("y\n")
                terminal.until("uit ")
                terminal.type("q")
            assert terminal.ended() == 0, terminal.seen
            seen = terminal.seen
        if arguments[0] == "ingest":
            assert "1 recommendation" in seen
            words["KEY"] = re.findall(r"draft in (\S+)\.yaml", seen)[0]
        elif arguments[0] == "source":
            assert "1 verified" in seen
        elif arguments[0] == "query":
            flat = " ".join(seen.split())
            assert f"{TITLE} n.d., Recommendations, para. 1" in flat
            words["RECORD"] = re.findall(rf"{words['KEY']}/(\S+)", flat)[0]
    # The passage in its place, with the words of the evidence marked.
    assert f"«{ASK}»" in " ".join(seen.split())
