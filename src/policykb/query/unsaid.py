"""Words of a sentence that the language does not know and nobody means to search for: a plain list.

A bare word is searched in the texts. For words that only hold a sentence together that would be a silent
misunderstanding ("recommendations for Japan" finding texts with "for"), so they are refused with what to write instead.
In quotes any of them can be searched.
"""

_TO = "Write to NAME (who is asked), or about NAME"
_ABOUT = "Write about NAME, or on THEME"
_BY = "Write by NAME (who says it), or from NAME (who published it)"
_LEAVE = "Leave it out: a question begins with recommendations, findings or another type"
_DATE = "Write only since 2024, in 2024, before 2024"
_FIELD = "Write with FIELD VALUE, like with strength must"
_VERB = "Write to NAME for who is asked, action:WORD for what, about NAME for the rest"

INSTEAD: dict[str, str] = {
    **dict.fromkeys(("for", "addressed", "directed", "aimed", "toward", "towards"), _TO),
    **dict.fromkeys(
        ("regarding", "concerning", "related", "relating", "referring", "refer", "mention", "mentions", "mentioned",
         "discussing", "naming", "named", "covering"),
        _ABOUT,
    ),
    **dict.fromkeys(("of", "made", "voiced", "proposed", "written"), _BY),
    **dict.fromkeys(("issued", "published", "dated", "between", "during"), _DATE),
    **dict.fromkeys(
        ("all", "every", "any", "show", "list", "give", "find", "get", "tell", "me", "us", "please", "everything",
         "number", "many", "much", "top", "recs", "rec"),
        _LEAVE,
    ),
    **dict.fromkeys(("what", "who", "whom", "which", "whose", "when", "where", "why", "how", "that", "this", "these",
                     "those", "there", "does", "do", "did", "is", "are", "was", "were", "be", "has", "have", "had",
                     "say", "says", "said", "report", "reports", "can", "will", "would", "may"), _LEAVE),
    **dict.fromkeys(("should", "must", "could"), _FIELD),
    **dict.fromkeys(("they", "it", "its", "their", "both", "either", "neither", "nor", "at", "as", "per", "than",
                     "into", "between", "excluding", "except", "including", "against", "via", "within"), _VERB),
}  # fmt: skip
"""What to write instead of each."""
