"""What a printed document says of itself: its title page, and what its file states where the print bears it out.

Separate from `policykb.ingest.facts` because type sizes tell a title, and because the properties of a PDF are as often
those of the program or the clerk that made it ("Microsoft Word - final.doc").
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from policykb.domain.document import Facts
from policykb.ingest.facts import iso_date, names, together
from policykb.ingest.layout.paragraphs import Paragraph

_FRONT_PAGES = 3
_LONGEST_TITLE, _LARGE = 300, 1.15
_BYLINE = re.compile(
    r"(?:(?:a )?(?:report|paper|policy brief|brief|study|essay|review)\s+)?(?:(?:written|prepared|edited)\s+)?"
    r"(?:by|authors?\s*:)\s+(?!(?:command|authority|order)\b)(?P<names>\S.*?)(?:,?\s+(?:[CDMO]BE|MP|KC|QC|PhD))*",
    re.IGNORECASE,
)
_HONOURS = re.compile(
    r"\b(?:the )?(?:rt\.? hon\.?(?:ourable)?|dr|prof(?:essor)?|sir|dame)\.?\s+(?:the )?", re.IGNORECASE
)
_DATE = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\s+(?:\d{1,2},\s+)?(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"publi(?:shed|cation)|issued|released|printed|adopted|dated", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|(?:document|presentation|slide|book|template)\s*\d*"
    r"|.*\.(?:docx?|pdf|indd|qxd|qxp|tex|dvi|rtf|odt|pptx?|xlsx?|pages|html?)|\W*|[\w.-]*\d[\w.-]*)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_COMMON = {
    "en": "the of and to in that for is with as are by this be on which from not have",
    "fr": "le la les de des et en du que pour dans une est par sur qui pas au plus ce",
    "de": "der die und das von zu den mit des ist f\u00fcr im auf dem nicht ein eine als auch werden",
    "es": "el la los las de y en que del para por con una se es no su al como m\u00e1s",
    "it": "il la di e che per un della dei le in con del una sono \u00e8 alla nel gli non",
    "pt": "o a os as de e que do da em para com uma por no dos na se ao n\u00e3o",
    "nl": "de het van een en in te dat voor is op met zijn die niet aan door er als bij",
}
_LANGUAGES = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_MOST_WORDS, _FEWEST_WORDS, _CLEAR = 4_000, 30, 1.2


def imprint(found: Sequence[Paragraph], titles: Mapping[int, int], body: float, properties: Mapping[str, str]) -> Facts:
    """The facts of a document; ``titles`` are the places of its headings, ``properties`` what its file states."""
    front = [p for p in found if p.first.page <= found[0].first.page + _FRONT_PAGES - 1 and not p.first.table]
    printed = " ".join(_words(" ".join(_text(p) for p in front)))
    stated = Facts(
        title=_stated_title(properties.get("Title", ""), printed),
        authors=_stated_authors(properties.get("Author", ""), printed),
    )
    seen = Facts(title=_printed_title(front, titles, body, found), authors=_authors(front), issued=_issued(front))
    return together(
        Facts(authors=seen.authors), stated, seen, Facts(language=_language(found, properties.get("Lang", "")))
    )


def _text(paragraph: Paragraph) -> str:
    return " ".join(piece.text for piece in paragraph.pieces)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _stated_title(title: str, printed: str) -> str | None:
    """The title among the properties, if it is one and the first pages print it."""
    title = " ".join(title.split())
    if not 4 < len(title) <= _LONGEST_TITLE or _NO_TITLE.fullmatch(title) or not any(c.isalpha() for c in title):
        return None
    words = _words(title)
    borne_out = len(words) > 1 and (" ".join(words) in printed or all(f" {word} " in f" {printed} " for word in words))
    return title if borne_out else None


def _stated_authors(author: str, printed: str) -> tuple[str, ...]:
    """The authors among the properties, if they are people and the first pages print them."""
    return tuple(name for name in names(author) if f" {' '.join(_words(name))} " in f" {printed} ")


def _printed_title(
    front: Sequence[Paragraph], titles: Mapping[int, int], body: float, found: Sequence[Paragraph]
) -> str | None:
    """The words in the largest type of the first page that are more than a name in its head."""
    first_page = found[0].first.page
    large: list[tuple[float, str]] = []
    for at, paragraph in enumerate(found):
        if paragraph.first.page != first_page:
            break
        size, text = paragraph.first.size, _text(paragraph).strip("*\u2020 ")
        if (size < _LARGE * body and at not in titles) or iso_date(text) or len(text) > _LONGEST_TITLE:
            continue
        if large and abs(large[-1][0] - size) < 0.05 * size:
            large[-1] = (
                size,
                f"{large[-1][1]} {text}" if large[-1][1][-1] in ":-\u2013\u2014,&" else large[-1][1] + "\n" + text,
            )
        else:
            large.append((size, text))
    choices = [(size, part) for size, texts in large for part in texts.split("\n") if any(c.isalpha() for c in part)]
    if not choices:
        return None
    largest = max(size for size, _ in choices)
    weighed = [
        (size * min(len(text.split()), 8) ** 0.5, -at, text)
        for at, (size, text) in enumerate(choices)
        if size > 0.55 * largest
    ]
    return max(weighed)[2]


def _authors(front: Sequence[Paragraph]) -> tuple[str, ...]:
    for paragraph in front:
        for line in (_text(paragraph), *(piece.text for piece in paragraph.pieces)):
            if len(line) < 200 and (by := _BYLINE.fullmatch(line)) and (people := names(_HONOURS.sub("", by["names"]))):
                return people
    return ()


def _issued(front: Sequence[Paragraph]) -> str | None:
    """The date of publication: one that is announced, else a line that is only a date, else one in a short line."""
    alone = passing = None
    for paragraph in front:
        text = _text(paragraph)
        if len(text) > 160:
            continue
        dates = list(_DATE.finditer(text))
        if not dates:
            continue
        for found in dates:
            before = text[max(0, found.start() - 40) : found.start()]
            if _PUBLISHED.search(before) and (day := iso_date(found.group())):
                published = [
                    iso_date(d.group()) for d in dates if re.search("publish", text[: d.start()], re.IGNORECASE)
                ]
                return next((d for d in published if d), day)
        day = iso_date(dates[0].group())
        if any(iso_date(piece.text) for piece in paragraph.pieces):
            alone = alone or day
        elif len(dates) == 1:
            passing = passing or day
    return alone or passing


def _language(found: Sequence[Paragraph], stated: str) -> str | None:
    """The language of the text by its commonest words; what the file states where these say nothing."""
    counts: Counter[str] = Counter()
    seen = 0
    for paragraph in found:
        words = _words(_text(paragraph))
        seen += len(words)
        counts.update(words)
        if seen > _MOST_WORDS:
            break
    scores = sorted(((sum(counts[w] for w in words), language) for language, words in _LANGUAGES.items()), reverse=True)
    if seen >= _FEWEST_WORDS and scores[0][0] > _CLEAR * scores[1][0] and scores[0][0] > 0.1 * min(seen, _MOST_WORDS):
        return scores[0][1]
    return stated if re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", stated) else None
