"""Vocabularies: lists of words a field may hold (actions, strengths, kinds, roles); data, never an enum in code."""

from typing import Literal

from policykb.domain.record import Model, Record, ShortText, Term, Text


class VocabularyTerm(Model):
    """One word of a vocabulary."""

    key: Term
    name: ShortText | None = None
    definition: Text
    words: tuple[ShortText, ...] = ()
    """Words of sources that this term stands for: the codebook."""


class Vocabulary(Record):
    """The words a field may hold, in order."""

    type: Literal["vocabulary"]
    key: Term
    name: ShortText
    definition: Text | None = None
    terms: tuple[VocabularyTerm, ...]
