"""Single sentences: which make a recommendation, by the examples of sentences.yaml, all in our own words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from policykb.ingest.extraction.claims import THRESHOLD
from policykb.ingest.extraction.units import claims_of


def cases() -> Iterator[tuple[str, bool]]:
    groups = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))
    for group in groups.values():
        for answer, sentences in group.items():
            for sentence in sentences:
                yield sentence, answer == "advice"


@pytest.mark.parametrize(("sentence", "advice"), list(cases()))
def test_a_sentence_is_advice_or_it_is_not(sentence: str, advice: bool) -> None:
    claims, _ = claims_of(sentence)
    assert any(claim.confidence >= THRESHOLD for claim in claims) is advice, claims
