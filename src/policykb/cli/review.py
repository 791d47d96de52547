"""`policykb review`: a walk through a draft, record by record."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option, Typer

from policykb.cli import options
from policykb.cli.display.problems import note, show_error
from policykb.cli.edit import command_of
from policykb.cli.keyboard import check_terminal, read_key, read_line
from policykb.errors import PolicykbError, SeedError, UsageError

if TYPE_CHECKING:
    from policykb.cli.display.screen import Screen
    from policykb.ingest.drafts.decisions import Drafted
    from policykb.kb.review import Review

_PROMPT = "[a]ccept [t]ext [e]dit [m]erge [r]eject [n]ext [b]ack [u]ndo [l]ist [s]ource [?] [q]uit "
app = Typer()


@app.command(
    epilog=options.examples("policykb review my-report.yaml", "policykb review my-report.yaml --text report.pdf")
)
def review(
    draft: options.Draft,
    text: Annotated[
        Path | None,
        Option("--text", metavar="FILE", show_default=False, help="The document, if it is not where the draft says."),
    ] = None,
) -> None:
    """Decide about the records of a draft, one after the other, each beside its passage.

    DRAFT is a file as ingest writes it. Every decision is saved before the next question, so you can stop at any time
    and go on later. Accepting asks for the point in your own words. The keys are shown with ?. The same can be done by
    editing the file: review: pending becomes accepted or rejected.
    """
    from policykb.cli.display.screen import stdout
    from policykb.kb import KnowledgeBase

    walk = Walk(KnowledgeBase.review(draft, text), stdout())
    check_terminal(f"Edit the file, or: policykb accept {shlex.quote(str(draft))} --all")
    walk.go()


class Walk:
    """A walk through the records of a review, on a screen."""

    def __init__(self, review: "Review", screen: "Screen") -> None:
        from policykb.cli.display import review as display

        self.review = review
        self.screen = screen
        self.display = display
        if not review.records:
            raise UsageError(f"{review.path} has no records to decide about.", "policykb ingest FILE makes a draft.")
        self.at = self._index((review.next() or review.records[0]).local_key)
        self.path = shlex.quote(str(review.path))

    @property
    def record(self) -> "Drafted":
        """The one that is shown."""
        return self.review.records[min(self.at, len(self.review.records) - 1)]

    def go(self) -> None:
        """Asks until somebody quits."""
        note(f"{self.display.progress(self.review)}. Every decision is saved at once; ? explains the keys.")
        shown = None
        while True:
            if shown != (self.record.at, self.record.data):
                self.display.show_record(self.screen, self.review, self.record)
                shown = (self.record.at, self.record.data)
            self.screen.out.write(_PROMPT)
            key = read_key()
            self.screen.write(key)
            if key == "q":
                break
            action = getattr(self, f"_{self._ACTIONS[key]}", None) if key in self._ACTIONS else self._help
            was = self.record.local_key
            try:
                done = action and action()
            except PolicykbError as error:
                show_error(error)
                done = False
            if done and self.record.local_key == was:
                self._on()
        left = len(self.review.pending)
        note(f"{left:,} still pending: policykb review {self.path}" if left else f"Now load: policykb load {self.path}")

    _ACTIONS = {  # noqa: RUF012
        "a": "accept",
        "t": "text",
        "e": "edit",
        "m": "merge",
        "r": "reject",
        "n": "next",
        "b": "back",
        "g": "goto",
        "p": "reopen",
        "u": "undo",
        "l": "list",
        "s": "source",
    }

    # decisions: true where the next record is to be shown

    def _accept(self) -> bool:
        if self.record.text:
            self.review.accept(self.record.local_key)
            return True
        return self._text()

    def _text(self) -> bool:
        """Asks for the text until it is accepted or left."""
        key, text = self.record.local_key, self.record.text
        while text := read_line("In your own words: ", text):
            copied = self.review.copied(key, text)
            if copied and text != self.record.text:
                note(f"These words are the passage's own: {copied}")
                if not self._yes("Keep them?"):
                    continue
            try:
                self.review.accept(key, text)
            except SeedError as error:
                show_error(error)
                continue
            return True
        note("Left as it was.")
        return False

    def _edit(self) -> bool:
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if not editor:
            return self._text()
        key, text = self.record.local_key, self.review.yaml(self.record.local_key)
        with tempfile.TemporaryDirectory(prefix="policykb-") as folder:
            path = Path(folder, "record.yaml")
            path.write_text(text, encoding="utf-8")
            while True:
                _open(editor, path)
                changed = path.read_text(encoding="utf-8", errors="replace")
                if changed.strip() == text.strip():
                    note("Left as it was.")
                    return False
                try:
                    self.review.edit(key, changed)
                except SeedError as error:
                    show_error(error)
                    if not self._yes("Edit it again?"):
                        return False
                else:
                    return self.record.state != "pending"

    def _merge(self) -> bool:
        self.display.show_list(self.screen, self.review, self.record.type)
        into = read_line("Merge into which number or key (Enter: none)? ")
        if not into:
            return False
        self.review.merge(self.record.local_key, self._named(into).local_key)
        return True

    def _reject(self) -> bool:
        self.review.reject(self.record.local_key, read_line("Why (Enter: no reason)? "))
        return True

    def _reopen(self) -> bool:
        self.review.reopen(self.record.local_key)
        return False

    def _undo(self) -> bool:
        key = self.review.undo()
        if key:
            self.at = self._index(key)
        note(f"Undone: {key or 'the source'}")
        return False

    # where to go

    def _next(self) -> bool:
        self.at = (self.at + 1) % len(self.review.records)
        return False

    def _back(self) -> bool:
        self.at = (self.at - 1) % len(self.review.records)
        return False

    def _goto(self) -> bool:
        if where := read_line("Which number or key? "):
            self.at = self._index(self._named(where).local_key)
        return False

    def _on(self) -> None:
        """To the next pending record; at the last decision, what comes then."""
        following = self.review.next(self.record.local_key)
        if following is not None:
            self.at = self._index(following.local_key)
            return
        note(f"All are decided: {self.display.progress(self.review)}.")
        if self.review.uncovered and self._yes(f"Did you read the whole of it for {_and(self.review.uncovered)}?"):
            self.review.cover()
        note(f"q ends the review; then: policykb load {self.path}")

    # the rest

    def _list(self) -> bool:
        self.display.show_list(self.screen, self.review)
        return False

    def _source(self) -> bool:
        self.display.show_source(self.screen, self.review)
        while line := read_line("Change a field, as in  issued: 2024-06  (Enter: back)? "):
            name, colon, value = line.partition(":")
            if not colon or not value.strip() or value.strip()[0] in "[{":
                note("Write  FIELD: VALUE; lists are changed in the file.")
                continue
            try:
                self.review.set_source(**{name.strip(): value.strip()})
            except PolicykbError as error:
                show_error(error)
        return False

    def _help(self) -> bool:
        self.display.show_keys(self.screen)
        return False

    def _yes(self, question: str) -> bool:
        return read_line(f"{question} [y/N] ").lower() in {"y", "yes"}

    def _named(self, text: str) -> "Drafted":
        if text.isdecimal() and 1 <= int(text) <= len(self.review.records):
            return self.review.records[int(text) - 1]
        return self.review.record(text)

    def _index(self, key: str) -> int:
        at = self.review.record(key).at
        return next(n for n, record in enumerate(self.review.records) if record.at == at)


def _open(editor: str, path: Path) -> None:
    command = command_of(editor, path, 1)
    try:
        subprocess.run(command, check=False)
    except OSError as error:
        raise UsageError(
            f"The editor {command[0]!r} cannot be started: {error.strerror}.", "Set VISUAL or EDITOR to yours."
        ) from error


def _and(words: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
