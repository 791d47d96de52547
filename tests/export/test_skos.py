"""Themes as SKOS, read back by rdflib and followed as a thesaurus would."""

import io

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS
from tests.export.filled import NASTY

from policykb import KnowledgeBase
from policykb.errors import UsageError

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # within rdflib
READERS = {"turtle": "turtle", "jsonld": "json-ld"}


def read(kb: KnowledgeBase, query: str, format_name: str) -> Graph:
    out = io.BytesIO()
    kb.query(query).write(format_name, out)
    return Graph().parse(data=out.getvalue().decode(), format=READERS[format_name])


@pytest.mark.parametrize("format_name", READERS)
def test_every_theme_of_the_base(shipped: KnowledgeBase, format_name: str) -> None:
    made = read(shipped, "themes", format_name)
    themes = {theme["key"]: theme for theme in shipped.query("themes").to_dicts()}
    nodes = {str(made.value(node, SKOS.notation)): node for node in made.subjects(RDF.type, SKOS.Concept)}
    assert nodes.keys() == themes.keys()
    for key, theme in themes.items():
        node = nodes[key]
        assert list(made.objects(node, SKOS.prefLabel)) == [Literal(theme["name"], lang="en")]
        assert {nodes[above] for above in theme.get("broader", ())} == set(made.objects(node, SKOS.broader))
        assert set(made.subjects(SKOS.narrower, node)) == set(made.objects(node, SKOS.broader))
        assert bool(list(made.objects(node, SKOS.topConceptOf))) == (not theme.get("broader"))
        labels = {alias if isinstance(alias, str) else alias["text"] for alias in theme.get("aliases", ())}
        assert {str(label) for label in made.objects(node, SKOS.altLabel)} == labels - {theme["name"]}


@pytest.mark.parametrize("format_name", READERS)
def test_every_field(filled_kb: KnowledgeBase, format_name: str) -> None:
    made = read(filled_kb, "themes", format_name)
    trade = next(node for node in made.subjects(SKOS.notation, Literal("trade")))
    assert str(made.value(trade, SKOS.scopeNote)) == NASTY
    assert list(made.objects(trade, SKOS.exactMatch)) == [URIRef("http://eurovoc.europa.eu/11")]
    assert str(made.value(trade, SKOS.editorialNote)) == "close match: else 7 8"
    with pytest.raises(UsageError, match="is for themes"):
        read(filled_kb, "actors", format_name)
    with pytest.raises(UsageError, match="is for themes"):
        read(filled_kb, "count of recommendations by theme", format_name)
