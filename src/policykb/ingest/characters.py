"""What counts as a space and what as nothing in a document; separate because every reader cleans the same way."""

import re
import unicodedata

# White space and control characters alike; NUL never gets here.
SPACES = re.compile("[ \t\x01-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]+")
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]")
LINE_END = re.compile("\r\n?|[\n\x85\u2028\u2029]")

_ANY_SPACE = re.compile("[\\s\x00-\x1f\x7f-\x9f]+")
_SUPERSCRIPTS = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")


def one_line(text: str) -> str:
    r"""A text in NFC on one line, without invisible characters, spaces at its ends and rows of spaces.

    Non-breaking spaces become plain ones.

    >>> one_line("  co\u00adoperation\n at\u00a0last ")
    'cooperation at last'
    """
    return _ANY_SPACE.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def superscript(text: str) -> str:
    """Digits as superscript ones, as the mark of a note is printed; anything else stays.

    >>> superscript("12")
    '¹²'
    """
    return text.translate(_SUPERSCRIPTS)
