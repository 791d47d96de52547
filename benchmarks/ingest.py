"""Reading a PDF: CPU time against plain text extraction of the same pages by pypdfium2, and how it grows with them.

One document is made here (two columns, notes, a table a page); real ones are in ../shared/data where that folder is.
The growth is the exponent of the time from a tenth of the pages to all of them.
"""

import math
from collections.abc import Generator, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.measure import ROOT, Pair, Row, Workshop, alternate

FOLDER = ROOT.parent / "shared" / "data" / "uk-inquiry-pdfs"
TARGET, LINEAR = 3.0, 1.2
_LINES = 48
_PROSE = "the council should publish the fees of every harbour before the season begins and report on them"
_WORDS = _PROSE.split()


def rows(shop: Workshop, pages: int, rounds: int) -> Iterator[Row]:
    """The rows of the table."""
    made = _made(shop.folder / f"made-{pages}.pdf", pages)
    few = _made(shop.folder / f"made-{pages // 10}.pdf", pages // 10)
    ours = yield from _compared(shop, f"ingest, {pages} made pages", made, rounds)
    tenth = [shop.run("-m", "benchmarks.ingest_sides", "ours", few) for _ in range(rounds)]
    growth = math.log10(ours / median(sample.said["cpu"] for sample in tenth))
    yield Row("ingest", f"exponent of the time from {pages // 10} to {pages} pages", growth, "", LINEAR)
    if not FOLDER.is_dir():
        yield Row("ingest", "real documents not measured: there is no ../shared/data/uk-inquiry-pdfs", 0, "")
        return
    for path in sorted(FOLDER.glob("*.pdf")):
        yield from _compared(shop, f"ingest, {path.stem[:28]}", path, rounds)


def _compared(shop: Workshop, job: str, path: Path, rounds: int) -> Generator[Row, None, float]:
    """The row of one document; returns the seconds that ours takes."""
    sides = {side: partial(shop.run, "-m", "benchmarks.ingest_sides", side, path) for side in ("ours", "plain")}
    samples = alternate(sides, rounds)
    seconds = {side: [float(sample.said["cpu"]) for sample in runs] for side, runs in samples.items()}
    pair = Pair(seconds["ours"], seconds["plain"])
    peak = max(sample.peak for sample in samples["ours"])
    pages = samples["plain"][0].said["pages"]
    ours = median(seconds["ours"])
    yield Row(
        job, "reader / plain text", pair.ratio, "x", TARGET, f"{pair}; {pages / ours:,.0f} pages/s, {peak:.0f} MB"
    )
    return ours


def _made(path: Path, pages: int) -> Path:
    """A PDF of two columns with running heads, footnotes and a ruled table on every tenth page."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842), invariant=True)
    at = 0
    for page in range(1, pages + 1):
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(64, 802, "Fees and Harbours")
        canvas.drawString(290, 36, str(page))
        for left in (64, 308):
            canvas.setFont("Times-Roman", 10)
            for line in range(_LINES):
                words = [_WORDS[(at + k) % len(_WORDS)] for k in range(7)]
                canvas.drawString(left, 760 - 12.5 * line, " ".join(words) + ("." if line % 9 == 8 else ""))
                at += 5
            canvas.setFont("Times-Roman", 7)
            canvas.drawString(left, 80, f"{page} Port Office, report {page}.")
        if page % 10 == 0:
            canvas.grid([64, 140, 216, 287], [92, 110, 128])
        canvas.showPage()
    canvas.save()
    return path
