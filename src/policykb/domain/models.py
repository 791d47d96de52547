"""Which model a type of record has; separate so that one import gives them all and the others need only one."""

from policykb.domain.actor import Actor
from policykb.domain.claim import Claim, Coverage, Relation
from policykb.domain.event import Event
from policykb.domain.extension import Extension
from policykb.domain.framework import Framework
from policykb.domain.record import Record
from policykb.domain.source import Source
from policykb.domain.source_passage import SourcePassage
from policykb.domain.statement import Commitment, Finding, Recommendation
from policykb.domain.theme import Theme
from policykb.domain.vocabulary import Vocabulary

MODELS: dict[str, type[Record]] = {
    "source": Source,
    "vocabulary": Vocabulary,
    "theme": Theme,
    "actor": Actor,
    "framework": Framework,
    "event": Event,
    "recommendation": Recommendation,
    "finding": Finding,
    "commitment": Commitment,
    "claim": Claim,
    "relation": Relation,
    "coverage": Coverage,
    "extension": Extension,
}
"""By type, of all that seed files state."""


def model_of(type_: str) -> type[Record]:
    """The model of what an answer gives: also of passages, which no seed file states."""
    return SourcePassage if type_ == "passage" else MODELS[type_]
