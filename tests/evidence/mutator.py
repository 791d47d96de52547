"""What another print, a scan or a hurried hand does to words; written before the resolver that must bear it.

Nothing of `policykb` is used here, and no table is shared with it. A change is a list of edits (from, to, new words) of
a text, so that where a stretch of the old text stands in the new one is known and need not be looked for.
"""

import random
import re
from collections.abc import Callable, Sequence

Edit = tuple[int, int, str]
Mutation = Callable[[random.Random, str], list[Edit]]

_QUOTES = {
    "“": ['"', "„", "«", "‟", "''", "``", "″"],
    "”": ['"', "“", "»", "''", "″"],
    "’": ["'", "‘", "ʼ", "′", "`", "´", "‛"],
    '"': ["“", "”"],
    "'": ["’", "‘"],
}
_DASHES = ["-", "‐", "‑", "‒", "–", "—", "―", "−", "--", " – ", " - ", "—\n", " —"]
_LIGATURES = [("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("st", "ﬆ")]
_SPACES = ["\u00a0", "\u2009", "\u202f", "  ", "\t", "\n", "\u2002", " \n ", "\u200a", "\u3000", "\u200b "]
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SCANNED = {
    "rn": ["m"], "m": ["rn", "in"], "cl": ["d"], "d": ["cl"], "l": ["1", "I", "|"], "I": ["l", "1"], "1": ["l", "I"],
    "O": ["0"], "0": ["O", "o"], "o": ["0", "c"], "e": ["c"], "c": ["e"], "vv": ["w"], "w": ["vv"], "S": ["5"], "5": ["S"],
    "B": ["8"], "8": ["B"], "h": ["b", "li"], "b": ["h"], "n": ["u", "ri"], "u": ["n", "ii"], "t": ["f"], "g": ["q", "9"],
    "i": ["l", "1", "j"], "a": ["o"], "nn": ["m"], "li": ["h"],
}  # fmt: skip
_NEGATIVE = re.compile(r"\b(not|no|never|without|none|neither|nor|cannot|only|fewer|few|at least)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits made; of two that overlap the first one counts."""
    pieces: list[str] = []
    at = 0
    for start, end, new in _disjoint(edits):
        pieces.extend((text[at:start], new))
        at = end
    return "".join([*pieces, text[at:]])


def carried(edits: Sequence[Edit], start: int, end: int) -> tuple[int, int]:
    """Where ``text[start:end]`` stands after the edits; what is put in at either end stays outside."""
    first = sum(len(new) - (to - from_) for from_, to, new in _disjoint(edits) if to <= start)
    last = sum(len(new) - (min(to, end) - from_) for from_, to, new in _disjoint(edits) if from_ < end)
    return start + first, end + last


def quotes(rng: random.Random, text: str) -> list[Edit]:
    return [(i, i + 1, rng.choice(_QUOTES[c])) for i, c in enumerate(text) if c in _QUOTES and rng.random() < 0.8]


def dashes(rng: random.Random, text: str) -> list[Edit]:
    """Any dash or hyphen for any other between two letters, one as long between digits, where a space would part numbers."""
    made: list[Edit] = []
    for found in re.finditer(r"(?<=\w) ?[-‐‑–—] ?(?=\w)|(?<=\.)–(?=\w)", text):
        if rng.random() < 0.8:
            by = rng.choice(_DASHES[:8] if text[found.end()].isdigit() else _DASHES)
            made.append((*found.span(), by))
    return made


def ligatures(rng: random.Random, text: str) -> list[Edit]:
    made: list[Edit] = []
    at = 0
    while at < len(text):
        for letters, ligature in _LIGATURES:
            if text.startswith(letters, at) and rng.random() < 0.7:
                made.append((at, at + len(letters), ligature))
                at += len(letters) - 1
                break
        at += 1
    return made


def hyphenation(rng: random.Random, text: str) -> list[Edit]:
    """Words cut at line ends: with a hyphen, a soft one, spaces left behind, and lines broken at a hyphen that was there."""
    made: list[Edit] = []
    for found in _WORD.finditer(text):
        if len(found.group()) >= 6 and rng.random() < 0.15:
            at = found.start() + rng.randint(2, len(found.group()) - 2)
            made.append((at, at, rng.choice(["-\n", "- ", "\u00ad\n", "‐\n", "-\n  ", "¬\n"])))
    made += [(f.end(), f.end(), "\n") for f in re.finditer(r"(?<=[a-z])-(?=[a-z])", text) if rng.random() < 0.5]
    return made


def footnotes(rng: random.Random, text: str) -> list[Edit]:
    """Marks behind words and stops, in the ways that printers and converters write them."""
    made: list[Edit] = []
    for found in re.finditer(r"[a-z]{4}(?:[.,]?”?)(?= |$)", text):
        if rng.random() < 0.12:
            number = str(rng.randint(1, 240))
            plain = [number, f"({number})", "*", "†", number.translate(_SUPERSCRIPTS)]
            signs = [f"[{number}]", f" [{number}]", f"[^{number}]", f"[{number}, 251]", f"^{number}", f"^{number}^"]
            mark = rng.choice(plain + signs)
            made.append((found.end(), found.end(), mark))
    return made


def spaces(rng: random.Random, text: str) -> list[Edit]:
    return [(i, i + 1, rng.choice(_SPACES)) for i, c in enumerate(text) if c == " " and rng.random() < 0.3]


def soft_hyphens(rng: random.Random, text: str) -> list[Edit]:
    inner = [i for i in range(1, len(text)) if text[i - 1].isalpha() and text[i].isalpha()]
    return [(i, i, rng.choice(["\u00ad", "\u200b", "\u2060", "\ufeff"])) for i in inner if rng.random() < 0.05]


def initials(rng: random.Random, text: str) -> list[Edit]:
    """The first letter set apart and large, or the first words in capitals."""
    found = re.match(r"[^\W\d_]{3,}(?: [^\W\d_]+)?", text)
    if not found:
        return []
    return [rng.choice([(1, 1, " "), (1, 1, "\n"), (found.start(), found.end(), found.group().upper())])]


def typographic(rng: random.Random, text: str) -> list[Edit]:
    """Several of the above at once."""
    chosen = rng.sample([quotes, dashes, ligatures, hyphenation, footnotes, spaces, soft_hyphens], 3)
    return [edit for mutation in chosen for edit in mutation(rng, text)]


def scanned(rng: random.Random, text: str) -> list[Edit]:
    """One or two letters misread; of numbers only what can be read back (0 and O, 1 and l, 5 and S, 8 and B)."""
    places = [(i, letters) for letters in _SCANNED for i in _every(text, letters) if not _in_negation(text, i)]
    rng.shuffle(places)
    return [
        (i, i + len(letters), rng.choice(_SCANNED[letters]))
        for i, letters in places[: max(1, round(len(text) / rng.randint(60, 140)))]
    ]


def lost_word(rng: random.Random, text: str) -> list[Edit]:
    """One word less, but never one that turns the sense: a negation, a limit, a number."""
    words = [
        f for f in re.finditer(r"[^\s]+ ", text) if not _NEGATIVE.search(f.group()) and not re.search(r"\d", f.group())
    ]
    if not words:
        return []
    found = rng.choice(words)
    return [(found.start(), found.end(), "")]


def turned(rng: random.Random, text: str) -> list[Edit]:
    """The sense changed by as little as possible: a negation put in or taken out, another number."""
    made: list[Edit] = [(f.end(), f.end(), " not") for f in re.finditer(r"\b(should|must|could|may)\b(?! not)", text)]
    made += [(*f.span(), "") for f in re.finditer(r" not\b", text)]
    for found in re.finditer(r"(?<![\w.,$])\d+(?![\w.,])", text):
        other = str(int(found.group()) + rng.choice([1, 10, 3]))
        made.append((*found.span(), other))
    return [rng.choice(made)] if made else []


def _disjoint(edits: Sequence[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or (edit[0] >= kept[-1][1] and edit[:2] != kept[-1][:2]):
            kept.append(edit)
    return kept


def _every(text: str, letters: str) -> list[int]:
    return [found.start() for found in re.finditer(re.escape(letters), text)]


def _in_negation(text: str, at: int) -> bool:
    """Whether the word there is a negation or a limit: misread it may become another word, and nobody could know."""
    start = max(text.rfind(" ", 0, at), 0)
    end = text.find(" ", at)
    return bool(_NEGATIVE.search(text[start : end if end >= 0 else len(text)]))


TYPOGRAPHIC: dict[str, Mutation] = {
    "quotes": quotes,
    "dashes": dashes,
    "ligatures": ligatures,
    "hyphenation": hyphenation,
    "footnote marks": footnotes,
    "spaces": spaces,
    "soft hyphens": soft_hyphens,
    "initials": initials,
    "several at once": typographic,
}
HARD: dict[str, Mutation] = {"misread letters": scanned, "a lost word": lost_word}
