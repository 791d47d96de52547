"""The sides of `benchmarks.ingest`, each a process that measures itself: ours, and plain text extraction by pypdfium2.

``python -m benchmarks.ingest_sides ours|plain|profile FILE`` prints CPU seconds and pages as JSON (profile: a profile).
"""

import json
import sys
import time
from pathlib import Path


def ours(data: bytes) -> int:
    """The whole reader: columns, notes, tables, headings, facts; the number of the last page with text."""
    from policykb.ingest.readers.pdf import read

    return max(passage.page or 0 for passage in read(data, "benchmark.pdf").passages)


def plain(data: bytes) -> int:
    """The text of every page, as PDFium gives it; the number of pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_range()
    return len(document)


def main(side: str, name: str) -> None:
    """The command line."""
    data = Path(name).read_bytes()
    if side == "profile":
        import cProfile

        cProfile.runctx("ours(data)", globals(), {"data": data}, sort="tottime")
        return
    job = {"ours": ours, "plain": plain}[side]
    import pypdfium2

    import policykb.ingest.readers.pdf  # noqa: F401

    # Loading the libraries is part of a process start, which the row does not count.
    pypdfium2.PdfDocument.new().close()
    start = time.process_time()
    pages = job(data)
    print(json.dumps({"cpu": time.process_time() - start, "pages": pages}))


if __name__ == "__main__":
    main(*sys.argv[1:])
