from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykb.errors import SqlError
from policykb.store.dialect import postgresql_console, sqlite_console
from policykb.store.sql_text import Statement, Syntax, tokens

BOTH = pytest.mark.parametrize(
    "syntax", [sqlite_console.SYNTAX, postgresql_console.SYNTAX], ids=["sqlite", "postgresql"]
)
PIECES = [
    "select",
    "theme",
    '"a ""b"" c"',
    "'it''s; --'",
    ",",
    "(",
    ")",
    "1.5",
    "::",
    ":name",
    "->>",
    "<>",
    "Ünïcode",
    "x$1",
]
GAPS = [" ", "\n", "\t ", " -- '; (\n", " /* ; ' \" */ ", "/**/"]


@BOTH
@given(pieces=st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)), min_size=1, max_size=20))
def test_pieces_come_back_whatever_stands_between(syntax: Syntax, pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + gap for piece, gap in pieces)
    cut = [text[token.start : token.end] for token in tokens(text, syntax)]
    # Signs come one by one, so the pieces are compared as text.
    assert "".join(cut) == "".join(piece for piece, _ in pieces)
    words = [piece for piece, _ in pieces if len(piece) > 2 and piece != "->>"]
    assert [piece for piece in cut if piece in words] == words


@BOTH
@given(text=st.text(max_size=60))
def test_any_text_is_cut(syntax: Syntax, text: str) -> None:
    found = list(tokens(text, syntax))
    assert all(one.end <= two.start for one, two in pairwise(found))
    with suppress(SqlError):
        Statement(text, syntax)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("$$a;b$$", ["text"]),
        ("$x$ it's $y$ $x$", ["text"]),
        (r"E'a\'; drop' ", ["text"]),
        ("/* a /* b */ c */ 1", ["number"]),
        ("-- a\r1", ["number"]),
        ("a.b", ["word", "sign", "word"]),
        ("'open", ["open", "word"]),
        ("/* /* */", ["open"]),
    ],
)
def test_what_only_postgresql_writes(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokens(text, postgresql_console.SYNTAX)] == kinds


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("[a b]", ["a b"]),
        ("`a``b`", ["a`b"]),
        ("/* a /* b */ c", ["c"]),
        ("/* never", ["/*"]),
        ("?1 @x $y", ["?1", "@x", "$y"]),
    ],
)
def test_what_only_sqlite_writes(text: str, values: list[str]) -> None:
    assert [token.value for token in tokens(text, sqlite_console.SYNTAX)] == values


@BOTH
@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("with a as (select 1), b(x, y) as materialized (select 2) select * from a", {"a", "b"}),
        ('with recursive "C" as not materialized (values (1)) select 1', {"c"}),
        ("with a as (not_a_name) select 1", {"a"}),
        ("select cast(a as text), b as c from (select 1) as d", set()),
    ],
)
def test_names_that_a_with_gives(syntax: Syntax, text: str, given: set[str]) -> None:
    assert Statement(text, syntax).given == given


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "select 1 from entity",
        "select 1 from theme, entity",
        "select 1 from theme t join entity on true",
        "select 1 from (theme cross join entity)",
        "select 1 from theme where key in (select key from ENTITY)",
        "select (select count(*) from entity) from theme",
        "select 1 from public.entity",
        'select 1 from "entity" e',
        "with a as (select * from entity) select 1 from a",
        "select 1 from theme union all select 1 from theme, (select 1) x, entity",
        "select extract(year from entity), 1 from theme, entity",
    ],
)
def test_a_table_is_seen_where_it_is_read(syntax: Syntax, text: str) -> None:
    with pytest.raises(SqlError, match="entity is no view") as caught:
        Statement(text, syntax).check_views({"theme"}, {"entity"})
    assert caught.value.column is not None
    assert text[caught.value.column - 1 :].strip('"').lower().startswith(("entity",))


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "select entity, count(entity) from theme group by entity order by entity, 1",
        "select 1 from theme t join theme u on t.entity = u.entity, theme entity_2",
        "select trim(both from entity), 1 is distinct from entity from theme",
        "select f(1, entity) from theme where x in (1, entity)",
        "select 1 from theme using_it join theme b using (key, entity)",
        "select 1 as entity",
        "select 1 from theme t(a, entity), theme u where 'from entity' = ' from entity'",
        "select 1 from theme -- from entity",
    ],
)
def test_a_column_of_that_name_is_no_table(syntax: Syntax, text: str) -> None:
    Statement(text, syntax).check_views({"theme"}, {"entity"})


@BOTH
@pytest.mark.parametrize("name", ["theme", "Theme", '"theme"'])
def test_a_with_must_not_take_the_name_of_a_view(syntax: Syntax, name: str) -> None:
    with pytest.raises(SqlError, match="theme is a view already"):
        Statement(f"with {name} as (select 1) select * from theme", syntax).check_views({"theme"}, set())
