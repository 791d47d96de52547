"""Who is asked to act: every way of finding an addressee in one order of precedence, the surest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policykb.domain.passage import Passage
from policykb.ingest.candidate import Suggestion
from policykb.ingest.suggest import english as en
from policykb.ingest.suggest.context import Context, Inherited, subjects_of
from policykb.ingest.suggest.phrases import Party, Reading, together
from policykb.ingest.suggest.proponents import proponents, says
from policykb.ingest.suggest.subjects import Duty, Sort, Subject, agents, asked, duties, is_undergone
from policykb.store.catalogue import EntityRow


@dataclass(frozen=True, slots=True)
class Span:
    """The words of a passage from ``first`` to before ``last``."""

    passage: Passage
    reading: Reading
    first: int
    last: int

    @property
    def words(self) -> tuple[Reading, int, int]:
        """Where they stand, as the grammar asks for it."""
        return self.reading, self.first, self.last

    @property
    def text(self) -> str:
        """As they are printed, without line breaks."""
        return self.reading.printed(self.first, self.last)


def addressees(context: Context, spans: Sequence[Span]) -> tuple[Suggestion, ...]:
    """The addressees of what stands at one place or several; what a place says itself counts before surroundings."""
    found = [(_Resolver(context, span.passage, span.reading), span.first, span.last) for span in spans]
    for step in (_Resolver.told, _Resolver.asked, _Resolver.possible, _Resolver.aside, _Resolver.inherited):
        for resolver, first, last in found:
            if suggestions := _each_once(step(resolver, first, last)):
                return suggestions
    return ()


def _each_once(suggestions: Iterator[Suggestion]) -> tuple[Suggestion, ...]:
    by_name: dict[str, Suggestion] = {}
    for suggestion in suggestions:
        by_name.setdefault(suggestion.key or suggestion.name.casefold(), suggestion)
    return tuple(by_name.values())


class _Resolver:
    """The steps for one passage."""

    def __init__(self, context: Context, passage: Passage, reading: Reading) -> None:
        self.context = context
        self.passage = passage
        self.reading = reading

    def told(self, first: int, last: int) -> Iterator[Suggestion]:
        """Subjects of verbs of duty, and the agents of passive ones."""
        for duty in duties(self.reading, first, last):
            if not duty.weak:
                yield from self._of_duty(duty, last)

    def possible(self, first: int, last: int) -> Iterator[Suggestion]:
        """Subjects of "can" and "could", where no verb of duty stands."""
        if any(not duty.weak for duty in duties(self.reading, first, last)):
            return
        for duty in duties(self.reading, first, last):
            if found := list(self._of_duty(duty, last)):
                yield from found
                return

    def asked(self, first: int, last: int) -> Iterator[Suggestion]:
        """Those named after "urge", "call on", "time for", "essential that"."""
        for parties, how in asked(self.reading, first, last):
            yield from self._parties(self.reading, parties, f"named after '{how}'")
        for at in range(first, last - 1):
            # "It is essential that they": a pronoun where a party may stand.
            word, following = self.reading.words[at].low, self.reading.words[at + 1].low
            near = self.reading.words[max(first, at - 1)].low
            if word in {"that", "for"} and near in en.URGENT and following in {"they", "it", "them"}:
                yield from self._pronoun(at + 1, f"'{following}' after '{near} {word}'")

    def aside(self, first: int, last: int) -> Iterator[Suggestion]:
        """Whoever acts in another clause of the sentence, where the advice itself has no subject that acts."""
        if self._is_imperative(first):
            return
        ruled_out = {party for duty in duties(self.reading, first, last) for party in duty.subject.parties}
        for group in subjects_of(self.reading, first, last):
            if ruled_out & set(group):
                continue
            places = all(party.entity and party.entity.kind == "region" for party in group)
            if places or says(self.reading, group[-1].last, last):
                continue
            yield from self._parties(self.reading, tuple(group), "acts in the same sentence")
            return

    def _is_imperative(self, first: int) -> bool:
        """Whether the words begin with a verb that the codebook has, in its plain form: "Promote trade"."""
        words = self.reading.words
        first = next((at for at in range(first, min(first + 3, len(words))) if words[at].is_word), first)
        return first < len(words) and words[first].low in self.context.codebook.plain

    def inherited(self, first: int, last: int) -> Iterator[Suggestion]:
        """Whom the sentences before, the lead-in, the heading or the whole document tell to act.

        What somebody else than the authors advises is not for whom the authors advise.
        """
        if proponents(self.reading, first, last, self.context.gazetteer):
            return
        for found in (
            self.context.lead_in(self.passage),
            self.context.headed(self.passage),
            self.context.said_before(self.reading, first),
        ):
            if found:
                yield from self._inherited(found)
                return
        if self.context.prevailing and not self._means_somebody(first, last):
            entity, reason = self.context.prevailing
            yield Suggestion(entity.name, reason, entity.key)

    def _means_somebody(self, first: int, last: int) -> bool:
        """Whether a duty has a subject that is somebody, found or not: then it is not for everybody's addressee."""
        return any(
            duty.subject.parties
            or (
                duty.subject.sort is Sort.PRONOUN
                and self.reading.words[duty.subject.at].low not in {"we", "i"}
                and not self._is_empty(duty.subject.at, duty.after)
            )
            for duty in duties(self.reading, first, last)
            if not duty.weak
        )

    def _inherited(self, found: Inherited) -> Iterator[Suggestion]:
        yield from self._parties(found.reading, found.parties, found.reason)

    def _of_duty(self, duty: Duty, last: int) -> Iterator[Suggestion]:
        reading, subject = self.reading, duty.subject
        verb = reading.printed(duty.at, duty.after)
        agent = next(agents(reading, duty.after, min(last, reading.sentence(duty.at)[1])), None)
        if agent:
            yield from self._parties(reading, agent, f"by whom it '{verb}' be done")
        elif subject.sort is Sort.PARTY:
            if not is_undergone(reading, duty):
                yield from self._parties(reading, subject.parties, f"subject of '{verb}'")
        elif burdened := self._burdened(duty, last):
            yield from self._parties(reading, *burdened)
        elif subject.sort is Sort.PRONOUN and not self._is_empty(subject.at, duty.after):
            if not is_undergone(reading, duty):
                yield from self._pronoun(subject.at, f"'{reading.words[subject.at].text}', subject of '{verb}'")
        elif subject.sort is Sort.THING:
            yield from self._of_thing(subject, verb)

    def _of_thing(self, subject: Subject, verb: str) -> Iterator[Suggestion]:
        """Whose doing a thing is ("Japan's strategy should"), or what it points back to ("the pact should")."""
        head = self.reading.words[subject.at].low
        if subject.owner_at >= 0 and (head in en.ACTS or head.endswith("ing")):
            yield from self._pronoun(subject.owner_at, f"whose {head} '{verb}'")
        elif head in en.ACTS and subject.owner:
            yield from self._parties(self.reading, (subject.owner,), f"whose {head} '{verb}'")
        elif meant := self.context.definite(self.reading, subject.at, head, self.passage):
            yield Suggestion(meant.name, f"'{head}', subject of '{verb}'", meant.key)

    def _burdened(self, duty: Duty, last: int) -> tuple[tuple[Party, ...], str] | None:
        """Whose task a thing should be: "it must remain a priority for the department"."""
        end = min(last, self.reading.sentence(duty.at)[1])
        for parties, how in asked(self.reading, duty.after, end):
            if how.split()[0] in en.BURDENS:
                return parties, f"named after '{how}'"
        return None

    def _is_empty(self, at: int, verb: int) -> bool:
        """Whether "it" only fills the place of a clause: "it would be helpful to"."""
        words = self.reading.words[verb : verb + 6]
        judged = any(word.low in en.URGENT for word in words) or any(word.low in en.SAYING for word in words)
        return self.reading.words[at].low == "it" and judged

    def _pronoun(self, at: int, reason: str) -> Iterator[Suggestion]:
        low = self.reading.words[at].low
        if low in {"we", "our", "i", "my", "you", "your", "he", "she", "his", "her"}:
            return
        plural = low in {"they", "their", "them"}
        found = self.context.antecedent(self.reading, at, plural=plural, passage=self.passage)
        if found:
            yield from self._parties(found.reading, found.parties, reason)

    def _parties(self, reading: Reading, parties: tuple[Party, ...], reason: str) -> Iterator[Suggestion]:
        entity: EntityRow | None = None
        printed = ""
        for party in parties:
            if party.owner:
                yield from self._owned(reading, party, entity, printed, reason)
                continue
            if party.noun in en.RELATED and party.entity:
                yield self._related(party.entity, reading.printed(party.first, party.first + 1), party.noun, reason)
                continue
            if party.entity:
                entity = party.entity
                printed = reading.printed(party.first, party.last)
                yield Suggestion(entity.name, _known(reason, printed, entity, party), entity.key)
            elif party.open:
                yield self._open(party, reason)
            else:
                passage = self.passage if reading is self.reading else None
                alone = party.last - party.first == 2 and not party.plural
                definite = alone and self.context.definite(reading, party.last - 1, party.noun, passage)
                body = self.context.body if party.name == "member states" else None
                if definite:
                    yield Suggestion(definite.name, f"'{party.name}', {reason}", definite.key)
                elif ally := self._allied(party):
                    yield Suggestion(*ally, reason=reason)
                elif body and self.context.gazetteer:
                    yield Suggestion(f"{self.context.gazetteer.short(body)} member states", reason)
                elif not (party.noun in en.RELATED and entity) and not (alone and party.noun in en.POINTED):
                    yield Suggestion(party.name, reason)

        if parties:
            yield from self._examples(reading, parties[-1])

    def _examples(self, reading: Reading, party: Party) -> Iterator[Suggestion]:
        """Those named as instances of a group: "allies like Japan"."""
        if party.entity and party.noun not in en.RELATED:
            return
        following = [word.low for word in reading.words[party.last : party.last + 3]]
        skip = 1 if following[:1] == [","] else 0
        opening = next((e for e in en.EXAMPLES if following[skip : skip + len(e.split())] == e.split()), None)
        if opening is None:
            return
        at = party.last + skip + len(opening.split())
        named = reading.beginning.get(at)
        for one in together(reading, named) if named else ():
            if one.entity and not one.noun:
                yield Suggestion(one.entity.name, f"after '{opening}'", one.entity.key, "example")

    def _allied(self, party: Party) -> tuple[str] | None:
        """Bare "allies" are those of the state for which the document advises."""
        words = party.name.replace("like-minded", "").replace("likeminded", "").split()
        if words not in (["allies"], ["partners"]) or self.context.prevailing is None or not self.context.gazetteer:
            return None
        state = self.context.prevailing[0]
        return (f"{self.context.gazetteer.adjective(state)} {words[0]}",) if state.kind == "state" else None

    def _owned(
        self, reading: Reading, party: Party, entity: EntityRow | None, printed: str, reason: str
    ) -> Iterator[Suggestion]:
        """Whose allies "its allies" are: of the party before them in the row, else of the subject before."""
        if entity is None:
            passage = self.passage if reading is self.reading else None
            before = self.context.antecedent(reading, party.first, plural=party.owner == "their", passage=passage)
            owners = [one for one in before.parties if one.entity] if before else []
            if before and owners:
                entity = owners[0].entity
                printed = before.reading.printed(owners[0].first, owners[0].last)
        if entity is None:
            yield Suggestion(f"{party.owner} {party.noun}", reason)
        elif party.noun in en.GOVERNING:
            yield Suggestion(entity.name, reason, entity.key)
        else:
            yield self._related(entity, printed, party.noun, reason)

    def _related(self, entity: EntityRow, printed: str, noun: str, reason: str) -> Suggestion:
        before = self.context.gazetteer.adjective(entity) if self.context.gazetteer else entity.name
        bare = printed.removeprefix("the ").removeprefix("The ")
        if bare.replace(".", "") == before.replace(".", ""):
            before = bare if entity.name != bare else before
        return Suggestion(f"{before} {noun}", reason)

    def _open(self, party: Party, reason: str) -> Suggestion:
        state = self.context.state
        if state is None:
            return Suggestion(party.name, reason)
        return Suggestion(state[0].name, f"'{party.name}', {reason}; {state[1]}", state[0].key)


def _known(reason: str, printed: str, entity: EntityRow, party: Party) -> str:
    bare = printed.removeprefix("the ").removeprefix("The ")
    if bare == entity.name or party.noun:
        return f"'{printed}', {reason}" if party.noun else reason
    kind = {"preferred": "", "name": "alias"}.get(party.kind, party.kind)
    return f"'{printed}' is {entity.name}{f' ({kind})' if kind else ''}; {reason}"
