"""Themes as a SKOS concept scheme (W3C, Simple Knowledge Organization System); what Turtle and JSON-LD both write.

Concepts are named by URNs, ``urn:policykb:theme:KEY``, which say what they are without promising a web page.
"""

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from policykb.errors import MissingExtra, UsageError
from policykb.export.table import Table

if TYPE_CHECKING:
    from rdflib import Graph

SCHEME = "urn:policykb:themes"
_LANGUAGE = "en"
_RELATIONS = {"exact": "exactMatch", "close": "closeMatch", "broad": "broadMatch"}
ELSEWHERE = {"eurovoc": "http://eurovoc.europa.eu/{}"}
"""Addresses of the concepts of other schemes; a mapping to one without stands in a note."""


def concept(key: str) -> str:
    """The URI of a theme.

    >>> concept("free-trade")
    'urn:policykb:theme:free-trade'
    """
    return f"urn:policykb:theme:{quote(key, safe='')}"


def graph(table: Table, format_name: str) -> tuple["Graph", int]:
    """The concept scheme of the themes of an answer, and how many there are.

    UsageError where the answer is not of themes, MissingExtra where rdflib is not installed.
    """
    around = table.around
    if around is None or around.about().subjects != ("theme",):
        raise UsageError(f"{format_name} is for themes (SKOS).", "Ask for them: policykb export themes -o themes.ttl")
    try:
        from rdflib import Graph, Literal, URIRef
        from rdflib.namespace import DCTERMS, RDF, SKOS
    except ImportError:
        raise MissingExtra("rdflib", "rdf") from None
    made = Graph()
    made.bind("skos", SKOS)
    made.bind("dcterms", DCTERMS)
    scheme, about = URIRef(SCHEME), around.about()
    made.add((scheme, RDF.type, SKOS.ConceptScheme))
    made.add((scheme, DCTERMS.title, Literal("Themes of policykb", lang=_LANGUAGE)))
    made.add((scheme, DCTERMS.description, Literal(f"{about.query}; data version {about.data_version}")))
    count = 0

    def say(subject: Any, predicate: Any, text: object) -> None:
        if text:
            made.add((subject, predicate, Literal(text, lang=_LANGUAGE)))

    for theme in table.records:
        count += 1
        node = URIRef(concept(theme["key"]))
        made.add((node, RDF.type, SKOS.Concept))
        made.add((node, SKOS.inScheme, scheme))
        made.add((node, SKOS.notation, Literal(theme["key"])))
        say(node, SKOS.prefLabel, theme["name"])
        say(node, SKOS.definition, theme.get("definition"))
        say(node, SKOS.scopeNote, theme.get("scope_note"))
        say(node, SKOS.note, theme.get("note"))
        labels = (alias if isinstance(alias, str) else alias["text"] for alias in theme.get("aliases", ()))
        for label in dict.fromkeys(labels):
            if label != theme["name"]:
                say(node, SKOS.altLabel, label)
        for key in theme.get("broader", ()):
            made.add((node, SKOS.broader, URIRef(concept(key))))
            made.add((URIRef(concept(key)), SKOS.narrower, node))
        if not theme.get("broader"):
            made.add((node, SKOS.topConceptOf, scheme))
            made.add((scheme, SKOS.hasTopConcept, node))
        for mapping in theme.get("mappings", ()):
            address = ELSEWHERE.get(mapping["scheme"])
            if address:
                found = URIRef(address.format(quote(mapping["code"], safe="")))
                made.add((node, SKOS[_RELATIONS[mapping["relation"]]], found))
            else:
                say(node, SKOS.editorialNote, f"{mapping['relation']} match: {mapping['scheme']} {mapping['code']}")
    return made, count
