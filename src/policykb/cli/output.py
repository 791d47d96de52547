"""Where the records of an answer go and in which format, from what --output and --format say."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from policykb import export
from policykb.cli.display.words import counted, noun_for
from policykb.cli.options import TABLE, AskedFor
from policykb.errors import UsageError
from policykb.export.options import AS_EVER, ExportOptions

if TYPE_CHECKING:
    from policykb.domain.counting import Chart, Measure
    from policykb.kb import Answer
    from policykb.kb.counts import Counts
    from policykb.kb.sql import Rows


def write_json(value: object) -> None:
    """Writes a value to standard output as JSON, in UTF-8 whatever the terminal's encoding is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n")


@dataclass(frozen=True)
class Output:
    """A format and a place: ``path`` is None for standard output."""

    format_name: str
    path: Path | None
    force: bool = False
    options: ExportOptions = AS_EVER
    long: bool = False
    mark: bool = False
    chart: "Chart | None" = None
    measure: "Measure" = "records"

    @classmethod
    def chosen(cls, asked: AskedFor, *, usual: str, long: bool = False, mark: bool = False) -> "Output":
        """What the options mean: the file's ending tells the format where none is given, ``usual`` is that of a stream.

        Raises UsageError where they do not fit together.
        """
        format_name, path = asked.format_name, asked.output
        if path is not None and str(path) == "-":
            path = None
        if format_name is None:
            stream = path is None or (path.exists() and not path.is_file() and not path.is_dir())
            format_name = usual if stream or path is None else export.format_for(path.name).NAME
        if asked.flat and format_name == TABLE:
            raise UsageError("--flat is for JSON.", "Add: --format json (or jsonl)")
        if mark and format_name != TABLE:
            raise UsageError("--mark is for reading.", "Leave out --format; in Python: answer.hits(record)")
        if asked.chart is not None and format_name not in export.PICTURES:
            raise UsageError("--chart is for pictures.", "Add: -o counts.svg (or .png)")
        options = asked.export_options()
        crossed = format_name in {TABLE, *export.PICTURES} or options.shape == "matrix"
        if asked.measure != "records" and not crossed:
            raise UsageError(
                f"--measure is for pictures and cross tables; {format_name} has all three counts.", "Leave it out."
            )
        formats = map(export.format_named, export.names())
        if format_name == TABLE:
            options.check_heeded("a table for reading", (), formats)
        else:
            format_ = export.format_named(format_name)
            options.check(format_, formats)
            if path is None and getattr(format_, "BINARY", False) and _shows_on_terminal():
                raise UsageError(f"{format_name} is not for a terminal to show.", "Give a file: -o FILE")
        kind, tallied = cast("Chart | None", asked.chart), cast("Measure", asked.measure)
        return cls(format_name, path, asked.force, options, long, mark, kind, tallied)

    @property
    def on_terminal(self) -> bool:
        """Whether somebody sees it as it comes."""
        return self.path is None and _shows_on_terminal()

    def noun_for(self, answer: "Answer") -> str:
        """What is written of an answer, in a word: what the format counts, rows where a record has several, records."""
        counts = None if self.format_name == TABLE else getattr(export.format_named(self.format_name), "NOUN", None)
        if counts is not None:
            return str(counts)
        return "row" if answer.query.count or self.options.shape == "tidy" else noun_for(answer.subjects)

    @property
    def is_picture(self) -> bool:
        """Whether it is a format of pictures."""
        return self.format_name in export.PICTURES

    def drawn(self, answer: "Answer") -> "Answer":
        """The answer with what the options say of its picture; UsageError where it has none."""
        if self.measure != "records" and not answer.query.count:
            raise UsageError("--measure is for counts.", "Ask for: count of recommendations by theme")
        crossed = self.is_picture or (answer.query.count and self.options.shape == "matrix")
        return answer.drawn(self.chart, self.measure) if crossed else answer

    def said(self, answer: "Answer", written: int) -> Iterator[str]:
        """What was written to where, and what a picture leaves out, for standard error."""
        place = self.path or "standard output"
        if not self.is_picture:
            yield f"{counted(written, self.noun_for(answer))} written to {place}"
            return
        yield f"picture of {counted(written, 'count')} written to {place}"
        left_out = cast("Counts", answer).picture.left_out
        if left_out:
            yield left_out

    def write(self, answer: "Answer", *, quiet: bool = False) -> int:
        """Writes the records of an answer, to a file whole or not at all; returns how many. Long ones show a bar."""
        with self._opened() as out:
            if self.format_name != TABLE:
                from policykb.cli.display.progress import progress

                to_file = self.path is not None
                with progress(lambda: len(answer), quiet=quiet or self.on_terminal) as tell:
                    return answer.write(self.format_name, out, to_file=to_file, options=self.options, tell=tell)
            if self.path is None:
                return self._show(answer, sys.stdout)
            text = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
            count = self._show(answer, text)
            text.detach()
            return count

    def write_rows(self, rows: "Rows", *, limit: int | None, cut: bool = False) -> tuple[int, bool]:
        """Writes at most ``limit`` rows of SQL; how many, and where they may be ``cut`` whether there are more."""
        with self._opened() as out:
            if self.format_name != TABLE:
                return rows.write(self.format_name, out, to_file=self.path is not None, limit=limit), False
            from policykb.cli.display.rows import show_rows
            from policykb.cli.display.screen import Screen

            file = None if self.path is None else io.TextIOWrapper(out, encoding="utf-8", write_through=True)
            screen = Screen(file) if file else Screen.on(sys.stdout)
            with rows.table(limit=limit + 1 if limit and cut else limit) as table:
                found = table.records
                shown = show_rows(screen, replace(table, records=islice(found, limit)))
                more = cut and next(found, None) is not None
            if file is not None:
                file.detach()
            return shown, more

    def _show(self, answer: "Answer", out: TextIO) -> int:
        from policykb.cli.display.screen import Screen

        screen = Screen(out) if self.path else Screen.on(out)
        if answer.query.count:
            from policykb.cli.display.counts import show_counts

            return show_counts(screen, cast("Counts", answer), self.measure)
        from policykb.cli.display.records import show_records

        with answer.table() as table:
            return show_records(screen, answer.subjects, table, count=len(answer), long=self.long, mark=self.mark)

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        if self.path is None:
            sys.stdout.flush()
            yield sys.stdout.buffer
            return
        from policykb.kb.files import written_whole

        with written_whole(self.path, force=self.force) as file:
            yield file


def _shows_on_terminal() -> bool:
    return sys.stdout.isatty()
