"""What names in a query mean in a base, and what is said where they mean nothing or too much."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.builders import Make, totals, write

from policykb.errors import AmbiguousName, QueryError, QuerySyntaxError, UnknownName
from policykb.query.grammar.parse import parse
from policykb.query.grammar.render import render
from policykb.query.meanings import ReservedNames
from policykb.query.names import Resolution, resolve

WORLD = """\
vocabularies:
  - {key: action, name: Action, terms: [{key: set-up, definition: x}, {key: join, definition: x}]}
  - key: response
    name: Response
    terms: [{key: accepted, definition: x}, {key: accepted-in-part, definition: x}]
  - {key: actor-kind, name: Kind, terms: [{key: group, definition: x}, {key: government-body, definition: x}]}
themes:
  - {key: trade, name: Trade, aliases: [trade policy, to trade]}
  - {key: governance, name: Governance}
actors:
  - {key: united-states, name: United States, kind: government-body, aliases: [{text: U.S., case_sensitive: true}, Washington]}
  - {key: tto, name: Trinidad and Tobago, kind: government-body, former_keys: [trinidad-and-tobago, tt]}
  - {key: trinidad-island, name: Trinidad, kind: government-body}
  - {key: georgia, name: Georgia, kind: government-body}
  - {key: georgia-us, name: State of Georgia, kind: government-body, aliases: [{text: Georgia, needs_any: [Atlanta]}]}
  - {key: ivory-coast, name: Côte d'Ivoire, kind: government-body}
  - {key: cfr, name: Council on Foreign Relations, kind: government-body}
  - {key: ncafp, name: National Committee, kind: government-body, aliases: [NCAFP]}
  - {key: ann-lee, name: Ann Lee, kind: government-body, family_name: Lee}
  - {key: bob-lee, name: Bob Lee, kind: government-body, family_name: Lee}
  - {key: ota, name: Hiroshi Ōta, kind: government-body, family_name: Ōta}
  - {key: quad-office, name: Quad office, kind: government-body, family_name: Quad}
frameworks:
  - {key: pbp, name: Partners in the Blue Pacific, kind: minilateral}
  - {key: quad, name: Quadrilateral Security Dialogue, kind: minilateral, aliases: [Quad]}
  - {key: washington-accord, name: Washington accord, kind: minilateral, aliases: [{text: trade, needs_any: [accord]}]}
events:
  - {key: tokyo-summit, name: Tokyo summit, kind: summit}
"""
REPORT = """\
source: {{key: {key}, title: {title}, kind: report, publisher: ncafp, aliases: [National Committee]}}
groups:
  - {{key: experts, name: Experts}}
  - {{key: {own}, name: {own}}}
recommendations:
  - {{key: join, former_keys: [{key}/old-join], text: All should join., evidence: [{{page: 1}}]}}
"""
Ask = Callable[[str], Resolution]


@pytest.fixture(scope="module")
def ask(make: Make, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Resolves a query in a small world with two reports."""
    folder: Path = tmp_path_factory.mktemp("names")
    database = make(folder / "base.db")
    reports = {
        f"{key}.yaml": REPORT.format(key=key, title=title, own=own)
        for key, title, own in (("one", "The first", "readers"), ("two", "The second", "hosts"))
    }
    totals(database, write(folder / "seed", {"world.yaml": WORLD} | reports))
    with database.reading() as connection:
        yield lambda text: resolve(parse(text, ReservedNames(connection)), connection, text)
    database.close()


MEANT = [
    # keys, names, other names; any case, accents off, spaces folded
    ("about united-states", "mention:united-states"),
    ("about UNITED   states", "mention:united-states"),
    ("about the United States", "mention:united-states"),
    ("about cote d’ivoire", "mention:ivory-coast"),
    ("about Washington", "mention:united-states"),
    # an acronym in capitals only, with or without its dots
    ("about US", "mention:united-states"),
    ("about U.S.", "mention:united-states"),
    # names that hold reserved words, the longest there is, in name positions only
    ("about Trinidad and Tobago", "mention:tto"),
    ("about Trinidad and Georgia's", None),
    ("about Trinidad and quad", "mention:trinidad-island mention:quad"),
    ("about Trinidad and Tobago and quad", "mention:tto mention:quad"),
    ("under Partners in the Blue Pacific since 2024", "framework:pbp issued>=2024"),
    ("to the Partners in the Blue Pacific or the Quad", "to:(pbp|quad)"),
    ("by Council on Foreign Relations on trade", "by:cfr theme:trade"),
    ("on to trade", "theme:trade"),
    ('about "Trinidad and Tobago"', "mention:tto"),
    ("Quad to trade", "(mention:quad or text:Quad) to:washington-accord"),
    # former keys lead to the record
    ("about trinidad-and-tobago", "mention:tto"),
    ("about:TT", "mention:tto"),
    ("key:one/old-join", "key:one/join"),
    ("supports:two/old-join", "supports:two/join"),
    ("actors key:tt", "key:tto"),
    # a person by family name, where nothing bears the name
    ("by Ōta", "by:ota"),
    ("by OTA", "by:ota"),
    ("by Quad", "by:quad"),
    # groups of several sources that share a name: any of them; one of them by key
    ("by experts", "by:(one/experts|two/experts)"),
    ("not by experts", "-by:(one/experts|two/experts)"),
    ("by one/experts", "by:one/experts"),
    ("by readers", "by:one/readers"),
    # a source and its publisher may share a name
    ("from National Committee", "source:(ncafp|one|two)"),
    ('from "The first"', "source:one"),
    ("from ncafp", "source:ncafp"),
    # the types that fit decide what a name of several means; a key before a name
    ("on trade", "theme:trade"),
    ("under trade", "framework:washington-accord"),
    ("about trade", "mention:trade"),
    ("to georgia", "to:georgia"),
    # words of vocabularies, with spaces for hyphens
    ('action:"set up"', "action:set-up"),
    ("with action Set Up or join", "action:(set-up|join)"),
    ("response:us=accepted", None),
    ('response:US="accepted in part"', "response:united-states=accepted-in-part"),
    ("actors with kind government body", "kind:government-body"),
    # bare words: one name as a whole, else each a word; with nothing else, the best first
    ("Trade policy", 'mention:trade or text:"Trade policy" sort:relevance'),
    ("Trade Washington", "text:Trade text:Washington sort:relevance"),
    ("Georgia", "text:Georgia sort:relevance"),
    ("Lee", "text:Lee sort:relevance"),
    ("NCAFP", "mention:ncafp or text:NCAFP sort:relevance"),
    ("National Committee", 'mention:ncafp or text:"National Committee" sort:relevance'),
    ('"Quad"', 'text:"Quad" sort:relevance'),
    ("Quad -Georgia", "(mention:quad or text:Quad) -text:Georgia sort:relevance"),
    ("-Georgia", "-text:Georgia"),
    ("Quad sorted by issued descending", "mention:quad or text:Quad sort:-issued"),
    ("Lee to Washington", "text:Lee to:united-states"),
    ("about the Quad", "mention:quad"),
    ("about the Quad sorted by relevance descending first 5", "mention:quad sort:relevance limit:5"),
    ("about the Quad sort:issued,-relevance", "mention:quad sort:issued,relevance"),
    ("actors Quad", "name:Quad"),
    # inside in-source: statements are asked whatever the subject
    ("sources in-source:(Quad action:join)", "in-source:((mention:quad or text:Quad) action:join)"),
]


@pytest.mark.parametrize(("text", "meant"), [(text, meant) for text, meant in MEANT if meant])
def test_means(ask: Ask, text: str, meant: str) -> None:
    resolution = ask(text)
    understood = render(resolution.query).removeprefix("type:").partition(" ")[2]
    assert understood == meant
    assert render(ask(render(resolution.query)).query) == render(resolution.query)


@pytest.mark.parametrize("text", [text for text, meant in MEANT if meant is None])
def test_means_nothing(ask: Ask, text: str) -> None:
    with pytest.raises(UnknownName):
        ask(text)


WRONG = [
    ("about IPEFF", UnknownName, "unknown name 'IPEFF' at column 7 (for mention:)", "To search the text write text:IPEFF"),
    (
        "about quat and trade",
        UnknownName,
        "unknown name 'quat' at column 7 (for mention:)",
        "Did you mean Quad (framework)? To search the text write text:quat",
    ),
    (
        "by Counsil on Foreign Relations",
        UnknownName,
        "unknown name 'Counsil' at column 4 (for by:)",
        "To search the text write text:Counsil",
    ),
    (
        'by "Counsil on Foreign Relations"',
        UnknownName,
        "unknown name 'Counsil on Foreign Relations' at column 4 (for by:)",
        'Did you mean Council on Foreign Relations (actor)? To search the text write text:"Counsil on Foreign Relations"',
    ),
    ("to us", UnknownName, "unknown name 'us' at column 4 (for to:)", "Did you mean U.S. (actor)? To search the text write text:us"),
    ("frameworks involving Quod", UnknownName, "unknown name 'Quod' at column 22 (for involving:)", "Did you mean Quad (framework)?"),
    ("“x” on Quad", UnknownName, "'Quad' at column 8 is a framework, not a theme", "To find what mentions it write: about Quad"),
    (
        'under "united states"',
        UnknownName,
        "'united states' at column 7 is an actor, not a framework",
        'To find what mentions it write: about "united states"',
    ),
    ("to tokyo-summit", UnknownName, "'tokyo-summit' at column 4 is an event, not an actor or framework", "To find what mentions it write: about tokyo-summit"),
    ("to U.S. sort:relevance", QuerySyntaxError, "there is nothing to rank by 'relevance' at column 14", 'Search for words (containing "market access") or a name (about IPEF), or sort by a field: sort:-issued'),
    ("-Lee sorted by relevance", QuerySyntaxError, "there is nothing to rank by 'relevance' at column 16", 'Search for words (containing "market access") or a name (about IPEF), or sort by a field: sort:-issued'),
    ("actors Quad sort:relevance", QuerySyntaxError, "only statements and passages are ranked: 'relevance' at column 18 is no order of actors", "Sort by a field: sort:key"),
    ("not to georgia and about State of Georgia and to Nowhere", UnknownName, "unknown name 'Nowhere' at column 50 (for to:)", "To search the text write text:Nowhere"),
    ("about State Of Georgia or about US or about Lee", AmbiguousName, "'Lee' at column 45 may mean ann-lee (actor), bob-lee (actor)", "Write the key of the one you mean."),
    ("accepted by experts", AmbiguousName, "'experts' at column 13 may mean one/experts (actor), two/experts (actor)", "Write the key of the one you mean."),
    ("action:jion", UnknownName, "unknown action 'jion' at column 8", "Did you mean join? One of set-up, join"),
    ("with action build up", UnknownName, "unknown action 'build up' at column 13", "One of set-up, join"),
    ("response:US=agreed", UnknownName, "unknown response 'agreed' at column 13", "One of accepted, accepted-in-part"),
    ("review:done", UnknownName, "unknown review 'done' at column 8", "One of pending, accepted"),
    ("actors kind:nation", UnknownName, "unknown kind 'nation' at column 13", "One of group, government-body"),
    ("supports:join", UnknownName, "there is no statement 'join' at column 10", "Did you mean one/join or two/join?"),
    ("supports:quad", UnknownName, "there is no statement 'quad' at column 10", "Give its whole key: <source>/<key>"),
    ("key:join", UnknownName, "there is no statement 'join' at column 5", "Did you mean one/join or two/join?"),
    ("themes key:quad", UnknownName, "there is no theme 'quad' at column 12", "policykb query themes lists them."),
    ("actors key:experts", UnknownName, "there is no actor 'experts' at column 12", "Did you mean one/experts or two/experts?"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "message", "hint"), WRONG)
def test_says_what_is_wrong(ask: Ask, text: str, kind: type[QueryError], message: str, hint: str | None) -> None:
    with pytest.raises(QueryError) as caught:
        ask(text)
    error = caught.value
    assert type(error) is kind
    assert error.message == message
    assert error.hint == hint
    assert f"column {error.column}" in message
    caret = str(error).splitlines()[2].index("^")
    name = error.message.partition("'")[2].partition("'")[0]
    assert text[caret:].lstrip('"').lower().startswith(name.lower())


def test_tells_through_which_name_each_was_found(ask: Ask) -> None:
    found = ask("about US and to Washington by experts by Ōta from tt").meanings
    assert {text: [(m.key, m.through) for m in meanings] for text, meanings in found.items()} == {
        "US": [("united-states", "U.S.")],
        "Washington": [("united-states", "Washington")],
        "experts": [("one/experts", "Experts"), ("two/experts", "Experts")],
        "Ōta": [("ota", "Hiroshi Ōta")],
        "tt": [("tto", "tt")],
    }


def test_themes_asked_for_are_those_not_left_out(ask: Ask) -> None:
    assert ask("on trade not on governance").themes == ["trade"]
    assert ask("not (about trade or not on governance)").themes == ["governance"]
    assert ask("trade policy in-source:(on governance)").themes == ["trade", "governance"]
    assert ask("about quad without trade").themes == []
