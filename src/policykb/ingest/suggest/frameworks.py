"""Agreements, forums and bodies that a passage names, and what it wants of them."""

import re
from collections.abc import Iterator

from policykb.ingest.candidate import Suggestion
from policykb.ingest.suggest import english as en
from policykb.ingest.suggest.codebook import Codebook
from policykb.ingest.suggest.english import listed
from policykb.ingest.suggest.phrases import Reading
from policykb.ingest.suggest.subjects import Sort, duties, is_undergone

_HEADS = (
    "Agreement|Accord|Accords|Treaty|Pact|Compact|Convention|Protocol|Charter|Declaration|Partnership|Initiative|"
    "Framework|Forum|Dialogue|Mechanism|Programme of Action|Program of Action|Working Group|Alliance|Coalition|"
    "Community|Union|Association|Organisation|Organization|Council|Summit|Group|Group of Governmental Experts|Compacts|"
    "Network|Process|Arrangement|Regime|Corridor|Fund"
)
_NATIONAL = re.compile(r"\b(?:Act|Bill|Law|Ministry|Department|Office|Agency)\b")
_TITLE = re.compile(
    rf"\b(?:[A-Z][\w.’'-]*[ –](?:(?:of|on|for|and|in|the) ){{0,2}}){{0,10}}?(?:{_HEADS})\b(?: (?:on|for|of|in)(?: the)?"
    r"(?: [A-Z][\w’'-]*){1,6}(?: and(?: [A-Z][\w’'-]*){1,6})?){0,3}(?:\s*\(([A-Z][A-Za-z0-9-]{1,11})\))?"
)
_BARE = re.compile(rf"(?:{_HEADS})")
_ABBREVIATION = re.compile(r"\(\s*(?:the |or )?[“\"‘']?([A-Z][A-Za-z0-9-]{1,11})[”\"’']?\s*\)")
_USES = listed("use using through via leverage leveraging utilise utilize under within")
_INDEFINITE = frozenset({"a", "an"})
_FAR = 8
_SHORT_ENOUGH = 3


def frameworks(
    reading: Reading, first: int, last: int, acting: set[str], known: dict[str, str], codebook: Codebook
) -> tuple[Suggestion, ...]:
    """The frameworks named in the words ``first`` to before ``last``, each once, with what the verb does to it.

    ``acting`` are the keys of those who are addressed, for whom the passage is no topic; ``known`` are the short forms
    of unknown frameworks that the document explains somewhere ("the Working Group on X (WGX)"), with their full names.
    """
    found: dict[str, Suggestion] = {}
    for at, end, name in reading.names:
        if first <= at and end <= last and name.entity.type == "framework":
            relation, verb = _relation(reading, first, last, at, codebook)
            if name.entity.key in acting and relation == "topic":
                continue
            printed = reading.printed(at, end)
            reason = f"'{printed}' is named" + (f"; '{verb}' before it" if verb else "")
            found.setdefault(name.entity.key, Suggestion(name.entity.name, reason, name.entity.key, relation))
    for at, written, reason in _unknown(reading, first, last, known):
        relation, verb = _relation(reading, first, last, at, codebook)
        reason += f"; '{verb}' before it" if verb else ""
        found.setdefault(written, Suggestion(written, reason, None, relation))
    return tuple(found.values())


def explained(text: str) -> Iterator[tuple[str, str]]:
    """Short forms of frameworks that a text explains, with the names they stand for."""
    for title in _TITLE.finditer(text):
        if title[1]:
            full = title[0][: title.start(1) - title.start()].rstrip(" (")
            yield title[1], full
    for abbreviation in _ABBREVIATION.finditer(text):
        before = text[: abbreviation.start()].split()[-12:]
        if (full := _initials(before, abbreviation[1])) and _BARE.search(full.title()):
            yield abbreviation[1], full


def _initials(words: list[str], short: str) -> str:
    """The last words whose first letters make a short form, small words aside."""
    letters = [c for c in short if c.isupper()]
    at = len(words)
    for letter in reversed(letters):
        at -= 1
        while at >= 0 and words[at].lower() in {"of", "on", "for", "and", "the", "in"}:
            at -= 1
        parts = re.split(r"[-–]", words[at]) if at >= 0 else []
        if at < 0 or not any(part[:1].upper() == letter for part in parts):
            return ""
    return " ".join(words[at:])


def _unknown(reading: Reading, first: int, last: int, known: dict[str, str]) -> Iterator[tuple[int, str, str]]:
    words = reading.words
    if first >= last:
        return
    taken = [range(words[a].start, words[b - 1].end) for a, b, n in reading.names if n.entity.type == "framework"]
    start, end = words[first].start, words[last - 1].end
    by_start = {word.start: at for at, word in enumerate(words)}
    for title in _TITLE.finditer(reading.text, start, end):
        bare = re.sub(r"\s*\(.*", "", title[0])
        inside = any(
            title.start() in place or title.end() - 1 in place or place.start in range(*title.span()) for place in taken
        )
        if (
            inside
            or (" " not in bare.removeprefix("The ").strip() and not title[1])
            or _NATIONAL.search(bare)
            or title.start() not in by_start
        ):
            continue
        at = by_start[title.start()]
        if _is_no_name(reading, at, title.start() + len(bare), first):
            continue
        name = bare.removeprefix("The ").strip()
        short = title[1] or next((short for short, full in known.items() if full == name), None)
        yield (
            at,
            (short if short and _length(name) > _SHORT_ENOUGH else name),
            f"'{name}' reads like the name of a framework",
        )
    for at in range(first, last):
        word = words[at]
        if word.text in known and not any(word.start in place for place in taken):
            full = known[word.text].removeprefix("the ")
            name = word.text if _length(full) > _SHORT_ENOUGH else full
            yield at, name, f"'{word.text}' is short for {known[word.text]}"


def _turns(low: str, codebook: Codebook) -> bool:
    """Whether a word turns what follows into its opposite: "not join", "avoid joining"."""
    return low in en.NEGATIONS or codebook.action_of(low) == "avoid"


def _length(name: str) -> int:
    return len(name.replace("-", " ").split())


def _is_no_name(reading: Reading, at: int, end: int, first: int) -> bool:
    """Whether capitals only look like the name of a framework: a law, something not yet named, somebody's council."""
    following = next((word.text for word in reading.words[at:] if word.start >= end), "")
    if _NATIONAL.fullmatch(following) or "’s " in reading.text[reading.words[at].start : end]:
        return True
    before = [word.low for word in reading.words[max(first, at - 3) : at]]
    if (before[-1:] and before[-1] in _INDEFINITE) or ("or" in before[-1:] and _INDEFINITE & set(before)):
        return True
    return any(party.kind == "name" and party.first <= at < party.last for party in reading.parties)


def _relation(reading: Reading, first: int, last: int, at: int, codebook: Codebook) -> tuple[str, str]:
    """What is done with a framework named at a word, and by which verb or noun; topic where nothing is.

    That is the nearest such word before it, or, where it is what should be bolstered or joined, the verb of duty.
    """
    words = reading.words
    for back in range(at - 1, max(first, at - _FAR) - 1, -1):
        low = words[back].low
        if words[back].text in ";:.":
            break
        if low in _USES:
            return "use", words[back].text
        if action := codebook.action_of(low):
            negated = any(_turns(words[n].low, codebook) for n in range(max(first, back - 4), back))
            return ("avoid" if negated else action), words[back].text
    for duty in duties(reading, at, last):
        following = [word.low for word in words[duty.after : duty.after + 4]]
        done = "be" in following[:2] or words[duty.after - 1].low == "needs"
        if done and (duty.subject.sort is Sort.THING or is_undergone(reading, duty)):
            for low in following:
                if action := codebook.action_of(low):
                    return action, low
        break
    return "topic", ""
