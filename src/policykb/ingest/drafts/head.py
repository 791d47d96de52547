"""What a draft says of its source: the facts a document states, as far as they can stand in a seed file.

Separate because most of it is doubt: names the base may not know, dates that are none, titles that are missing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from policykb.domain.document import Document
from policykb.domain.record import EdtfDate, ShortText, Url
from policykb.ingest.drafts.anchors import plain
from policykb.ingest.drafts.naming import joined, main_words, source_key
from policykb.ingest.suggest.gazetteer import Gazetteer
from policykb.lexicon.words import fold_name

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DATE, _URL, _NAME = TypeAdapter(EdtfDate), TypeAdapter(Url), TypeAdapter(ShortText)
USUAL_KIND = "report"


@dataclass(frozen=True)
class Head:
    """The source of a draft; ``values`` are fields of the record, ``remarks`` lines about a field that a person reads.

    ``people`` are names the base does not know.
    """

    key: str
    values: dict[str, str | list[str]] = field(default_factory=dict)
    remarks: dict[str, list[str]] = field(default_factory=dict)
    people: tuple[str, ...] = ()


def head_of(document: Document, name: str, gazetteer: Gazetteer, key: str | None = None) -> Head:
    """The source that a document is; ``name`` is that of its file without the suffix, ``key`` the one it shall have."""
    facts = document.facts
    values: dict[str, str | list[str]] = {}
    remarks: dict[str, list[str]] = {}
    title, remark = _title(document, name)
    values["title"] = title
    if remark:
        remarks["title"] = [remark]
    kinds = [term.key for term in gazetteer.terms("source-kind")]
    values["kind"] = _kind(title, kinds)
    if kinds:
        remarks["kind"] = [f"one of: {', '.join(kinds)}"]
    publisher = plain(facts.publisher or "")
    publisher_key = _known(publisher, gazetteer)
    if publisher_key:
        values["publisher"] = publisher_key
    elif publisher:
        remarks["publisher"] = [f"publisher not in the base: {publisher}"]
    authors = [author for author in map(plain, facts.authors) if author]
    known = {author: key_ for author in authors if (key_ := _known(author, gazetteer))}
    if known:
        values["authors"] = list(dict.fromkeys(known.values()))
    strangers = tuple(author for author in authors if author not in known)
    if strangers:
        remarks["authors"] = [f"author not in the base: {author}" for author in strangers]
    _state(values, remarks, "issued", facts.issued, _DATE)
    _state(values, remarks, "url", facts.url, _URL)
    if facts.language and _LANGUAGE.fullmatch(facts.language) and facts.language != "en":
        values["language"] = facts.language
    values["fingerprint"] = document.fingerprint
    issued = str(values["issued"]) if "issued" in values else None
    proposed = source_key(title, issued, publisher_key or publisher or None, authors[0] if authors else None)
    return Head(key or proposed, values, remarks, strangers)


def actors_of(people: tuple[str, ...]) -> Iterator[str]:
    """Lines that say how people nobody knows yet would stand in the file, as comments."""
    if not people:
        return
    yield "# To name them as authors, take the # from these lines and add authors: [...] to the source:"
    yield "# actors:"
    for person in people:
        key = joined(main_words(person)) or "author"
        family = person.split()[-1]
        yield f"#   - {{key: {key}, name: {_quoted(person)}, kind: person, family_name: {_quoted(family)}}}"


def _quoted(text: str) -> str:
    from policykb.seed.canonical import scalar

    return scalar(text, in_flow=True)


def _title(document: Document, name: str) -> tuple[str, str]:
    """A title and, where the document does not state it, where it comes from."""
    first = document.headings[0].text if document.headings and document.headings[0].start == 0 else ""
    beginning = document.text.partition("\n\n")[0]
    for text, remark in (
        (document.facts.title or "", ""),
        (first, "the document states no title; this is its first heading"),
        (beginning if len(beginning) <= 150 else "", "the document states no title; these are its first words"),
        (re.sub(r"[\W_]+", " ", name), "the document states no title; this is the name of its file"),
    ):
        title = plain(text)[:500].strip()
        if title and _fits(_NAME, title):
            return title, remark
    return "Untitled", "the document states no title"


def _kind(title: str, kinds: list[str]) -> str:
    words = f" {fold_name(title)} "
    named = [kind for kind in kinds if f" {kind.replace('-', ' ')} " in words]
    best = max(named, key=len, default=USUAL_KIND)
    return best if best in kinds or not kinds else kinds[0]


def _known(name: str, gazetteer: Gazetteer) -> str | None:
    """The key of whoever bears exactly this name."""
    found = [named for named in gazetteer.names(name) if named.entity.type in {"actor", "framework"}]
    whole = [named for named in found if fold_name(name[named.start : named.end]) == fold_name(name)]
    return whole[0].entity.key if whole else None


def _state(
    values: dict[str, str | list[str]],
    remarks: dict[str, list[str]],
    name: str,
    stated: str | None,
    form: TypeAdapter[str],
) -> None:
    text = plain(stated or "")
    if text and _fits(form, text):
        values[name] = text
    elif text:
        remarks[name] = [f"{name} as the document has it: {text}"]


def _fits(form: TypeAdapter[str], text: str) -> bool:
    try:
        form.validate_python(text)
    except ValidationError:
        return False
    return True
