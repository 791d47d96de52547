"""Made-up reports in the manner of policy papers: the same phrases again and again, and sentences almost alike.

Every sentence is put together of word lists, so where it stands is known without looking for it.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from policykb.domain.passage import Passage, SourceText

WHO = (
    """
The United States|Japan|The Quad partners|Washington|Tokyo and Seoul|The council|ASEAN members|The Ministry of Finance|The Commission
The Philippines and Vietnam|Both governments|The U.S.–Japan alliance|Australia’s treasury|The Department of Commerce|Member states
Allies in the Indo-Pacific|The European Union|The secretariat|Think tanks on both sides of the Pacific|The next administration
South Korea|North Korea|Iran|Iraq|Austria|Australia|The Joint Staff|The Office of the Trade Representative|Civil-society groups
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
DUTY = [
    "should",
    "should",
    "should",
    "must",
    "could",
    "needs to",
    "ought to",
    "should not",
    "must not",
    "may",
    "is expected to",
    "has agreed to",
]
ACT = (
    """
expand port capacity|align export controls on finished chips|coordinate long-term infrastructure finance|lower tariffs on fish and flour
publish an annual review of official assistance|strengthen “minilateral” formats|affirm its commitment to the first-mover coalition
open its market further to digital services|institutionalise the trilateral dialogue|raise defence spending|share intelligence in real time
set up a rapid-response fund|join the Minerals Security Partnership|fund undersea cables|clarify the rules of origin|train coast-guard officers
build resilient supply chains—above all for batteries|reform the benefit system for seasonal workers|simplify visas for researchers
diversify away from single-source suppliers|offer more efficient financial flows to small islands|prepare for a “grey-zone” crisis
define a clear division of labour|hold regular working-level talks|ratify the fisheries agreement|set common standards for artificial intelligence
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
WHERE = (
    """
in the Indo-Pacific|with its closest partners|across the South China Sea|under the economic framework|through the regional bank
in close co-operation with civil society|in the wake of the 2022 summit|together with the private sector|at the working level
on both sides of the Pacific|within existing budgets|outside formal treaties|in line with the Hiroshima declaration|without further delay
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
WHEN = (
    """
by {year}|within {small} months|before the next leaders’ summit|no later than {year}|over the next {small} years|by the end of fiscal year {year}
at a cost of ${small}.{digit} billion|for at least {small} per cent of all shipments|in {year}–{short}|as soon as possible
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
WHY = (
    """
so that smaller economies benefit|because trust is in short supply|to reduce the risk of coercion|, which would reassure allies
, as several participants stressed|to keep the sea lanes open|since markets alone will not deliver|, even if tariffs rise by {small} per cent
, a point made in Article {small} of the agreement|in order to share the burden more fairly|, “not as charity but as self-interest”
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
REMARK = (
    """
One participant noted that {who} {duty} {act} {where}.|Participants disagreed on whether {who} {duty} {act}.|Few doubted that trade is political.
It is not clear that {who} {duty} {act} {when}.|In {year}, trade in this sector fell by {small}.{digit} per cent, the first decline since {year}.
The discussion of “economic security” was frank.|Another speaker – a former official – called this “a necessary, if insufficient, step”.
Of the {small} projects announced in {year}, only {digit} have been finished.|The same holds for energy, food and minerals.
Public opinion in {who} remains divided.|That said, the office in charge has fewer than {small} staff.|No one expected {who} to act alone.
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
HEADINGS = (
    """
Executive Summary|Background|Trade and Investment|Economic Security|Minilateral Formats|The Role of Business|Defence Co-operation
Energy and Climate|Technology and Standards|Domestic Politics|Next Steps|Conclusion
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@dataclass
class Target:
    """A stretch of one paragraph that a selector will point at: which one, from where to where."""

    section: int
    paragraph: int
    start: int
    end: int


@dataclass
class Report:
    """Sections of a heading and paragraphs, and the stretches of them to be found."""

    sections: list[tuple[str, list[str]]]
    targets: list[Target] = field(default_factory=list)

    def paragraph(self, target: Target) -> str:
        return self.sections[target.section][1][target.paragraph]

    def words(self, target: Target) -> str:
        return self.paragraph(target)[target.start : target.end]


def report(rng: random.Random, targets: int = 100) -> Report:
    """A report with so many stretches to be found: mostly one sentence, some two, some the part up to a comma."""
    made = Report([])
    headings = rng.sample(HEADINGS, 8)
    seen: list[str] = []
    for number, heading in enumerate(headings):
        paragraphs: list[str] = []
        for position in range(rng.randint(4, 8)):
            sentences: list[str] = []
            for _ in range(rng.randint(2, 6)):
                sentence = _twin(rng, rng.choice(seen)) if seen and rng.random() < 0.2 else _sentence(rng)
                seen.append(sentence)
                sentences.append(sentence)
            paragraphs.append(" ".join(sentences))
            made.targets.extend(_stretches(rng, number, position, sentences))
        made.sections.append((heading, paragraphs))
    rng.shuffle(made.targets)
    del made.targets[targets:]
    return made


def source(sections: Sequence[tuple[str | None, Sequence[str]]]) -> SourceText:
    """The text of (heading, paragraphs), made without a reader."""
    parts: list[str] = []
    passages: list[Passage] = []
    offset = 0
    for section_ordinal, (heading, paragraphs) in enumerate(sections, 1):
        if heading:
            parts.append(heading)
            offset += len(heading) + 2
        for paragraph, text in enumerate(paragraphs, 1):
            ordinal, end = len(passages) + 1, offset + len(text)
            passages.append(Passage(heading, section_ordinal, ordinal, paragraph, None, offset, end, text))
            parts.append(text)
            offset = end + 2
    return SourceText("\n\n".join(parts), tuple(passages), (), "")


def _stretches(rng: random.Random, section: int, paragraph: int, sentences: Sequence[str]) -> list[Target]:
    made, at = [], 0
    for number, sentence in enumerate(sentences):
        end = at + len(sentence)
        chance = rng.random()
        if chance < 0.12 and number + 1 < len(sentences):
            end += 1 + len(sentences[number + 1])
        elif chance < 0.24 and "," in sentence and sentence.index(",") > 40:
            end = at + sentence.index(",")
        made.append(Target(section, paragraph, at, end))
        at += len(sentence) + 1
    return made


def _sentence(rng: random.Random) -> str:
    pattern = rng.choice(REMARK) if rng.random() < 0.35 else "{who} {duty} {act}"
    if pattern.startswith("{who} {duty}"):
        pattern += "".join(f" {rng.choice(part)}" for part in (WHERE, WHEN, WHY) if rng.random() < 0.6) + "."
    while "{" in pattern:
        pattern = pattern.format(
            who=rng.choice(WHO),
            duty=rng.choice(DUTY),
            act=rng.choice(ACT),
            where=rng.choice(WHERE),
            when=rng.choice(WHEN),
            year=rng.randint(2019, 2035),
            short=rng.randint(20, 35),
            small=rng.randint(2, 60),
            digit=rng.randint(1, 9),
        )
    return pattern.replace(" ,", ",")


def _twin(rng: random.Random, sentence: str) -> str:
    """Almost the same: another actor, duty, year or number; what has none of them comes back as it is, one letter longer."""
    for list_ in rng.sample([WHO, DUTY, WHERE], 3):
        said = [words for words in list_ if f"{words} " in sentence]
        if said:
            return sentence.replace(max(said, key=len), rng.choice(list_), 1)
    year = rng.randint(2019, 2035)
    return f"{sentence[:-1]} in {year}."
