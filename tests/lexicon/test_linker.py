import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykb.lexicon.linker import Alias, Linker, Mention
from policykb.lexicon.words import fold_name

USA, JAPAN, ALLIANCE, QUAD, WASHINGTON, STATE, AUKUS, PILLAR, IPEF, CPTPP, IVORY = range(1, 12)

LINKER = Linker(
    [
        Alias(101, USA, "United States"),
        Alias(102, USA, "US", case_sensitive=True),
        Alias(103, USA, "Washington", not_in=("Washington, D.C.", "Washington State", "George Washington University")),
        Alias(104, WASHINGTON, "Washington, D.C."),
        Alias(105, STATE, "Washington State"),
        Alias(106, JAPAN, "Japan"),
        Alias(107, ALLIANCE, "U.S.-Japan alliance"),
        Alias(108, QUAD, "Quad", not_in=("quad bike", "quad bikes")),
        Alias(109, QUAD, "Quadrilateral Security Dialogue"),
        Alias(110, AUKUS, "AUKUS"),
        Alias(111, PILLAR, "AUKUS Pillar Two"),
        Alias(112, PILLAR, "Pillar Two", needs_any=("AUKUS", "United Kingdom")),
        Alias(113, IPEF, "IPEF"),
        Alias(114, CPTPP, "CPTPP"),
        Alias(115, IVORY, "Côte d'Ivoire"),
    ]
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Quad should meet yearly.", [(QUAD, "Quad")]),
        ("A quad bike is no Quad; nor are quad bikes.", [(QUAD, "Quad")]),
        ("Quads and quadrilateral talks", []),
        ("It told us that the US and the U.S. agree; Us too.", [(USA, "US"), (USA, "U.S.")]),
        ("THE UNITED STATES, united states", [(USA, "UNITED STATES"), (USA, "united states")]),
        ("Washington should pursue more", [(USA, "Washington")]),
        ("in Washington, D.C., and Washington D.C", [(WASHINGTON, "Washington, D.C."), (WASHINGTON, "Washington D.C")]),
        ("salmon of Washington state", [(STATE, "Washington state")]),
        ("George Washington University in Washington", [(USA, "Washington")]),
        ("the U.S.-Japan alliance", [(ALLIANCE, "U.S.-Japan alliance")]),
        ("the US–Japan Alliance’s future", [(ALLIANCE, "US–Japan Alliance")]),
        ("U.S.-Japan relations", [(USA, "U.S."), (JAPAN, "Japan")]),
        ("us-japan relations", [(JAPAN, "japan")]),
        ("Japan's and Japan’s, but not Japanese", [(JAPAN, "Japan"), (JAPAN, "Japan")]),
        ("IPEF/CPTPP", [(IPEF, "IPEF"), (CPTPP, "CPTPP")]),
        ("AUKUS Pillar Two", [(PILLAR, "AUKUS Pillar Two")]),
        ("AUKUS Pillar One; Pillar Two", [(AUKUS, "AUKUS"), (PILLAR, "Pillar Two")]),
        ("With the United Kingdom on Pillar Two", [(PILLAR, "Pillar Two")]),
        ("OECD Pillar Two taxes of the Kingdom, United", []),
        ("Pillar Two of AUKUSes and of miniAUKUS", []),
        ("Cote d’Ivoire, CÔTE D'IVOIRE", [(IVORY, "Cote d’Ivoire"), (IVORY, "CÔTE D'IVOIRE")]),
        ("", []),
    ],
)
def test_names_in_a_sentence(text: str, names: list[tuple[int, str]]) -> None:
    assert [(found.entity, text[found.start : found.end]) for found in LINKER.find(text)] == names


def test_a_mention_says_which_alias_stands_where() -> None:
    assert LINKER.find("the U.S.") == [Mention(alias=102, entity=USA, start=4, end=8)]


def test_normal_forms_have_the_same_mentions() -> None:
    linker = Linker([Alias(1, 1, "CÔTE D'IVOIRE", case_sensitive=True), Alias(2, 2, "Türkiye")])
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize("NFC" if form == "NFD" else "NFD", "Türkiye, CÔTE D’IVOIRE, Côte d’Ivoire")
        found = [
            (mention.entity, unicodedata.normalize("NFC", text[mention.start : mention.end]))
            for mention in linker.find(text)
        ]
        assert found == [(2, "Türkiye"), (1, "CÔTE D’IVOIRE")]


def test_case_is_compared_word_by_word() -> None:
    linker = Linker([Alias(1, 1, "U.S. Forces", case_sensitive=True)])
    assert [len(linker.find(text)) for text in ("US  Forces", "U.S.-Forces", "US forces", "us Forces")] == [1, 1, 0, 0]


def test_entities_that_share_a_name_have_a_mention_each() -> None:
    linker = Linker([Alias(1, 10, "Georgia"), Alias(2, 20, "georgia"), Alias(3, 30, "GEORGIA", case_sensitive=True)])
    assert linker.find("in Georgia") == [Mention(1, 10, 3, 10), Mention(2, 20, 3, 10)]


def test_an_entity_has_one_mention_at_a_place_by_its_first_alias_that_counts() -> None:
    linker = Linker([Alias(1, 10, "US", case_sensitive=True), Alias(2, 10, "U.S."), Alias(3, 10, "us")])
    assert linker.find("US us") == [Mention(1, 10, 0, 2), Mention(2, 10, 3, 5)]


def test_groups_of_a_source_count_in_its_own_statements_only() -> None:
    linker = Linker(
        [
            Alias(1, 10, "Japanese participants", scope=7),
            Alias(2, 20, "Japanese participants", scope=8),
            Alias(3, 30, "participants"),
            Alias(4, 40, "Japanese"),
        ]
    )
    text = "Japanese participants"
    assert linker.find(text, scope=7) == [Mention(1, 10, 0, 21)]
    assert linker.find(text, scope=8) == [Mention(2, 20, 0, 21)]
    assert linker.find(text, scope=9) == linker.find(text) == [Mention(4, 40, 0, 8), Mention(3, 30, 9, 21)]


def test_a_general_name_and_one_of_the_source_both_count() -> None:
    linker = Linker([Alias(1, 10, "the panel", scope=7), Alias(2, 20, "The Panel"), Alias(3, 20, "the panel", scope=7)])
    assert linker.find("the panel", scope=7) == [Mention(2, 20, 0, 9), Mention(1, 10, 0, 9)]
    assert linker.find("the panel", scope=6) == [Mention(2, 20, 0, 9)]


def test_after_a_name_that_does_not_count_the_next_shorter_is_tried_then_the_next_word() -> None:
    linker = Linker(
        [
            Alias(1, 1, "new south wales", needs_any=("australia",)),
            Alias(2, 2, "new south", case_sensitive=True),
            Alias(3, 3, "south wales"),
        ]
    )
    assert [m.alias for m in linker.find("new south wales, Australia")] == [1]
    assert [m.alias for m in linker.find("new south wales")] == [2]
    assert [m.alias for m in linker.find("New South Wales")] == [3]


CITIES = Linker(
    [
        Alias(1, 1, "Mexico"),
        Alias(2, 1, "Mexico City", place=True),
        Alias(3, 1, "Mexican"),
        Alias(4, 2, "Seoul", place=True),
        Alias(5, 3, "Wellington", place=True),
        Alias(6, 4, "Wellington"),
    ]
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Seoul agreed.", [(2, "Seoul")]),
        ("a message to Seoul, from Seoul", [(2, "Seoul"), (2, "Seoul")]),
        ("They met in Seoul, near Seoul; a trip to Seoul", []),
        ("the University of Seoul and the Seoul Summit", []),
        ("There is concern in Seoul.", [(2, "Seoul")]),
        ("signed in Mexico City", []),
        ("Mexico City refused.", [(1, "Mexico City")]),
        ("Mexico City, Mexico", [(1, "Mexico")]),
        ("Mexico City, Mexican capital", [(1, "Mexican")]),
        ("They met in Wellington.", [(4, "Wellington")]),
        ("Wellington", [(3, "Wellington"), (4, "Wellington")]),
    ],
)
def test_a_city_counts_for_its_state_where_it_is_no_place(text: str, names: list[tuple[int, str]]) -> None:
    assert [(m.entity, text[m.start : m.end]) for m in CITIES.find(text)] == names


def test_many_cities_in_a_row_are_read_in_time_and_depth() -> None:
    assert CITIES.find("Seoul " * 20_000)[-1].start == 19_999 * 6


def test_a_name_with_an_article_gives_way_to_a_longer_one_behind_it() -> None:
    linker = Linker([Alias(1, 1, "the Gulf"), Alias(2, 2, "Gulf Cooperation Council"), Alias(3, 3, "Gulf")])
    assert [m.alias for m in linker.find("the Gulf, the Gulf Cooperation Council, Gulf")] == [1, 2, 3]


def test_a_name_without_letters_or_digits_is_never_found() -> None:
    linker = Linker(
        [Alias(1, 1, "—"), Alias(2, 2, ""), Alias(3, 3, "x", not_in=("…",)), Alias(4, 4, "y", needs_any=("…",))]
    )
    assert [m.alias for m in linker.find("— … x y")] == [3]


# The oracle: it has its own idea of a word (fit for the vocabulary below) and tries every alias on every span.
WRITTEN = [
    "the",
    "The",
    "US",
    "us",
    "Us",
    "U.S.",
    "u.s",
    "Quad",
    "quad",
    "bike",
    "Japan",
    "D.C.",
    "DC",
    "Pillar",
    "pillar",
    "Two",
]
GAPS = [" ", " ", "-", "/", ", ", "'s ", "’ ", ".\n", " — "]

names = st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=3).map(" ".join)
phrases = st.lists(names, max_size=2).map(tuple)
aliases = st.lists(
    st.builds(
        Alias,
        id=st.integers(1, 9),
        entity=st.integers(1, 4),
        text=names,
        case_sensitive=st.booleans(),
        not_in=phrases,
        needs_any=phrases,
        scope=st.sampled_from([None, None, 1, 2]),
    ),
    max_size=8,
)
texts = st.lists(st.tuples(st.sampled_from(WRITTEN), st.sampled_from(GAPS)), max_size=12).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


def spans(text: str) -> list[tuple[str, int, int]]:
    return [
        (found.group().replace(".", ""), found.start(), found.end())
        for found in re.finditer(r"[A-Za-z](?:\.[A-Za-z])+\.?|[A-Za-z]+", text)
    ]


def lower(text: str) -> list[str]:
    return [word.lower() for word, _, _ in spans(text)]


def naive_find(aliases: list[Alias], text: str, scope: int | None) -> list[Mention]:
    tokens = spans(text)
    written = [word for word, _, _ in tokens]
    found = lower(text)

    def occurrences(phrase: str) -> list[tuple[int, int]]:
        width = len(lower(phrase))
        return [(i, i + width) for i in range(len(found)) if found[i : i + width] == lower(phrase)]

    def places(alias: Alias) -> list[tuple[int, int]]:
        if alias.scope not in (None, scope):
            return []
        if alias.needs_any and not any(occurrences(phrase) for phrase in alias.needs_any):
            return []
        exact = [word for word, _, _ in spans(alias.text)]
        excluded = [place for phrase in alias.not_in for place in occurrences(phrase)]
        return [
            (i, j)
            for i, j in occurrences(alias.text)
            if (written[i:j] == exact or not alias.case_sensitive) and not any(a <= i and j <= b for a, b in excluded)
        ]

    general_first = sorted(aliases, key=lambda alias: alias.scope is not None)
    counting = [(i, j, alias) for alias in general_first for i, j in places(alias)]
    # An article is no start: a name that begins with one gives way to a longer name behind it.
    counting = [
        (i, j, alias)
        for i, j, alias in counting
        if found[i] != "the" or all(a != i + 1 or b <= j for a, b, _ in counting)
    ]
    mentions: list[Mention] = []
    free = 0
    while any(i >= free for i, _, _ in counting):
        i, j = min(((i, j) for i, j, _ in counting if i >= free), key=lambda place: (place[0], -place[1]))
        entities: dict[int, int] = {}
        for start, end, alias in counting:
            if (start, end) == (i, j):
                entities.setdefault(alias.entity, alias.id)
        mentions += [Mention(alias, entity, tokens[i][1], tokens[j - 1][2]) for entity, alias in entities.items()]
        free = j
    return mentions


@given(aliases, texts, st.sampled_from([None, 1, 2, 3]))
def test_agrees_with_trying_every_alias_on_every_span(aliases: list[Alias], text: str, scope: int | None) -> None:
    assert Linker(aliases).find(text, scope) == naive_find(aliases, text, scope)


@given(aliases, texts, st.sampled_from([None, 1, 2, 3]))
def test_every_place_of_a_name_counts_or_says_why_not(aliases: list[Alias], text: str, scope: int | None) -> None:
    linker = Linker(aliases)
    found = linker.examine(text, scope)
    counted = [Mention(o.alias, o.entity, o.start, o.end) for o in found if not o.why_not]
    assert sorted(counted) == sorted(linker.find(text, scope))
    # Alone, without rules and in its own source, every name counts wherever it stands.
    for alias in aliases:
        bare = Linker([Alias(alias.id, alias.entity, alias.text)]).find(text)
        places = {(o.start, o.end, o.entity) for o in found}
        assert all((m.start, m.end, m.entity) in places for m in bare)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("It told us", [("us", "case_sensitive", "")]),
        ("a Quad bike", [("Quad", "not_in", "quad bike")]),
        ("Pillar Two taxes", [("Pillar Two", "needs_any", "")]),
        ("AUKUS Pillar Two", [("AUKUS", "longer", "AUKUS Pillar Two"), ("Pillar Two", "taken", "AUKUS Pillar Two")]),
        ("in Washington State", [("Washington", "not_in", "Washington State")]),
    ],
)
def test_why_a_name_does_not_count(text: str, why: list[tuple[str, str, str]]) -> None:
    found = [(text[o.start : o.end], o.why_not, o.phrase) for o in LINKER.examine(text) if o.why_not]
    assert found == why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("They met in Seoul.", [("Seoul", "place")]),
        ("met in Mexico City", [("Mexico", "place"), ("Mexico City", "place")]),
        ("Mexico City, Mexico", [("Mexico", "place"), ("Mexico City", "place")]),
        ("Mexico City refused", [("Mexico", "longer")]),
        ("met in Wellington", [("Wellington", "place")]),
        ("Seoul agrees", []),
    ],
)
def test_why_a_city_does_not_count(text: str, why: list[tuple[str, str]]) -> None:
    assert [(text[o.start : o.end], o.why_not) for o in CITIES.examine(text) if o.why_not] == why


def test_why_a_name_with_an_article_does_not_count() -> None:
    linker = Linker([Alias(1, 1, "the Gulf"), Alias(2, 2, "Gulf Cooperation Council")])
    found = [(o.alias, o.why_not, o.phrase) for o in linker.examine("the Gulf Cooperation Council")]
    assert found == [(1, "longer", "Gulf Cooperation Council"), (2, "", "")]


@given(st.lists(st.text(max_size=6), max_size=6), st.text())
def test_any_name_is_found_in_itself_and_mentions_are_in_order(names: list[str], text: str) -> None:
    linker = Linker(Alias(n, n, name) for n, name in enumerate(names))
    mentions = linker.find(f"{text} {' '.join(names)}")
    assert mentions == sorted(mentions, key=lambda mention: mention.start)
    assert [linker.find(name) != [] for name in names] == [fold_name(name) != "" for name in names]
