"""Where the words of a condition stand in a text; separate because statements and entities are both searched."""

from collections.abc import Iterator

from policykb.domain.fields import Field
from policykb.lexicon.words import fold_name, folded, words
from policykb.query.ast import Condition, Word
from policykb.query.explain.explanation import Reason
from policykb.query.scope import Scope
from policykb.query.texts import phrases

Runs = list[list[str]]


class Sought:
    """The words of one condition, ready to be looked for in many texts."""

    def __init__(self, item: Condition, row: Field, scope: Scope) -> None:
        assert isinstance(item.value, Word)
        self.value = item.value
        self._field = row.name
        self._runs = phrases(item.value, scope)
        self._leads: Runs = []
        self._start = ""
        if item.value.prefix and row.name != "text":
            # Of other texts than those of statements the base keeps the terms only: what starts like the term counts.
            forms = [form for form, _, _ in folded(item.value.text)]
            self._start = forms[-1] if forms else ""
            lead = " ".join(forms[:-1])
            self._leads = [[term for term, _, _ in words(lead, one)] for one in scope.languages]

    def reasons(self, text: str, language: str, *, name: str | None = None, number: int | None = None) -> list[Reason]:
        """One for every place at which the words stand; ``name``: what the text is called where not by its field."""
        return [
            Reason("term", self._words(text[start:end], start, end, name), self._field, None, start, end, number)
            for start, end in self.places(text, language)
        ]

    def places(self, text: str, language: str) -> list[tuple[int, int]]:
        """(start, end) of every run of words that fits, each once, in order."""
        tokens = words(text, language)
        terms = [term for term, _, _ in tokens]
        return sorted({(tokens[at][1], tokens[end - 1][2]) for at, end in self._fitting(terms)})

    def _fitting(self, terms: list[str]) -> Iterator[tuple[int, int]]:
        for at in range(len(terms)):
            for run in self._runs:
                if terms[at : at + len(run)] == run:
                    yield at, at + len(run)
            for lead in self._leads:
                end = at + len(lead)
                if self._start and terms[at:end] == lead and end < len(terms) and terms[end].startswith(self._start):
                    yield at, end + 1

    def _words(self, found: str, start: int, end: int, name: str | None) -> str:
        where = f"{name or self._field.replace('_', ' ')}: " if self._field != "text" or name else ""
        sought = f"{self.value.text}*" if self.value.prefix else self.value.text
        same = self.value.prefix or fold_name(found) == fold_name(sought)
        return f'{where}"{found}" at {start}-{end}{"" if same else f", a form of {sought}"}'
