"""Whatever is asked of whatever base: the program finds what the oracle finds, in the documented order."""

import os
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.query.asking import Asked, Make
from tests.query.questions import Questioner

from policykb.domain.fields import SUBJECTS
from policykb.query.ast import Query
from policykb.query.grammar.render import render

EXAMPLES = 3_000 if os.environ.get("POLICYKB_FAULTS") == "full" else 45
seeds = st.integers(0, 10**9)
"""Which base, and what it is asked; a number makes the same ones each time."""


def wrong(asked: Asked, question: Query) -> str:
    """What the program says, where the oracle says something else; and the program where it does not keep its word."""
    found, understood = asked.program(render(question), question)
    wanted = asked.expected(question)
    if found != wanted:
        return f"{render(question)}: {found} instead of {wanted}"
    if understood and asked.program(understood) != (found, understood):
        return f"{render(question)}: {understood} finds {asked.program(understood)} instead of {found}"
    return ""


@given(seeds)
@settings(max_examples=EXAMPLES)
def test_finds_what_the_oracle_finds(world_of: Make, seed: int) -> None:
    asked, ask = world_of(seed), Questioner(seed)
    faults = []
    for _ in range(12):
        question = ask.question()
        if ask.chance(3):
            question = replace(question, after=ask.one(asked.oracle.order(question) or [None]))
        faults.append(wrong(asked, question))
    # The shortest says most.
    assert min(filter(None, faults), key=len, default="") == ""


@pytest.mark.parametrize("subject", SUBJECTS)
@given(seed=seeds)
@settings(max_examples=EXAMPLES // 10)
def test_every_field_finds_what_the_oracle_finds(world_of: Make, subject: str, seed: int) -> None:
    asked = world_of(seed)
    faults = [wrong(asked, question) for question in Questioner(seed).one_of_each(subject)]
    assert min(filter(None, faults), key=len, default="") == ""


@given(seeds, st.integers(1, 4))
@settings(max_examples=EXAMPLES // 5)
def test_pages_glued_together_are_the_whole(world_of: Make, seed: int, size: int) -> None:
    asked, question = world_of(seed), replace(Questioner(seed).question(), limit=None)
    whole, _ = asked.program(render(question))
    glued: list[str] = []
    page = whole
    while not isinstance(whole, type) and not isinstance(page, type) and page[0]:
        page, _ = asked.program(render(replace(question, limit=size, after=glued[-1] if glued else None)))
        assert not isinstance(page, type)
        glued += page[0]
    assert isinstance(whole, type) or glued == whole[0]
