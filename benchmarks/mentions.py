"""Finding names: precision and recall on places and passages labelled by reading, before the linker saw them.

docs/quality.md says how the sample was drawn (`benchmarks.mentions_draw`) and what counts. The texts are not part of
the project: without the folder ../shared/data beside the checkout there is nothing to measure, and the row says so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from benchmarks.measure import Row, Workshop
from benchmarks.mentions_draw import DOCUMENTS, PASSAGES
from benchmarks.mentions_sides import Found, labels

TRUE, FALSE, PASSAGE = "true names", "false friends", "passages"


@dataclass
class Tally:
    """What was right and wrong in one class of labels."""

    found: int = 0
    right: int = 0
    labelled: int = 0
    recalled: int = 0
    errors: list[str] = field(default_factory=list)

    def count(self, document: str, named: list[tuple[int, int, set[str]]], found: Iterable[Found]) -> None:
        """Holds the mentions found in a place against the names labelled in it."""
        right = set()
        for start, end, key in found:
            fits = [i for i, (s, e, keys) in enumerate(named) if key in keys and start < e and s < end]
            right.update(fits)
            self.found += 1
            self.right += bool(fits)
            if not fits:
                self.errors.append(f"{document} {start} {end}: {key} is not named here")
        self.labelled += len(named)
        self.recalled += len(right)
        missed = [name for i, name in enumerate(named) if i not in right]
        self.errors += [f"{document} {s} {e}: {' or '.join(sorted(keys))} is not found" for s, e, keys in missed]


def rows(shop: Workshop, verbose: bool = False) -> Iterator[Row]:
    """The rows of the table, for each sample that has labels."""
    if not DOCUMENTS.is_dir():
        yield Row("mentions", "not measured: there is no ../shared/data/whitehouse-md", 0, "")
        return
    for sample in PASSAGES:
        labelled = labels(sample)
        if labelled:
            base = shop.folder / f"mentions-{sample}.db"
            found = shop.run("-m", "benchmarks.mentions_sides", base, str(sample)).listed
            yield from _rows(f"mentions, sample {sample}", tally(labelled, found), verbose)


def tally(labelled: list[dict[str, Any]], found: list[list[Found]]) -> dict[str, Tally]:
    """The counts by class of label; what was found stands in the order of the labels."""
    tallies = {name: Tally() for name in (TRUE, FALSE, PASSAGE)}
    for row, mentions in zip(labelled, found, strict=True):
        if "mentions" in row:
            name, named = PASSAGE, row["mentions"]
        else:
            name = FALSE if row["key"] is None else TRUE
            named = [] if row["key"] is None else [(row["start"], row["end"], row["key"])]
        tallies[name].count(row["document"], [(s, e, _keys(key)) for s, e, key in named], mentions)
    return tallies


def _keys(key: str | list[str]) -> set[str]:
    return {key} if isinstance(key, str) else set(key)


def _rows(job: str, tallies: dict[str, Tally], verbose: bool) -> Iterator[Row]:
    found, right, labelled, recalled = (
        sum(getattr(tally, name) for tally in tallies.values()) for name in ("found", "right", "labelled", "recalled")
    )
    classes = tallies.items()
    of_found = ", ".join(f"{name} {t.right}/{t.found}" for name, t in classes if name != FALSE)
    linked = f"false friends linked {tallies[FALSE].found}"
    yield Row(job, "precision", right / found, "", 0.98, f"{right}/{found}: {of_found}, {linked}", more_is_better=True)
    of_labelled = ", ".join(f"{name} {t.recalled}/{t.labelled}" for name, t in classes if t.labelled)
    note = f"{recalled}/{labelled}: {of_labelled}"
    yield Row(job, "recall", recalled / labelled, "", 0.95, note, more_is_better=True)
    if verbose:
        for name, counted in classes:
            for error in counted.errors:
                print(f"{job}, {name}: {error}")
