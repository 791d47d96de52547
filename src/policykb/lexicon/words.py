"""Texts to terms: folding, splitting, stemming; separate because every engine and every query must mean the same word.

A word is a run of letters and digits of any script with the marks that belong to them, or an acronym with dots; all
else is a break. `folded` takes case, accents and compatibility forms away, `words` goes on to the stem.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from itertools import accumulate

Token = tuple[str, int, int]
"""A term and where it stands: `text[start:end]` is what it was made from."""

# Accents, and the selectors that only choose a glyph; every other mark (kana voicing, Indic vowel) changes the word.
_ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef"
# Unicode calls these letters; in Latin text they stand for an apostrophe or a prime, which are breaks.
_APOSTROPHES = "\u02b9-\u02bf\u0374"
_UNDECOMPOSED = str.maketrans(
    {
        **dict(zip("øłđðıħŧɨƀɓɖɗƙƴŋ", "olddihtibbddkyn", strict=True)),
        **{"æ": "ae", "œ": "oe", "þ": "th"},
    }
)
_BREAK = " "

_LONGEST_WORD = 64
_CACHED_WORDS = 2**15

_SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}


def words(text: str, language: str = "en") -> list[Token]:
    """The terms of a text in order, folded and stemmed, each with the offsets of its word.

    ``language`` is a BCP 47 tag, of which the first part counts; a language without a stemmer is only folded. No
    word is left out, and no text raises.

    >>> words("The U.S. economies")
    [('the', 0, 3), ('us', 4, 8), ('economi', 9, 18)]
    """
    return _tokens(text, _stems(_snowball_name(language)))


def folded(text: str) -> list[Token]:
    """As `words`, without stemming: for names, and wherever an inflected form is another word.

    >>> folded("U.S.-Japan, Türkiye")
    [('us', 0, 4), ('japan', 5, 10), ('turkiye', 12, 19)]
    """
    return _tokens(text, _stems(""))


def terms(text: str, language: str = "en") -> str:
    """The terms of `words` joined by one space: what the store keeps of a text for searching.

    >>> terms("Strengthen the Quad's working groups")
    'strengthen the quad s work group'
    """
    return " ".join([term for term, _, _ in words(text, language)])


def fold_name(text: str) -> str:
    """The terms of `folded` joined by one space: two names with the same result are the same name.

    >>> fold_name("  Washington, D.C.")
    'washington dc'
    """
    return " ".join([term for term, _, _ in folded(text)])


class _Terms(dict[str, str]):
    """The term of each surface form met lately; empty where a form is not exactly one term."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        super().__init__()
        self.stem = stem
        self._older: dict[str, str] = {}

    def __missing__(self, surface: str) -> str:
        if len(surface) > _LONGEST_WORD:
            return ""
        term = self._older.get(surface)
        if term is None:
            term = self._make(surface)
        if len(self) >= _CACHED_WORDS:
            # Two generations: words in use move over to the new one, the others go when the old one is dropped.
            self._older = dict(self)
            self.clear()
        self[surface] = term
        return term

    def _make(self, surface: str) -> str:
        if surface.isascii():
            plain = surface.replace(".", "").lower()
        else:
            parts = list(_parts(surface))
            if [part[1:] for part in parts] != [(0, len(surface))]:
                return ""
            plain = parts[0][0]
        return self.stem(plain) if plain == surface else self[plain]


@cache
def _terms_of(snowball_name: str) -> _Terms:
    if not snowball_name:
        return _Terms(str)
    # Not snowballstemmer.stemmer(): where PyStemmer is installed that is another release of the algorithms, and the
    # stored terms would depend on it.
    try:
        module = import_module(f"snowballstemmer.{snowball_name}_stemmer")
    except ModuleNotFoundError:
        return _Terms(str)
    stemmer = getattr(module, f"{snowball_name.title()}Stemmer")

    def stem(term: str) -> str:
        if len(term) > _LONGEST_WORD:
            return term
        # A new stemmer for each word: it holds the word it works on, and threads share this cache.
        return str(stemmer().stemWord(term)) or term

    return _Terms(stem)


def _tokens(text: str, known: _Terms) -> list[Token]:
    # [gap, word, gap, word, ..., gap]: where a gap ends a word starts
    pieces = _pattern(text).split(text)
    surfaces = pieces[1::2]
    found = list(map(known.__getitem__, surfaces))
    ends = list(accumulate(map(len, pieces)))
    tokens = list(zip(found, ends[::2], ends[1::2], strict=False))
    if "" not in found:
        return tokens
    unrolled: list[Token] = []
    for surface, token in zip(surfaces, tokens, strict=True):
        if token[0]:
            unrolled.append(token)
        else:
            unrolled += [(known.stem(part), token[1] + start, token[1] + end) for part, start, end in _parts(surface)]
    return unrolled


def _parts(surface: str) -> Iterator[Token]:
    """The folded terms of one match of the pattern, with offsets in it: one as a rule, three for 2½, perhaps none."""
    term, start, end = "", 0, 0
    for position, character in enumerate(surface):
        for letter in _fold_character(character) or " "[:0]:
            pass
    if term:
        yield unicodedata.normalize("NFKD", term), start, end


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    """What a character adds to a term: nothing for an accent or the dot of an acronym, a space for a break."""
    if character == ".":
        return ""
    before, after = "", character
    while before != after:
        before = after
        after = _ACCENT.sub("", unicodedata.normalize("NFKD", after)).casefold().translate(_UNDECOMPOSED)
    return "".join([letter if _belongs(letter) else " " for letter in after])
