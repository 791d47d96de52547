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
from policykb.query.relevance import is_search

EXAMPLES = 3_000 if os.environ.get("POLICYKB_FAULTS") == "full" else 45
seeds = st.integers(0, 10**9)
"""Which base, and what it is asked; a number makes the same ones each time."""


def wrong(asked: Asked, question: Query) -> str:
    """What the program says, where the oracle says something else; and the program where it does not keep its word."""
    found, understood = asked.program(render(question), question)
    wanted = asked.expected(question)
    same = found == wanted
    if ranked(understood) and not isinstance(found, type) and not isinstance(wanted, type):
        # The order is the database's own, and with it what a page holds; what is found is not.
        whole = question.limit is None and question.after is None
        same = found[1:] == wanted[1:] and (not whole or sorted(found[0]) == sorted(wanted[0]))
    if not same:
        return f"{render(question)}: {found} instead of {wanted}"
    if understood and asked.program(understood) != (found, understood):
        return f"{render(question)}: {understood} finds {asked.program(understood)} instead of {found}"
    return ""


def ranked(understood: str) -> bool:
    return "sort:relevance" in understood


@given(seeds)
@settings(max_examples=EXAMPLES)
def test_finds_what_the_oracle_finds(world_of: Make, seed: int) -> None:
    asked, ask = world_of(seed), Questioner(seed)
    faults = []
    for _ in range(12):
        question = ask.question()
        # A page of a search goes on after what was found by its words.
        if ask.chance(3) and (question.sort or not is_search(question.where)):
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


@given(seeds)
@settings(max_examples=EXAMPLES // 5)
def test_ranking_only_puts_in_another_order(world_of: Make, seed: int) -> None:
    """Whatever stands beside the words; limits and pages cut the same order."""
    asked, ask = world_of(seed), Questioner(seed)
    for _ in range(4):
        question = ask.search()
        found, _ = asked.program(render(question), question)
        plain, _ = asked.program(render(replace(question, sort=())))
        if isinstance(found, type) or isinstance(plain, type):
            assert found == plain
            continue
        assert (sorted(found[0]), *found[1:]) == (sorted(plain[0]), *plain[1:]), render(question)
        for size in range(1, len(found[0]) + 1):
            page, _ = asked.program(render(replace(question, limit=size)))
            assert page == (found[0][:size], *found[1:]), render(question)
        for at, key in enumerate(found[0]):
            page, _ = asked.program(render(replace(question, after=key, limit=2)))
            assert page == (found[0][at + 1 : at + 3], *found[1:]), render(question)
