"""Checked records between reading and writing: sorted, and on the disk where they are many.

Separate from loading because nothing may be written before the last record is checked, whoever checks and writes.
"""

import pickle
import tempfile
from collections.abc import Iterator
from itertools import chain
from typing import IO

from policykb.domain.fields import ENTITIES
from policykb.seed.extend import Result
from policykb.store.incoming import Incoming

SMALL = {"claim", "relation", "coverage"}
"""What hangs on statements, and is written after them."""
_IN_MEMORY = 16 * 1024 * 1024


class Spool:
    """Checked records waiting to be written, in memory up to 16 MB and in a temporary file beyond.

    A million records do not fit in memory, and nothing may be written before the last one is checked.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self._pickler = pickle.Pickler(self._file, protocol=5)

    def close(self) -> None:
        """Lets go of the memory or the file."""
        self._file.close()

    def add(self, item: Incoming) -> None:
        """Puts a record at the end."""
        self._pickler.dump(tuple(item))
        self._pickler.clear_memo()

    def __iter__(self) -> Iterator[Incoming]:
        self._file.seek(0)
        while True:
            try:
                # One Unpickler for all would remember every text it ever read.
                yield Incoming(*pickle.load(self._file))
            except EOFError:
                return


class Sorted:
    """The checked records of a load, sorted by what has to be written before what; to be closed."""

    def __init__(self) -> None:
        self.vocabularies: list[Incoming] = []
        self.entities: list[Incoming] = []
        self.statements = Spool()
        self.small = Spool()
        self.extended = Result()
        self.counts: dict[str, int] = {}
        self.pending: dict[str, int] = {}
        """How many drafts were left out, by file."""
        self.unsettled: set[str] = set()
        """Owners whose files have drafts: how such a file is loaded does not hang on its bytes alone."""

    def close(self) -> None:
        """Lets go of both spools."""
        self.statements.close()
        self.small.close()

    def __iter__(self) -> Iterator[Incoming]:
        return chain(self.vocabularies, self.entities, self.statements, self.small)

    def add(self, item: Incoming) -> None:
        """Puts a record where it belongs, and counts it."""
        self.counts[item.type] = self.counts.get(item.type, 0) + 1
        if item.type == "vocabulary":
            self.vocabularies.append(item)
        elif item.type in ENTITIES:
            self.entities.append(item)
        elif item.type in SMALL:
            self.small.add(item)
        else:
            self.statements.add(item)
