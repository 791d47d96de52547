"""Which part of a page is the document: menus, banners, what to share and to read next go, the article stays.

Nothing that holds a large share of the text or the first heading is ever taken for the surroundings, whatever its name.
"""

import re

from policykb.ingest.web.element import Element, measure

_NEVER = frozenset(
    (
        *("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio"),
        *("video", "dialog", "button", "select", "input", "textarea", "rt", "rp", "head", "title", "link", "meta"),
    )
)
_AROUND_TAGS = frozenset(("nav", "footer", "aside"))
_AROUND_ROLES = frozenset(
    (
        *("navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu", "menubar"),
        *("toolbar", "tablist"),
    )
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Words of class names and ids, which are cut at hyphens, underscores and capitals.
_AROUND_WORDS = frozenset(
    (
        *("cookie", "cookies", "consent", "gdpr", "onetrust", "share", "sharing", "sharer", "sharedaddy", "addthis"),
        *("addtoany", "socials", "related", "newsletter", "subscribe", "subscription", "signup", "breadcrumb"),
        *("breadcrumbs", "navbar", "sidebar", "popup", "modal", "advert", "advertisement", "adsbygoogle", "promo"),
        *("comments", "disqus", "pagination", "pager", "skiplink", "masthead", "navigation", "menu", "sitemap"),
    )
)
_AROUND_NAMES = re.compile(
    r"(?:(?:site|page|global|main|top)[-_]?(?:header|footer|nav)|footer|social[-_](?:media|links?|icons?|share|bar|nav)"
    r"|sr[-_]only|screen[-_]reader(?:[-_]text)?|visually[-_]hidden|skip[-_](?:link|to|nav)\S*|read[-_](?:more|next)"
    r"|more[-_](?:from|on|like)\S*|you[-_]may[-_]also\S*|print[-_]only|no[-_]print|e?mail[-_]sign[-_]?up"
    r"|ad[-_](?:slot|unit|banner))",
    re.IGNORECASE,
)
_STATES = ("has-", "no-", "with-", "without-", "is-", "js-")
_PARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[-_:]+")
_MAIN_ROLES = frozenset(("main", "article"))
_LARGE, _LARGE_BY_NAME = 0.9, 0.4
"""The share of a page's text that is never its surroundings: whatever its tag says, whatever its name says."""
_MOST_OF_IT = 0.6
_FEW_WORDS, _FEWEST_LINKS, _MOST_LINKED = 9, 3, 0.85


def choose(body: Element) -> Element:
    """The element of a page that is the document; everything in it that is not the document's is dropped."""
    for element in body.descendants():
        if element.tag in _NEVER or _is_hidden(element):
            element.dropped = True
    measure(body)
    titled = _first_title(body)
    for element in body.descendants():
        if element.length < _largest_around(element) * body.length and not _holds(element, titled):
            element.dropped = True
    measure(body)
    root = _main(body)
    _drop_link_lists(root, only_here=root is not body)
    return root


def is_notes(element: Element) -> bool:
    """Whether an element says that it holds the notes of the document, or is one."""
    said = f"{element.get('role')} {element.get('epub:type')} {element.get('class')} {element.get('id')}".lower()
    return re.search(r"foot-?notes?|end-?notes?|rearnotes?", said) is not None


def _is_hidden(element: Element) -> bool:
    attributes = element.attributes
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or ("style" in attributes and _HIDDEN.search(attributes["style"]) is not None)
    )


def _largest_around(element: Element) -> float:
    """Up to which share of the page's text an element may be surroundings, by what it says it is; 0 for any other."""
    if is_notes(element):
        return 0
    role = element.get("role").lower()
    if element.tag in _AROUND_TAGS or role in _AROUND_ROLES:
        return _LARGE
    if element.tag == "header" and not any(above.tag in {"article", "main", "section"} for above in element.above()):
        return _LARGE
    named = any(map(_names_surroundings, f"{element.get('class')} {element.get('id')}".split()))
    return _LARGE_BY_NAME if named else 0


def _names_surroundings(name: str) -> bool:
    if name.lower().startswith(_STATES):
        return False
    if _AROUND_NAMES.fullmatch(name):
        return True
    return not _AROUND_WORDS.isdisjoint(part.lower() for part in _PARTS.split(name))


def _first_title(body: Element) -> Element | None:
    return next((element for element in body.descendants() if element.tag == "h1" and element.length), None)


def _holds(element: Element, other: Element | None) -> bool:
    return other is not None and element.tag != "nav" and any(above is element for above in (other, *other.above()))


def _main(body: Element) -> Element:
    """The article, else the main part, else the whole: whichever is the smallest that holds most of the text.

    A page of several articles is the part that holds them.
    """
    root = body
    for element in body.descendants():
        is_main = element.tag in {"main", "article"} or element.get("role").lower() in _MAIN_ROLES
        is_main = is_main or element.get("itemprop").lower() == "articlebody"
        if is_main and element.length > _MOST_OF_IT * root.length and any(above is root for above in element.above()):
            root = element
    return root


def _drop_link_lists(root: Element, *, only_here: bool) -> None:
    """Drops lists that are nothing but short links: menus, and (only those in a main part) contents of the page."""
    for element in root.descendants():
        if element.tag not in {"ul", "ol", "div", "p", "td"} or not element.length or is_notes(element):
            continue
        if element.linked < _MOST_LINKED * element.length:
            continue
        links = [inside for inside in element.descendants() if inside.tag == "a" and inside.length]
        if len(links) < _FEWEST_LINKS:
            continue
        if only_here and not all(link.get("href").startswith("#") for link in links):
            continue
        words = sum(len(link.text.split()) for link in links)
        if only_here or words < _FEW_WORDS * len(links):
            element.dropped = True
