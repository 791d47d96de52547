"""Draws what is labelled for `benchmarks.mentions`: by a rule, so that nobody chooses the easy cases.

`python -m benchmarks.mentions_draw 1` prints the hits and the passages of the first sample with their surroundings,
each with document and offsets; the labels are then given by reading (docs/quality.md says how) and kept in
mentions.jsonl.

- Web addresses are blanked out first: nobody reads them as names.
- The documents are shuffled by a fixed seed and halved: sample 1 comes from one half, sample 2 from the other, sample 3
  from those of which neither took anything.
- A hit is a place where one of FORMS stands as a whole word in any case: names of frameworks, actors and people, and
  common words that look like one. Of the hits of a form so many as FORMS says are chosen at random (half as many, one
  at least, in the later samples), no two of them in one document or at one place.
- A passage is a paragraph of 60 to 160 words, chosen at random, one a document at most. In a passage every name of an
  entity of the base is labelled, so that what no form proposes counts too.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

DOCUMENTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "whitehouse-md" / "docs"
PASSAGES = {1: 40, 2: 30, 3: 25}

FORMS = {
    form: int(count)
    for form, count in re.findall(
        r"([^:;]+):(\d+);\s*",
        # Frameworks.
        "IPEF:4; Indo-Pacific Economic Framework:4; economic framework:2; Quad:8; quadrilateral:2; AUKUS:4; "
        "pillar [1I]+:2; pillar:2; ASEAN:4; G7:3; G20:1; G-20:1; NATO:2; North Atlantic Treaty:1; APEC:2; CPTPP:1; "
        "WTO:1; World Trade Organization:1; USMCA:1; Indo-Pacific Strategy:4; Partners in the Blue Pacific:2; "
        "Minerals Security Partnership:2; PGI:1; Partnership for Global Infrastructure:2; Pacific Islands Forum:1; "
        "PIF:1; Camp David:2; UN:2; United Nations:1; Security Council:2; trilateral:4; I2U2:1; IMF:1; World Bank:1; "
        "OECD:1; EU:2; Blue Dot:1; TTC:1; EAS:1; GCC:1; ARF:1; IPMDA:1; "
        # Common words that look like a framework or a body.
        "the framework:3; framework:3; the alliance:3; alliance:4; the partnership:3; partnership:4; "
        "the initiative:2; the strategy:2; strategy:2; the agreement:2; the dialogue:1; the forum:2; the council:2; "
        "chips:4; compact:3; state:8; states:4; commerce:4; treasury:3; labor:4; defense:4; agriculture:3; energy:3; "
        "congress:4; house:4; senate:3; parliament:1; diet:2; administration:4; us:6; who:3; it:2; au:2; car:1; "
        "democratic:3; republicans?:2; coast guard:3; trade representative:1; national security council:2; NSC:1; "
        "chamber of commerce:1; asia society:1; "
        # States and regions, and what is written like them.
        "Georgia:4; Jordan:3; Turkey:1; Korea:4; Japan:4; Guinea:3; Mexico:2; China:4; India:2; Indian:3; American:4; "
        "America:3; United States:2; U\\.S\\.:4; Pacific:5; Indo-Pacific:2; Atlantic:2; Gulf:2; Washington:4; Tokyo:2; "
        "Brussels:2; Manila:1; Delhi:1; Seoul:1; Beijing:1; Moscow:1; Paris:2; Polish:1; Ireland:2; Congo:1; Sudan:1; "
        "Samoa:1; Micronesia:1; Cook:2; Marshall:2; Macedonia:1; Dominican?:2; African:3; Asia:3; Africa:1; "
        "European:3; Columbia:1; Victoria:1; Georgetown:1; Stanford:1; Carnegie:1; Toyota:1; Roman:1; Greek:1; "
        "Spanish:1; English:2; French:1; German:1; "
        # People.
        "Biden:4; Trump:2; Harris:2; Obama:1; Modi:1; Abe:1; Kishida:1; Suga:1; Yoon:1; Xi:1; Kim:1; Lee:2; Smith:2; "
        "Putin:1; Marcos:1; Albanese:1; "
        # Words at the head of names, most of them of things the base does not hold.
        "university:5; institute:4; foundation:5; society:2; bank:5; party:3; association:2; commission:4; "
        "ministry:5; department:4; forces:3; agency:3; group:4; dialogue:4; summit:4; act:3; treaty:2; charter:2; "
        "declaration:2; network:3; council:4; agreement:5; initiative:4; arrangement:2; committee:3; fund:3; "
        "parliamentary:1; court:2; assembly:3; corporation:2; company:2; secretary:3; minister:2; embassy:2; "
        "government:3; leaders:2; partners:2; islands?:3; sea:2; ocean:2; republic:3; north:2; south:2; east:2; ",
    )
}


class Place(NamedTuple):
    """A piece of a document: characters from ``start`` to before ``end``."""

    document: str
    start: int
    end: int


def texts(sample: int) -> dict[str, str]:
    """The documents a sample is drawn from, by name."""
    names = sorted(path.name for path in DOCUMENTS.glob("*.md"))
    Random("policykb mentions").shuffle(names)
    half = names[(sample - 1) % 2 :: 2]
    if sample > 2:
        half = sorted({*names} - {place.document for former in (1, 2) for place in [*hits(former), *passages(former)]})
    return {name: read(name) for name in sorted(half)}


def read(document: str) -> str:
    """A document as it is read here: no web addresses, every other character at its place."""
    text = (DOCUMENTS / document).read_text(encoding="utf-8")
    return re.sub(r"(?:https?:|www\.)[^\s)>]+", lambda address: " " * len(address[0]), text)


def body(text: str) -> int:
    """Where the text begins after the front matter."""
    return text.index("\n---\n", 3) + 5


def paragraphs(document: str, text: str) -> Iterator[Place]:
    """The runs of lines without an empty line in them."""
    for found in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text[body(text) :]):
        yield Place(document, body(text) + found.start(), body(text) + found.end())


def hits(sample: int) -> list[Place]:
    """The chosen hits of all forms, in the order of FORMS."""
    documents = texts(sample)
    chosen: list[Place] = []
    for form, wanted in FORMS.items():
        pattern = re.compile(rf"(?<![\w$])(?:{form})(?!\w)".replace(" ", r"\s+"), re.IGNORECASE)
        found = [
            Place(name, hit.start(), hit.end())
            for name, text in documents.items()
            for hit in pattern.finditer(text, body(text))
        ]
        Random(f"{sample} {form}").shuffle(found)
        seen: set[str] = set()
        for place in found:
            if len(seen) == (wanted if sample == 1 else (wanted + 1) // 2):
                break
            if place.document not in seen and not any(_overlap(place, other) for other in chosen):
                seen.add(place.document)
                chosen.append(place)
    return chosen


def passages(sample: int) -> list[Place]:
    """The chosen passages."""
    documents = texts(sample)
    random = Random(f"{sample} passages")
    chosen = []
    for name in random.sample(list(documents), len(documents)):
        text = documents[name]
        fitting = [place for place in paragraphs(name, text) if 60 <= len(text[place.start : place.end].split()) <= 160]
        if fitting:
            chosen.append(random.choice(fitting))
    return chosen[: PASSAGES[sample]]


def _overlap(one: Place, other: Place) -> bool:
    return one.document == other.document and one.start < other.end and other.start < one.end


def main() -> None:
    """Prints a sample for reading."""
    sample = int(sys.argv[1])
    documents = texts(sample)
    for number, (name, start, end) in enumerate(hits(sample), 1):
        text = documents[name]
        before, after = text[max(body(text), start - 130) : start], text[end : end + 110]
        print(f"{number}\t{name}\t{start}\t{end}\t" + " ".join(f"{before}[[{text[start:end]}]]{after}".split()))
    for number, (name, start, end) in enumerate(passages(sample), 1):
        print(f"P{number}\t{name}\t{start}\t{end}\t" + documents[name][start:end])


if __name__ == "__main__":
    main()
