"""Sentences to words and marks, brackets taken out; separate so that no rule meets a character."""

import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"[^\W\d_]+s['\u2019](?=\s[a-z])|(?:[^\W\d_]\.){2,}(?:[-\u2011\u2013][^\W_]+)*|"
    r"[^\W_]+(?:['\u2019\u2010\u2011/&.-][^\W_]+)*|[,;:()\[\]\u2014\u2013\u201c\u201d\"\u2026]|(?<=\s)--?(?=\s)|--"
)
_AS = {"\u2013": "\u2014", "-": "\u2014", "--": "\u2014", "[": "(", "]": ")"}
_CONTRACTED = {
    words[0]: tuple(words[1:])
    for words in map(
        str.split,
        [
            "\n    shouldn't should not",
            " mustn't must not",
            " needn't need not",
            " oughtn't ought not",
            " cannot can not",
            " don't do not",
            "\n    doesn't does not",
            " didn't did not",
            " won't will not",
            " wouldn't would not",
            " we'll we will",
            " they'll they will",
            " it's\n    it is",
            " it'll it will",
            " that's that is",
            " what's what is",
            " there's there is",
            " isn't is not",
            " aren't are not",
            " wasn't\n    was not",
            " they've they have",
            " we've we have",
            " we're we are",
            " they're they are",
            " let's let us",
            " hasn't has not",
            "\n    haven't have not",
            " i'd i would",
            " you'd you would",
            " we'd we would",
            " they'd they would\n    ",
        ],
    )
}


_NAME = re.compile(r"[a-z,] ((?:[A-Z]\.){2,}|[A-Z]\w+)")


def names_of(text: str) -> frozenset[str]:
    """The words that a text writes with a capital in the middle of a sentence, in lower case.

    >>> sorted(names_of("Prices rose, and Oslo acted."))
    ['oslo']
    """
    return frozenset(name.lower() for name in _NAME.findall(text))


@dataclass(slots=True)
class Words:
    """The tokens of a sentence: ``low`` in lower case, ``raw`` as written, ``starts`` where each begins.

    What stands in brackets is left out. ``quoted`` says of each whether it stands between quotation marks, which are
    left out too. ``names`` are the words that the document writes with a capital where nothing else asks for one.
    """

    text: str
    low: list[str]
    raw: list[str]
    starts: list[int]
    quoted: list[bool]
    names: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.low)


@lru_cache(maxsize=64)
def words_of(text: str, names: frozenset[str] = frozenset()) -> Words:
    """The tokens of a sentence.

    >>> words_of("They (all four) mustn't \u2013 yet \u2013 wait.").low
    ['they', 'must', 'not', '\u2014', 'yet', '\u2014', 'wait']
    """
    found = Words(text, [], [], [], [], names)
    brackets, quoted = 0, False
    for match in _TOKEN.finditer(text):
        token = match.group()
        low = _AS.get(token, token)
        if low == "(":
            brackets += 1
        elif low == ")":
            brackets = max(0, brackets - 1)
        elif low == "\u201c":
            quoted = True
        elif low == "\u201d":
            quoted = False
        elif low == '"':
            quoted = not quoted
        elif not brackets or match.start() == 0:
            low = low.lower().replace("\u2019", "'").replace("\u2011", "-").replace("\u2010", "-")
            for part in _CONTRACTED.get(low, (low,)):
                found.low.append(part)
                found.raw.append(token)
                found.starts.append(match.start())
                found.quoted.append(quoted)
    return found
