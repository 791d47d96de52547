"""Names in texts: which aliases occur where, under their rules; separate so that loads and readers link alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from unicodedata import normalize

from policykb.lexicon.places import means_the_city
from policykb.lexicon.words import Token, fold_name, folded

_ARTICLE = "the"


@dataclass(frozen=True)
class Alias:
    """A name of an entity and the rules under which it counts.

    ``case_sensitive``: the letters must be the written ones, dots aside (``US`` is US or U.S., not us).
    ``not_in``: it does not count inside one of these phrases (``quad bike``). ``needs_any``: it counts only in a text
    that holds one of these words or phrases. ``place``: it is the name of a city too, and does not count where the city
    is meant. ``scope``: the id of the only source in whose statements it counts.
    """

    id: int
    entity: int
    text: str
    case_sensitive: bool = False
    not_in: tuple[str, ...] = ()
    needs_any: tuple[str, ...] = ()
    place: bool = False
    scope: int | None = None


class Mention(NamedTuple):
    """An alias found in a text: `text[start:end]`."""

    alias: int
    entity: int
    start: int
    end: int


class Occurrence(NamedTuple):
    """A name that stands in a text, `text[start:end]`, whether or not it counts as a mention.

    ``why_not`` is empty for what counts; else the rule that keeps it from counting, with the ``phrase`` around it:
    case_sensitive, not_in, needs_any, scope (a group of another source), place (it is a city, or stands in the name of
    one), or, where another name has the place, longer (one that begins there too, an article aside) or taken (one that
    begins before it).
    """

    alias: int
    entity: int
    start: int
    end: int
    why_not: str = ""
    phrase: str = ""


class Linker:
    """Finds the mentions of many aliases in one pass over a text.

    Whole words only, folded as `policykb.lexicon.words.folded` does; of names that overlap the leftmost counts, of
    those that start together the longest whose rules pass. An article is no start: "the Gulf" gives way to "Gulf
    Cooperation Council". Plurals and other inflected forms are not matched.

    >>> linker = Linker([Alias(1, 10, "Quad", not_in=("quad bike",)), Alias(2, 20, "US", case_sensitive=True)])
    >>> linker.find("The U.S. told us about a quad bike, then about the Quad.")
    [Mention(alias=2, entity=20, start=4, end=8), Mention(alias=1, entity=10, start=51, end=55)]
    """

    def __init__(self, aliases: Iterable[Alias]) -> None:
        self._root = _Node()
        self._places: set[int] = set()
        for alias in aliases:
            if alias.place:
                self._places.add(alias.id)
            node = self._root
            for term, _, _ in folded(alias.text):
                node = node.next.setdefault(term, _Node())
            node.add(_Rule(alias))

    def find(self, text: str, scope: int | None = None, tokens: list[Token] | None = None) -> list[Mention]:
        """The mentions in order of place; where entities share a name, one for each.

        ``scope`` is the id of the source whose statement the text is of: its own aliases count beside the general ones.
        ``tokens`` are what `folded` gives for the text, from a caller who has them already.
        Of several aliases of an entity at one place the first given counts, general ones first.
        """
        searched = _Text(text, folded(text) if tokens is None else tokens, scope)
        tokens = searched.tokens
        first = self._root.next
        mentions = []
        free = 0
        for at in [at for at, token in enumerate(tokens) if token[0] in first]:
            if at < free:
                continue
            end, counting = self._longest(searched, at)
            if end > at and tokens[at][0] == _ARTICLE and self._longest(searched, at + 1)[0] > end:
                continue
            for entity, alias in counting.items():
                mentions.append(Mention(alias, entity, tokens[at][1], tokens[end - 1][2]))
            free = end
        return mentions

    def examine(self, text: str, scope: int | None = None) -> list[Occurrence]:
        """Every place where a name stands, with why it does not count where it does not; in order of place.

        What counts is what `find` finds.

        >>> linker = Linker([Alias(1, 10, "Quad", not_in=("quad bike",)), Alias(2, 20, "US", case_sensitive=True)])
        >>> [(o.start, o.why_not, o.phrase) for o in linker.examine("A quad bike told us of the Quad.")]
        [(2, 'not_in', 'quad bike'), (17, 'case_sensitive', ''), (27, '', '')]
        """
        searched = _Text(text, folded(text), scope)
        counted = self.find(text, scope, searched.tokens)
        mentioned = {(m.start, m.end, m.entity): m.alias for m in counted}
        found = []
        for at, (_, start, _) in enumerate(searched.tokens):
            for end, rules in self._names(searched.tokens, at):
                behind = searched.tokens[end - 1][2]
                for rule in rules:
                    alias = rule.alias
                    if mentioned.get((start, behind, alias.entity)) == alias.id:
                        found.append(Occurrence(alias.id, alias.entity, start, behind))
                    elif (start, behind, alias.entity) not in mentioned:
                        why, phrase = rule.breach(searched, at, end) or _displaced(start, behind, alias, counted, text)
                        found.append(Occurrence(alias.id, alias.entity, start, behind, why, phrase))
        return found

    def _names(self, tokens: list[Token], at: int) -> "Iterator[tuple[int, list[_Rule]]]":
        """Where each name that starts at a token ends, with all that are written so."""
        node = self._root
        for end in range(at, len(tokens)):
            following = node.next.get(tokens[end][0])
            if following is None:
                return
            node = following
            if node.rules:
                yield end + 1, [rule for some in node.rules.values() for rule in some]

    def _longest(self, searched: "_Text", at: int) -> tuple[int, dict[int, int]]:
        """Where the longest name that starts at a token and counts ends, and its aliases by entity."""
        tokens = searched.tokens
        node = self._root
        names = []
        for end in range(at, len(tokens)):
            following = node.next.get(tokens[end][0])
            if following is None:
                break
            node = following
            if node.rules:
                names.append((end + 1, node))
        for end, node in reversed(names):
            counting = node.unruled or node.counting(searched, at, end)
            if counting and node.places:
                # A city that only is where something happens holds no shorter name either: no Mexico in Mexico City.
                return end, self._without_cities(counting, searched, at, end)
            if counting:
                return end, counting
        return at, {}

    def _without_cities(self, counting: dict[int, int], searched: "_Text", at: int, end: int) -> dict[int, int]:
        """Leaves out cities that are meant as places, as in "met in Ottawa" and "Ottawa, Canada"."""
        if means_the_city(searched.terms, at, end):
            return {entity: alias for entity, alias in counting.items() if alias not in self._places}
        node, named = self._root, set[int]()
        for last in range(end, len(searched.tokens)):
            following = node.next.get(searched.tokens[last][0])
            if following is None:
                break
            node = following
            named |= node.counting(searched, end, last + 1).keys()
        return {entity: alias for entity, alias in counting.items() if entity not in named or alias not in self._places}


class _Node:
    """A place in the tree of tokens: what may follow, and the aliases that end here, by scope."""

    __slots__ = ("next", "places", "rules", "unruled")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.rules: dict[int | None, list[_Rule]] = {}
        self.places = False
        self.unruled: dict[int, int] = {}
        """What `counting` gives in any text, where no alias here has a rule or a scope."""

    def add(self, rule: "_Rule") -> None:
        self.rules.setdefault(rule.alias.scope, []).append(rule)
        self.places = self.places or rule.alias.place
        general = self.rules.get(None, [])
        self.unruled = {} if len(self.rules) > 1 or any(r.strict for r in general) else _by_entity(general)

    def counting(self, searched: "_Text", at: int, end: int) -> dict[int, int]:
        """By entity, the first alias whose rules pass."""
        scopes = (None,) if searched.scope is None else (None, searched.scope)
        rules = [rule for scope in scopes for rule in self.rules.get(scope, [])]
        return _by_entity(rule for rule in rules if rule.counts(searched, at, end))


def _by_entity(rules: Iterable["_Rule"]) -> dict[int, int]:
    first: dict[int, int] = {}
    for rule in rules:
        first.setdefault(rule.alias.entity, rule.alias.id)
    return first


class _Text:
    """A text that is searched, with what the rules ask about it, found out once and only if asked."""

    def __init__(self, text: str, tokens: list[Token], scope: int | None) -> None:
        self.text = text
        self.tokens = tokens
        self.scope = scope
        self._joined = ""
        self._holds: dict[str, bool] = {}

    @cached_property
    def terms(self) -> list[str]:
        """The folded words."""
        return [term for term, _, _ in self.tokens]

    def holds(self, phrase: str) -> bool:
        """Whether the words of a folded phrase stand somewhere in the text."""
        if not self._joined:
            # No term has a space in it, so the spaces around a phrase make whole words of it.
            self._joined = f" {' '.join(self.terms)} "
        if phrase not in self._holds:
            self._holds[phrase] = f" {phrase} " in self._joined
        return self._holds[phrase]

    def encloses(self, phrase: list[str], at: int, end: int) -> bool:
        """Whether the words of a folded phrase stand where they cover the tokens from ``at`` to before ``end``."""
        starts = range(max(0, end - len(phrase)), at + 1)
        return any([token[0] for token in self.tokens[start : start + len(phrase)]] == phrase for start in starts)


class _Rule:
    """An alias with the rules that the words of a text can break made ready; ``strict`` if it has any."""

    def __init__(self, alias: Alias) -> None:
        self.alias = alias
        self.strict = alias.case_sensitive or alias.place or bool(alias.not_in or alias.needs_any)
        self._written = _written(alias.text, folded(alias.text)) if alias.case_sensitive else []
        self._not_in = [(phrase, words) for phrase in alias.not_in if (words := fold_name(phrase).split())]
        self._needs_any = [phrase for phrase in map(fold_name, alias.needs_any) if phrase]

    def counts(self, searched: _Text, at: int, end: int) -> bool:
        return self.breach(searched, at, end) is None

    def breach(self, searched: _Text, at: int, end: int) -> tuple[str, str] | None:
        """The rule that these words of a text break, and the phrase by which; None where they break none."""
        alias = self.alias
        if alias.scope not in {None, searched.scope}:
            return "scope", ""
        if alias.case_sensitive and self._written != _written(searched.text, searched.tokens[at:end]):
            return "case_sensitive", ""
        enclosing = next((phrase for phrase, words in self._not_in if searched.encloses(words, at, end)), None)
        if enclosing is not None:
            return "not_in", enclosing
        if alias.needs_any and not any(map(searched.holds, self._needs_any)):
            return "needs_any", ""
        return None


def _displaced(start: int, end: int, alias: Alias, counted: Sequence[Mention], text: str) -> tuple[str, str]:
    """Which other name has the place of a name that breaks no rule, or that it is a place."""
    over = next((mention for mention in counted if mention.start < end and start < mention.end), None)
    if over is None or (alias.place and (over.start, over.end) == (start, end)):
        return "place", ""
    return ("taken" if over.start < start else "longer"), text[over.start : over.end]


def _written(text: str, tokens: Iterable[Token]) -> list[str]:
    """The words as they stand, without the dots of acronyms."""
    return [normalize("NFC", text[start:end].replace(".", "")) for _, start, end in tokens]
