"""The YAML that some text files begin with: what it says of the document; it is no part of what the document says."""

import re
from datetime import date
from typing import Any

from policykb.domain.document import Facts
from policykb.ingest.characters import one_line
from policykb.ingest.facts import iso_date, names

_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\n(?P<yaml>(?:[\w\"'][^\n:]{0,60}:[^\n]*\n|[ \t-][^\n]*\n|#[^\n]*\n|\n){1,300}?)"
    r"(?:---|\.\.\.)[ \t]*(?:\n|$)"
)
_TITLE = ("title",)
_AUTHORS = ("authors", "author", "by", "byline", "creator")
_DATE = ("date", "published", "issued", "publication_date", "published_time", "created")
_PUBLISHER = ("publisher", "institution", "organisation", "organization", "site_name")
_URL = ("url", "canonical_url", "source_url", "link", "permalink", "source")
_LANGUAGE = ("language", "lang")


def split(text: str) -> tuple[Facts, str]:
    """What the front matter states and the text below it; no facts and the whole text where there is none."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return Facts(), text
    said = _parsed(found["yaml"])
    url = _first(said, _URL)
    facts = Facts(
        title=_first(said, _TITLE),
        authors=_people(said),
        issued=next((day for key in _DATE if (day := _day(said.get(key)))), None),
        publisher=_first(said, _PUBLISHER),
        url=url if url and url.startswith(("http://", "https://")) else None,
        language=_first(said, _LANGUAGE),
    )
    return facts, text[found.end() :]


def _parsed(text: str) -> dict[str, Any]:
    import yaml

    try:
        said = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return {}
    return {str(key).strip().lower(): value for key, value in said.items()} if isinstance(said, dict) else {}


def _first(said: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    return next((one_line(value) for key in keys if isinstance(value := said.get(key), str) and value.strip()), None)


def _people(said: dict[str, Any]) -> tuple[str, ...]:
    for key in _AUTHORS:
        value = said.get(key)
        listed = value if isinstance(value, list) else [value]
        people = [one.get("name") if isinstance(one, dict) else one for one in listed]
        if named := [one for one in people if isinstance(one, str) and one.strip()]:
            return tuple(name for one in named for name in (names(one) or (one_line(one),)))
    return ()


def _day(value: Any) -> str | None:
    if isinstance(value, date):
        return value.isoformat()[:10]
    return iso_date(str(value)) if isinstance(value, str | int) else None
