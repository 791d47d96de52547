"""Which characters a stored text may hold; separate because every type of record and the query language need it.

Follows Unicode Technical Standard 39 (security mechanisms) as far as a knowledge base needs it: nothing invisible,
nothing that reorders, no control characters, no half of a surrogate pair; texts are stored in normal form NFC.
"""

import re
import unicodedata

_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but tab and line feed
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"  # soft hyphen and other characters without a shape
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width, bidi controls, interlinear
    "\ud800-\udfff\ufffe\uffff]"  # surrogates and non-characters
)
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_text(text: str) -> str:
    r"""The text in NFC.

    Raises ValueError for a blank text, white space at either end, and any character named above, with its position
    (1-based).

    >>> clean_text("Cafe\u0301")
    'Café'
    >>> clean_text("OE\u200bCD")
    Traceback (most recent call last):
    ValueError: invisible character U+200B at position 3
    """
    if text.isascii():
        if _UNWANTED.search(text) is None and text and not text[0].isspace() and not text[-1].isspace():
            return text
    else:
        text = unicodedata.normalize("NFC", text)
    found = _UNWANTED.search(text)
    if found is not None:
        character = found.group()
        raise ValueError(f"{_describe(character)} U+{ord(character):04X} at position {found.start() + 1}")
    if not text.strip():
        raise ValueError("blank")
    if text != text.strip():
        raise ValueError("white space (or a no-break space) at the start or the end")
    return text


def clean_name(text: str) -> str:
    r"""As `clean_text`, for a name: one line, and no mixture of Latin with Cyrillic or Greek letters.

    >>> clean_name("O\u0415CD")
    Traceback (most recent call last):
    ValueError: mixes Latin and Cyrillic letters (U+0415 at position 2)
    """
    text = clean_text(text)
    if text.isascii():
        if "\n" in text or "\t" in text:
            raise ValueError("a name is one line")
        return text
    if "\n" in text or "\t" in text:
        raise ValueError("a name is one line")
    scripts = {_script(c) for c in text} & {"LATIN", "CYRILLIC", "GREEK"}
    if "LATIN" in scripts and len(scripts) > 1:
        at, odd = next((i, c) for i, c in enumerate(text) if _script(c) in {"CYRILLIC", "GREEK"})
        raise ValueError(f"mixes Latin and {_script(odd).title()} letters (U+{ord(odd):04X} at position {at + 1})")
    return text


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0] if character.isalpha() else ""


def _describe(character: str) -> str:
    if character in _BIDI:
        return "bidi control"
    if "\ud800" <= character <= "\udfff":
        return "half a surrogate pair"
    return "control character" if unicodedata.category(character) == "Cc" else "invisible character"
