"""Which record of a newer answer is which of a pack, whatever became of its key; and which rows of counts are."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from policykb.domain.comparison import Became, became
from policykb.domain.difference import Difference
from policykb.kb.packs.read import Counted, OldPack, Plain


class Matched:
    """The records of a newer answer beside those of a pack.

    ``items``: what came, changed or has another key; ``left``: the keys in the pack that the newer answer has not;
    ``unchanged`` and ``count``: how many are as they were, and how many there are.
    """

    def __init__(self, old: OldPack, records: Iterable[Plain], sources: Callable[[set[str]], dict[str, Plain]]) -> None:
        """``sources`` gives the sources of these keys; it is asked when all records are read."""
        self._old = old
        self.items: list[Became] = []
        self.unchanged = self.count = 0
        seen, unknown, keys = set[str](), list[Plain](), set[str]()
        for record in records:
            self.count += 1
            if "source" in record:
                keys.add(record["source"])
            if record["key"] in old:
                seen.add(record["key"])
                self._compare(old[record["key"]], record)
            else:
                unknown.append(record)
        self._sources = sources(keys)
        for record in unknown:
            earlier = next((key for key in self._earlier(record) if key in old and key not in seen), None)
            if earlier is None:
                self.items.append(became("add", None, record))
            else:
                seen.add(earlier)
                self.items.append(became("rename", old[earlier], record))
        self.left = [key for key in old if key not in seen]

    def _compare(self, before: Plain, after: Plain) -> None:
        if before != after:
            item = became("change", before, after)
            if item.differences:
                self.items.append(item)
                return
        self.unchanged += 1

    def _earlier(self, record: Plain) -> Iterator[str]:
        """Keys that the record may have had in the pack."""
        yield from record.get("former_keys", ())
        source = self._sources.get(record.get("source", ""), {})
        for former in source.get("former_keys", ()):
            yield f"{former}/{record['key'].partition('/')[2]}"
        if record["key"] in self._old.former:  # a name that was taken back
            yield self._old.former[record["key"]]

    def changed_sources(self, before: Mapping[str, Plain]) -> Iterator[Became]:
        """The sources of both answers that say something else of themselves."""
        for key, source in self._sources.items():
            earlier = next((name for name in (key, *source.get("former_keys", ())) if name in before), None)
            if earlier is not None:
                item = became("change" if earlier == key else "rename", before[earlier], source)
                if item.differences or item.before:
                    yield item


def changed_rows(before: Counted, after: Counted) -> Iterator[Became]:
    """The rows of counts that came, left or count otherwise."""
    for values, numbers in after.items():
        if values not in before:
            yield _row("add", values, numbers)
    for values, numbers in before.items():
        if values not in after:
            yield _row("remove", values, numbers)
    for values, numbers in after.items():
        old = before.get(values, numbers)
        if old != numbers:
            names = dict.fromkeys((*numbers, *old))
            told = [Difference(name, old.get(name), numbers.get(name)) for name in names]
            changed = tuple(found for found in told if found.before != found.after)
            yield Became("change", "row", _called(values), "", changed)


def _row(op: str, values: tuple[str, ...], numbers: Mapping[str, int]) -> Became:
    return Became(op, "row", _called(values), ", ".join(f"{name} {count:,}" for name, count in numbers.items()))


def _called(values: tuple[str, ...]) -> str:
    return ", ".join(values) or "all"
