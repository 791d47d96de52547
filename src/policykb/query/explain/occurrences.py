"""The words of a condition where they stand, as reasons; separate as statements and entities are both searched."""

from policykb.domain.fields import Field
from policykb.lexicon.words import fold_name, words
from policykb.query.ast import Condition, Word
from policykb.query.explain.explanation import Reason
from policykb.query.explain.facts import Plain
from policykb.query.hits import matcher, texts_of
from policykb.query.scope import Scope


class Sought:
    """The words of one condition, ready to be looked for in many records."""

    def __init__(self, item: Condition, row: Field, scope: Scope) -> None:
        assert isinstance(item.value, Word)
        self._field = row.name
        self._prefix = item.value.prefix
        self._text = item.value.text
        self._match = matcher(item.value, scope, indexed=row.name == "text")

    def reasons(self, record: Plain, language: str) -> list[Reason]:
        """One for every place of the record at which the words stand; ``language`` is that of its texts."""
        found = []
        for field, number, text in texts_of(self._field, record):
            tokens = words(text, language)
            spans = {(tokens[at][1], tokens[end - 1][2]) for at, end in self._match([term for term, _, _ in tokens])}
            for start, end in sorted(spans):
                told = self._words(field, text, start, end)
                found.append(Reason("term", told, field, None, start, end, number or None))
        return found

    def _words(self, field: str, text: str, start: int, end: int) -> str:
        where = {"text": "", "aliases": f"alias {text}: "}.get(field, f"{field.replace('_', ' ')}: ")
        same = self._prefix or fold_name(text[start:end]) == fold_name(self._text)
        return f'{where}"{text[start:end]}" at {start}-{end}{"" if same else f", a form of {self._text}"}'
