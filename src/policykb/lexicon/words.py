"""Texts to terms: folding, splitting, stemming; separate because every engine and every query must mean the same word.

A word is a run of letters and digits of any script with the marks that belong to them, or an acronym with dots; all
else is a break. `folded` takes case, accents and compatibility forms away, `words` goes on to the stem.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from importlib import import_module

Token = tuple[str, int, int]

# Accents, and the selectors that only choose a glyph. Any other mark (kana voicing, Indic vowel) makes another word.
_ACCENT = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]+"
)
# Unicode counts these as letters, people type them for an apostrophe or a prime.
_APOSTROPHE = re.compile("[\u02b9-\u02bf]")
# What no decomposition takes apart, in lower case.
_UNDECOMPOSED = str.maketrans(
    dict(zip("øłđðıħŧɨƀɓɖɗƙƴŋ", "olddihtibbddkyn", strict=True)) | {"æ": "ae", "œ": "oe", "þ": "th"}
)
# Breaks that can be told without looking at their neighbours, so that most texts fall apart by one split.
_ASCII_BREAKS = bytes(c if c > 127 or chr(c).isalnum() or c == ord(".") else ord(" ") for c in range(256))
_USUAL_BREAKS = "’‘“”–—…\u00a0"
_SNOWBALL = dict(
    re.findall(
        r"(\w+)=(\w+)",
        "ar=arabic ca=catalan cs=czech da=danish de=german el=greek en=english eo=esperanto es=spanish et=estonian "
        "eu=basque fa=persian fi=finnish fr=french ga=irish hi=hindi hu=hungarian hy=armenian id=indonesian it=italian "
        "lt=lithuanian nb=norwegian ne=nepali nl=dutch nn=norwegian no=norwegian pl=polish pt=portuguese ro=romanian "
        "ru=russian sr=serbian st=sesotho sv=swedish ta=tamil tr=turkish yi=yiddish",
    )
)
_LONGEST_WORD = 64
_CACHED_WORDS = 2**17


def words(text: str, language: str = "en") -> list[Token]:
    """The terms of a text in order, folded and stemmed, each with the offsets of its word: (term, start, end).

    ``language`` is a tag such as ``en`` or ``en-GB``; a language that has no stemmer is folded only. No word is left
    out, and no text raises.

    >>> words("The U.S. economies")
    [('the', 0, 3), ('us', 4, 8), ('economi', 9, 18)]
    """
    return _tokens(text, _known(_SNOWBALL.get(language.partition("-")[0].lower(), "")))


def folded(text: str) -> list[Token]:
    """As `words`, without stemming: for names, where an inflected form is another word.

    >>> folded("U.S.-Japan, Türkiye")
    [('us', 0, 4), ('japan', 5, 10), ('turkiye', 12, 19)]
    """
    return _tokens(text, _known(""))


def stems(tokens: Iterable[Token], language: str = "en") -> list[str]:
    """The terms `words` gives for a text, from what `folded` gave for it: who needs both cuts the text once.

    >>> stems(folded("The U.S. economies"))
    ['the', 'us', 'economi']
    """
    known = _known(_SNOWBALL.get(language.partition("-")[0].lower(), ""))
    return [str(known[term]) if term.isascii() else known.stem(term) for term, _, _ in tokens]


def terms(text: str, language: str = "en") -> str:
    """The terms of `words` joined by one space: what the store keeps of a text to search it.

    >>> terms("Strengthening the Quad's working groups")
    'strengthen the quad s work group'
    """
    return " ".join([term for term, _, _ in words(text, language)])


def fold_name(text: str) -> str:
    """The terms of `folded` joined by one space: two names are the same name when this is equal.

    >>> fold_name("Washington, D.C.")
    'washington dc'
    """
    return " ".join([term for term, _, _ in folded(text)])


class _Known(dict[str, str | tuple[Token, ...]]):
    """What each written form met lately amounts to: its term, or, where it is not just one word, its words."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        super().__init__()
        self.stem = stem
        self._older: dict[str, str | tuple[Token, ...]] = {}

    def __missing__(self, form: str) -> str | tuple[Token, ...]:
        if len(form) > _LONGEST_WORD:
            return self._make(form)
        found = self._older.get(form)
        if found is None:
            found = self._make(form)
        if len(self) >= _CACHED_WORDS:
            # Two generations: a form in use moves over to the new one, the rest go when the old one is dropped.
            self._older = dict(self)
            self.clear()
        self[form] = found
        return found

    def _make(self, form: str) -> str | tuple[Token, ...]:
        if form.isascii() and form.isalnum():
            return self.stem(form.lower())
        parts = tuple((self.stem(term), start, end) for term, start, end in _parts(form))
        return parts[0][0] if [part[1:] for part in parts] == [(0, len(form))] else parts


@cache
def _known(snowball: str) -> _Known:
    """The cache of one stemmer ('' for none), imported when first asked for."""
    if not snowball:
        return _Known(str)
    try:
        # snowballstemmer.stemmer() would give PyStemmer's release of the algorithm where that is installed, and the
        # stored terms would depend on it.
        stemmer = getattr(import_module(f"snowballstemmer.{snowball}_stemmer"), f"{snowball.title()}Stemmer")
    except ModuleNotFoundError:
        return _Known(str)

    @lru_cache(maxsize=_CACHED_WORDS)
    def stem(term: str) -> str:
        # A new stemmer each time: it holds the word it works on, and threads share this function.
        return str(stemmer().stemWord(term)) or term

    return _Known(lambda term: stem(term) if len(term) <= _LONGEST_WORD else term)


def _tokens(text: str, known: _Known) -> list[Token]:
    spaced = text.encode("utf-8", "replace").translate(_ASCII_BREAKS).decode()
    if not spaced.isascii():
        for usual in _USUAL_BREAKS:
            spaced = spaced.replace(usual, " ")
    tokens = []
    start = 0
    for form in spaced.split(" "):
        found = known[form]
        end = start + len(form)
        if isinstance(found, str):
            tokens.append((found, start, end))
        else:
            for term, first, last in found:
                tokens.append((term, start + first, start + last))
        start = end + 1
    return tokens


def _parts(form: str) -> list[Token]:
    """The folded words of any text, one character after the other: the rule that `_tokens` takes short cuts to."""
    runs, gaps = [], []
    term, gap, start, end = "", "", 0, 0
    for position, character in enumerate(form):
        letters = _fold_character(character)
        if term and not letters:
            end = position + 1
        for letter in letters:
            if letter.isalnum() or (term and letter not in " ."):
                if not term:
                    start = position
                    gaps.append(gap)
                    gap = ""
                term, end = term + letter, position + 1
            else:
                if term:
                    runs.append((term, start, end))
                    term = ""
                gap += letter
    if term:
        runs.append((term, start, end))
    if "." in form:
        runs = _join_acronyms(form, runs, gaps)
    # Marks of one letter stand in any order in a text; the normal form has one.
    return [(unicodedata.normalize("NFKD", term), start, end) for term, start, end in runs]


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    """What a character adds to a term: letters, nothing for an accent, a space for a break, a dot for itself."""
    if character == ".":
        return character
    if not _in_word(character):
        return " "
    letters = _ACCENT.sub("", unicodedata.normalize("NFKD", character)).casefold().translate(_UNDECOMPOSED)
    letters = "".join([letter if _in_word(letter) else " " for letter in letters])
    # A raised figure after a word is most often the mark of a footnote, and the half of 2½ does not make it 21/2.
    raised = unicodedata.category(character) == "No" and unicodedata.decomposition(character)[:5] in ("<supe", "<frac")
    return f" {letters}" if raised else letters


def _in_word(character: str) -> bool:
    letter = character.isalnum() or unicodedata.category(character).startswith("M")
    return letter and _APOSTROPHE.match(character) is None


def _join_acronyms(form: str, runs: list[Token], gaps: list[str]) -> list[Token]:
    """The runs with single letters joined where the gap between them is one dot; a last dot belongs to them."""
    joined: list[Token] = []
    previous_single = False
    for (term, start, end), gap in zip(runs, gaps, strict=True):
        single = term[0].isalpha() and sum(map(str.isalnum, term)) == 1
        if single and previous_single and gap == ".":
            joined[-1] = (joined[-1][0] + term, joined[-1][1], end)
        else:
            joined.append((term, start, end))
        previous_single = single
    return [(term, start, end + ("." in form[start:end] and form.startswith(".", end))) for term, start, end in joined]
