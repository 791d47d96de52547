from hypothesis import given, settings
from tests.query.strategies import queries

from policykb.query.ast import Query
from policykb.query.grammar.lexer import CANONICAL_LENGTH
from policykb.query.grammar.parse import parse
from policykb.query.grammar.render import render


@settings(max_examples=1000, deadline=None)
@given(queries())
def test_the_canonical_form_reads_as_the_same_query(query: Query) -> None:
    assert parse(render(query), limit=CANONICAL_LENGTH) == query
