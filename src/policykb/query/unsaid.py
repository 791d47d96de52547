"""Words of a sentence that the language does not know and nobody means to search for, and what to write instead.

A bare word is searched in the texts. For words that only hold a sentence together that would be a silent
misunderstanding ("recommendations for Japan" finding texts with "for", "findings kind concern" texts with "kind"), so
they are refused with what to write instead. In quotes any of them can be searched.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from policykb.domain.fields import DATE_FIELD, STATEMENTS, Kind
from policykb.query.grammar.cursor import is_date
from policykb.query.grammar.lexer import UNITS, WORD, Token
from policykb.query.grammar.lookup import SUBJECT_WORDS, field_named, field_names, plural
from policykb.query.grammar.misdated import NUMBERS
from policykb.query.grammar.months import is_month, written_date

_TO = "Write to NAME (who is asked), or about NAME"
_ABOUT = "Write about NAME, or on THEME"
_BY = "Write by NAME (who says it), or from NAME (who published it)"
_LEAVE = "Leave it out: a question begins with recommendations, findings or another type"
_DATE = "Write only since 2024, in 2024, before 2024"
_SPAN = "Write between 2020 and 2022, or from June 2024 to July 2024"
_NEWEST = "The newest come first: write first 10, since 2024, last 2 years, or sorted by issued"
_FIELD = "Write with FIELD VALUE, like with strength must"
_VERB = "Write to NAME for who is asked, action:WORD for what, about NAME for the rest"
_COUNT = "To count write count of recommendations to Japan, or count of recommendations by theme"
_SORT = "Write sorted by issued, or sorted by strength descending"
_SOURCES = "Write sources for the reports themselves, from NAME for who published it"
_ONLY = "Leave it out, and write but not to NAME for what is to be left out"
_FIRST = "Write it first: recommendations about IPEF, count of recommendations by theme"

_INSTEAD: dict[str, str] = {
    **dict.fromkeys(("for", "addressed", "directed", "aimed", "toward", "towards"), _TO),
    **dict.fromkeys(
        ("regarding", "concerning", "related", "relating", "referring", "refer", "mention", "mentions", "mentioned",
         "discussing", "naming", "named", "covering"),
        _ABOUT,
    ),
    **dict.fromkeys(("of", "made", "voiced", "proposed", "written"), _BY),
    **dict.fromkeys(("issued", "published", "dated", "during", "today", "yesterday"), _DATE),
    "between": _SPAN,
    "top": "Write first 10; the newest come first",
    **dict.fromkeys(("latest", "newest", "recent", "recently", "oldest", "earliest"), _NEWEST),
    **dict.fromkeys(
        ("all", "every", "any", "show", "list", "give", "find", "get", "tell", "me", "us", "please", "everything",
         "recs", "rec"),
        _LEAVE,
    ),
    **dict.fromkeys(("number", "many", "much", "per", "group", "grouped", "counted"), _COUNT),
    **dict.fromkeys(("sort", "order", "ordered", "ranked"), _SORT),
    **dict.fromkeys(("report", "reports", "paper", "papers", "documents", "publications"), _SOURCES),
    **dict.fromkeys(("only", "just"), _ONLY),
    **dict.fromkeys(("what", "who", "whom", "which", "whose", "when", "where", "why", "how", "that", "this", "these",
                     "those", "there", "does", "do", "did", "is", "are", "was", "were", "be", "has", "have", "had",
                     "say", "says", "said", "can", "will", "would", "may"), _LEAVE),
    **dict.fromkeys(("should", "must", "could"), _FIELD),
    **dict.fromkeys(("accepted", "rejected"), "Write accepted by NAME, rejected by NAME, or with response accepted"),
    "implemented": "Write with progress implemented; to leave those out but not implemented",
    **dict.fromkeys(("they", "it", "its", "their", "both", "either", "neither", "nor", "at", "as", "than",
                     "into", "excluding", "except", "including", "against", "via", "within"), _VERB),
}  # fmt: skip

_ASKED_FIRST: dict[str, str] = {
    **dict.fromkeys(("countries", "country", "states", "governments"), "Write actors with kind state"),
    **dict.fromkeys(("people", "persons", "authors", "experts"), "Write actors with kind person"),
    **dict.fromkeys(("organisations", "organizations", "institutions"), "Write actors with kind organisation"),
    **dict.fromkeys(("members", "participants"), "Write actors with member-of NAME"),
    **dict.fromkeys(
        ("agreements", "treaties", "alliances", "groupings"), "Write frameworks, with kind alliance or another"
    ),
    **dict.fromkeys(("summits", "conferences", "meetings"), "Write events, with kind summit or another"),
    **dict.fromkeys(("topics", "subjects"), "Write themes"),
    **dict.fromkeys(("concerns", "questions", "assessments"), "Write findings with kind concern, or another kind"),
}
"""What a question that begins with such a word asks for."""


class Unsaid(NamedTuple):
    """Words that are refused: where among the bare words they begin, how many they are, why, what to write instead."""

    start: int
    length: int
    instead: str
    why: str = "no word of the query language"


def unsaid(
    words: Sequence[str], subjects: Sequence[str], terms: Mapping[str, Collection[str]], *, first: bool
) -> Unsaid | None:
    """The first of some bare words that is not to be searched, if there is one.

    ``terms`` are those of each vocabulary; ``first``: with these words the question begins.
    """
    tokens = [Token(WORD, word, word.lower(), 0, 0) for word in words]
    low = [token.low for token in tokens]
    if dated := _date(tokens, subjects):
        return dated
    if first and low[0] in _ASKED_FIRST:
        return Unsaid(0, 1, _ASKED_FIRST[low[0]])
    if field := _field(words, subjects, terms):
        return field
    for index, word in enumerate(low):
        following = low[index + 1] if index + 1 < len(low) else ""
        if word in {"last", "past", "this", "next"} and f"{following.rstrip('s')}s" in UNITS:
            return Unsaid(index, 2, "Name the year or month: in 2024, since June 2024; or last 12 months")
        if word in {"first", "last"} and following in NUMBERS:
            return Unsaid(index, 2, f"Write {word} {NUMBERS[following]}")
        if word == "how" and following in {"many", "much"}:
            return Unsaid(index, 2, _COUNT)
        if word in SUBJECT_WORDS:
            return Unsaid(index, 1, _FIRST)
        if word in _INSTEAD:
            return Unsaid(index, 1, _INSTEAD[word] if subjects[0] in STATEMENTS else _fields(subjects))
    return None


def _fields(subjects: Sequence[str]) -> str:
    return f"Write with FIELD VALUE; fields of {plural(subjects)}: {', '.join(field_names(subjects))}"


def _date(tokens: Sequence[Token], subjects: Sequence[str]) -> Unsaid | None:
    """Words that are a date and nothing else."""
    written = written_date(tokens)
    if subjects[0] not in DATE_FIELD:
        return None
    if (written and written[1] == len(tokens)) or (len(tokens) == 1 and is_date(tokens[0].text)):
        return Unsaid(0, len(tokens), f"Write in {' '.join(token.text for token in tokens)}", "a date")
    if len(tokens) == 1 and is_month(tokens[0]):
        return Unsaid(0, 1, f"Write in {tokens[0].text} YYYY", "a month without its year")
    return None


def _field(words: Sequence[str], subjects: Sequence[str], terms: Mapping[str, Collection[str]]) -> Unsaid | None:
    """A field that stands before its value without with or a colon."""
    name = words[0].lower()
    found = [field_named(name, subject) for subject in subjects]
    field = found[0]
    if field is None or not all(found) or name in SUBJECT_WORDS or field.kind in {Kind.TEXT, Kind.STRING}:
        return None
    if field.kind is Kind.DATE:
        return Unsaid(0, 1, _DATE, "a field")
    if field.kind is Kind.WORD:
        vocabularies = {field.vocabulary, *(f"{subject}-{field.name}" for subject in subjects)}
        if not any(word.lower() in terms.get(each or "", ()) for each in vocabularies for word in words[1:2]):
            return None
    return Unsaid(0, 1, f"Write with {' '.join([name, *words[1:]])}", "a field")
