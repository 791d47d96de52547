"""What a page says of itself: in its head, in JSON-LD, in the marks of scholarly pages, and in its first lines."""

import json
import re
from collections.abc import Iterator
from typing import Any

from policykb.domain.document import Facts
from policykb.ingest.characters import one_line
from policykb.ingest.facts import iso_date, names
from policykb.ingest.web.element import Element

_TITLE = ("citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title")
_AUTHOR = ("citation_author", "dc.creator", "dcterms.creator", "author", "article:author", "parsely-author")
_DATE = (
    *("citation_publication_date", "citation_date", "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date"),
    *(
        "article:published_time",
        "og:published_time",
        "datepublished",
        "publish_date",
        "pubdate",
        "date",
        "parsely-pub-date",
    ),
)
_PUBLISHER = (
    "citation_publisher",
    "citation_technical_report_institution",
    "dc.publisher",
    "dcterms.publisher",
    "og:site_name",
)
_URL = ("og:url", "citation_public_url", "citation_abstract_html_url")
_ARTICLES = re.compile(r"article|report|posting|webpage|creativework|publication|thesis|chapter|book", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:[|\u2013\u2014\u00b7\u00bb:]|-)\s+")
_BYLINES = ("byline", "author", "authors", "author-name", "byline-author", "post-author")
_PEOPLE = re.compile(r"/(?:people|person|experts?|authors?|profiles?|staff|team|scholars?|contributors?)/[^/]+/?$")
_LEAD_WORDS = 30
_LARGEST_JSON = 1_000_000
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def page_facts(html: Element, root: Element) -> Facts:
    """The facts of a page; ``root`` is the element of it that is the document."""
    metas = _metas(html)
    linked = [item for item in _linked_data(html) if _ARTICLES.search(str(item.get("@type")))]
    linked.sort(key=lambda item: "webpage" in str(item.get("@type")).lower())
    publisher = _first(metas, _PUBLISHER) or next(
        (name for item in linked for name in _names(item.get("publisher"))), None
    )
    return Facts(
        title=_title(html, root, metas, linked, publisher),
        authors=_authors(root, metas, linked),
        issued=_issued(root, metas, linked),
        publisher=publisher,
        url=_url(html, metas),
        language=_language(html),
    )


def _metas(html: Element) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for element in _all(html):
        if element.tag == "meta":
            key = (element.get("property") or element.get("name") or element.get("itemprop")).lower()
            if key and (content := one_line(element.get("content"))):
                metas.setdefault(key, []).append(content)
    return metas


def _all(html: Element) -> Iterator[Element]:
    """Every element, what is dropped too."""
    waiting = [html]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(child for child in reversed(element.children) if isinstance(child, Element))


def _linked_data(html: Element) -> list[dict[str, Any]]:
    """The objects of JSON-LD, names looked up where the page only refers to them."""
    found: list[dict[str, Any]] = []
    for element in _all(html):
        if element.tag != "script" or "ld+json" not in element.get("type"):
            continue
        text = "".join(child for child in element.children if isinstance(child, str))
        try:
            said = json.loads(text) if len(text) <= _LARGEST_JSON else None
        except (ValueError, RecursionError):
            continue
        for item in said if isinstance(said, list) else [said]:
            graph = item.get("@graph") if isinstance(item, dict) else None
            found.extend(one for one in (graph if isinstance(graph, list) else [item]) if isinstance(one, dict))
    known = {str(item.get("@id")): item for item in found if item.get("name") and item.get("@id")}
    for item in found:
        for key in ("author", "publisher"):
            people = item.get(key) if isinstance(item.get(key), list) else [item.get(key)]
            item[key] = [known.get(str(one.get("@id")), one) if isinstance(one, dict) else one for one in people or []]
    return found


def _names(said: Any) -> list[str]:
    people = said if isinstance(said, list) else [said]
    found = [one.get("name") if isinstance(one, dict) else one for one in people]
    return [one_line(name) for name in found if isinstance(name, str) and name.strip()]


def _first(metas: dict[str, list[str]], keys: tuple[str, ...]) -> str | None:
    return next((metas[key][0] for key in keys if key in metas), None)


def _title(
    html: Element, root: Element, metas: dict[str, list[str]], linked: list[dict[str, Any]], publisher: str | None
) -> str | None:
    stated = _first(metas, _TITLE[:3]) or next(
        (h for item in linked if isinstance(h := item.get("headline"), str)), None
    )
    stated = stated or _first(metas, _TITLE[3:])
    if stated:
        return _without_site(one_line(stated), publisher)
    headings = [element.text for element in root.descendants() if element.tag == "h1" and element.text]
    if len(headings) == 1:
        return headings[0]
    for element in _all(html):
        if element.tag == "title" and not any(above.tag == "svg" for above in element.above()):
            title = one_line("".join(child for child in element.children if isinstance(child, str)))
            return _without_site(title, publisher) or None
    return headings[0] if headings else None


def _without_site(title: str, publisher: str | None) -> str:
    """A title without the name of the site that pages put behind it."""
    parts = _BETWEEN.split(title)
    if publisher and len(parts) > 1 and parts[-1].casefold() in publisher.casefold():
        return title[: title.rindex(parts[-1])].rstrip(" |\u2013\u2014\u00b7\u00bb:-")
    return title


def _authors(root: Element, metas: dict[str, list[str]], linked: list[dict[str, Any]]) -> tuple[str, ...]:
    for found in (metas.get("citation_author", []), *(_names(item.get("author")) for item in linked)):
        if found:
            return tuple(dict.fromkeys(_turned(name) for name in found))
    for key in _AUTHOR[1:]:
        people = [name for text in metas.get(key, []) if "://" not in text for name in (names(text) or (text,))]
        if people:
            return tuple(dict.fromkeys(map(_turned, people)))
    marked = [element for element in root.descendants() if _is_byline(element) and 0 < element.length <= 200]
    for element in marked:
        if people := list(names(re.sub(r"^(?:written\s+)?by:?\s+", "", element.text, flags=re.IGNORECASE))):
            return tuple(people)
    return _linked_people(root)


def _linked_people(root: Element) -> tuple[str, ...]:
    """The people that links above the first paragraph lead to."""
    people: list[str] = []
    for element in root.descendants():
        if element.tag == "p" and len(element.text.split()) > _LEAD_WORDS:
            break
        if element.tag == "a" and _PEOPLE.search(element.get("href")):
            people.extend(names(element.text))
    return tuple(dict.fromkeys(people))


def _turned(name: str) -> str:
    """``Quill, Ada`` as Ada Quill."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and given and "," not in given and " " not in family.strip() else name


def _is_byline(element: Element) -> bool:
    return (
        "author" in element.get("rel").split()
        or element.get("itemprop") == "author"
        or any(name in _BYLINES for name in element.get("class").lower().split())
    )


def _issued(root: Element, metas: dict[str, list[str]], linked: list[dict[str, Any]]) -> str | None:
    stated = [text for key in _DATE for text in metas.get(key, [])[:1]]
    stated[2:2] = [text for item in linked if isinstance(text := item.get("datePublished"), str)][:1]
    times = [element for element in root.descendants() if element.tag == "time"]
    times.sort(
        key=lambda time: "published" not in f"{time.get('itemprop')} {time.get('class')} {time.get('pubdate')}".lower()
    )
    stated.extend(time.get("datetime") or time.text for time in times[:1])
    return next((day for text in stated if (day := iso_date(text))), None)


def _url(html: Element, metas: dict[str, list[str]]) -> str | None:
    links = (
        element for element in _all(html) if element.tag == "link" and "canonical" in element.get("rel").lower().split()
    )
    for url in (*(link.get("href").strip() for link in links), _first(metas, _URL)):
        if url and url.startswith(("http://", "https://")) and " " not in url:
            return url
    return None


def _language(html: Element) -> str | None:
    said = (html.get("lang") or html.get("xml:lang")).strip()
    return said if _LANGUAGE.fullmatch(said) else None
