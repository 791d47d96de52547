"""Documents that tests attach to the small report of `tests.builders`, and a source with evidence in them."""

from pathlib import Path

from tests.builders import REPORT, WORLD, write

TEXT = """\
A Report on Fish

By Jane Doe

# Summary

The talks in Tokyo were long, and they ended well.\u00b9

Japan should stay in IPEF \u2013 and say so. Nobody doubts that the \u201clattice-work\u201d of ties will hold.

- Open the ports to fishing boats.
- Close the harbours in winter.

# Fees

The fees are high. We wait.

The fees were raised in 2023, against the advice of the ports.

\u00b9 They took three days.
"""
REPORTED = """\
source: {key: report, title: A report, kind: report, authors: [jane-doe], issued: 2024-06, url: "https://x.org/r"}
recommendations:
  - key: stay
    text: Japan should stay in IPEF.
    strength: should
    addressees: [japan]
    themes: [trade]
    frameworks: [ipef]
    evidence:
      - {section: Summary, paragraph: 2, quote: {from: Japan should, to: say so}}
  - key: ports
    text: The ports should be opened.
    evidence: [{section: Summary, paragraph: 3}, {quote: {from: against the, to: the ports}}]
findings:
  - {key: fees, text: Fees are high., evidence: [{section: Fees, paragraph: 1, quote: {exact: The fees are high}}]}
  - {key: wrong, text: Fees are low., evidence: [{section: Fees, quote: {exact: fees are low}}]}
"""
OTHER = """\
source: {key: other, title: Another, kind: report, authors: [jane-doe], issued: 2023}
findings:
  - {key: boats, text: Boats float., evidence: [{quote: {exact: Boats float}}]}
"""


def reported(folder: Path) -> Path:
    """The small world, the report whose text is `TEXT`, and another source."""
    assert "key: report" in REPORT
    return write(folder, {"world.yaml": WORLD, "report.yaml": REPORTED, "other.yaml": OTHER})


def document(folder: Path, text: str = TEXT, name: str = "report.txt") -> Path:
    """A text as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
