"""Keys of drafts: made of the main words of what they name, so that they say something and stay the same.

Separate because sources and statements take theirs by one rule.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable

from policykb.lexicon.words import folded

LONGEST_KEY = 48
_SMALL = """\
a about above across after all also although among an and any are as at be because been being between both but
by can could did do does each either for from further get had has have he her his how however i if in instead
into is it its itself just let like made make makes many may more moreover most much must need needed needs
new no nor not of off on one only or other ought our out over own particular rather recommend recommendation
recommendations recommended recommends s shall she should since so some such than that the their them then
there therefore these they this those through thus to too two under until up upon very via was way we well
were what when where whether which while who whom whose will with within without would yet you your"""
_EMPTY = frozenset(_SMALL.split())
_DUTY = re.compile(r"\b(?:should(?: not)?|must(?: not)?|ought to|ha(?:s|ve) to|needs? to)\s+(?:be\s+)?", re.IGNORECASE)
_PART = re.compile(r"[a-z0-9]+")


def main_words(text: str, without: Iterable[str] = ()) -> list[str]:
    """The words of a text that a key can have, small ones and those of the names in ``without`` left out.

    >>> main_words("The EU's allies and Japan", ["Japan"])
    ['eu', 'allies']
    """
    named = {word for name in without for word in _words(name)}
    words = [word for word in _words(text) if word not in _EMPTY]
    return [word for word in words if word not in named] or words


def asked(text: str) -> str:
    """The words of a recommendation from its act on, where a verb of duty says where that is, else all.

    >>> asked("In the long run, Washington should pursue more leadership.")
    'pursue more leadership.'
    """
    found = _DUTY.search(text)
    act = text[found.end() :] if found else ""
    return act if len(main_words(act)) > 1 else text


def _words(text: str) -> list[str]:
    return [part for term, _, _ in folded(text) for part in _PART.findall(_ascii(term))]


def _ascii(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if ord(c) < 128)


def joined(words: Iterable[str], most: int = 5, longest: int = LONGEST_KEY) -> str:
    """So many of the words as fit into a key; an empty text where there are none.

    >>> joined(["strengthen", "market", "access", "in", "ipef", "now"])
    'strengthen-market-access-in-ipef'
    """
    key = ""
    for word in list(words)[:most]:
        longer = f"{key}-{word}" if key else word[:longest]
        if len(longer) > longest:
            break
        key = longer
    return key


def free(key: str, taken: Collection[str]) -> str:
    """The key, or the key with the first number from 2 that makes it another than those taken.

    >>> free("a", {"a", "a-2"})
    'a-3'
    """
    number, found = 1, key
    while found in taken:
        number += 1
        found = f"{key}-{number}"
    return found


def source_key(title: str, issued: str | None, publisher: str | None, author: str | None) -> str:
    """A key of whose it is, the year, and the first main words of its title.

    ``publisher`` is a key or a name, ``author`` the name of the first one, who stands in where there is no publisher.

    >>> source_key("The Future of the U.S.-Japan Alliance", "2024-06", "ncafp", None)
    'ncafp-2024-future-us-japan-alliance'
    >>> source_key("Trade after the Summit", "2025", "Council on Foreign Relations", None)
    'cfr-2025-trade-summit'
    >>> source_key("Trade after the Summit", None, None, "Jane de la Roe")
    'roe-trade-summit'
    """
    whose = ""
    if publisher:
        words = main_words(publisher)
        is_key = re.fullmatch(r"[a-z0-9-]+", publisher) is not None
        whose = joined(words, 3, 20) if is_key or len(words) < 3 else "".join(word[0] for word in words)
    elif author:
        whose = joined(_words(author)[-1:])
    year = [issued[:4]] if issued else []
    key = "-".join(filter(None, [whose, *year, joined(main_words(title), 4, 40)]))
    return key or "document"
