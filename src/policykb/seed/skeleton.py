"""Beginnings of seed files: what must be filled in is empty, so that `check` names it, and the rest is a comment.

Separate from the canonical form because these are texts for people, with an example beside every field.
"""

from collections.abc import Mapping, Sequence
from datetime import date

TYPES = ("source", "theme", "actor", "framework", "event")
"""What there are skeletons of."""
Words = Mapping[str, Sequence[str]]
"""The terms of vocabularies."""


def skeleton(type_: str, key: str, words: Words, today: date) -> str:
    """The text of a file for a new record; ``words`` are offered where a field takes one of a vocabulary."""

    def one_of(vocabulary: str, otherwise: str) -> str:
        return ", ".join(words.get(vocabulary, ())) or otherwise

    return _TEXTS[type_].format(
        key=key,
        today=today.isoformat(),
        month=today.isoformat()[:7],
        kinds=one_of(f"{type_}-kind", "a word for what it is"),
        strengths=one_of("strength", "must, should, could, implied"),
        actions=one_of("action", "what is to be done, in one word"),
        finding_kinds=one_of("finding-kind", "assessment, concern, fact, ..."),
        roles=one_of("membership-role", "member, partner, observer"),
    )


_SOURCE = """\
# A report and what it says. Fill in what is empty and take the # from what you use; then: policykb check, policykb load
# Actors, themes and frameworks are named by key: policykb query actors (or themes, frameworks) lists them.
source:
  key: {key}
  title:
  # one of: {kinds}
  kind:
  # the publisher and the authors are actors of their own
  # publisher: csis
  # authors: [jane-doe, john-doe]
  # a year, a month or a day
  issued:
  # url: https://example.org/report
# one record is one act asked of one set of addressees
recommendations:
  # the full key will be {key}/first-point
  - key: first-point
    # the point in your own words, adding nothing to what the passage says
    text:
    # one of: {strengths}
    strength:
    # one of: {actions}
    # action: strengthen
    # the source itself lifts it out
    # priority: true
    # addressees: [united-states, {{key: japan, role: example}}]
    # who voices it, where that is not the authors
    # proponents: [{{key: us-congress, support: some}}]
    # themes: [trade]
    # frameworks: [{{key: ipef, relation: strengthen}}]
    # actors: [{{key: china, role: topic}}]
    # where it stands: the heading, the paragraph below it (from 1), the first and the last 2 to 6 words
    evidence:
      - {{section: , paragraph: , quote: {{from: , to: }}}}
# what the source says without asking anybody to act
# findings:
#   - key: first-finding
#     text: The point in your own words.
#     one of: {finding_kinds}
#     kind: assessment
#     evidence:
#       - {{section: Introduction, paragraph: 1, quote: {{from: the first words, to: the last words}}}}
# which themes you read it for, so that "none found" is not "not read"
# coverage:
#   - {{theme: economic, by: Your Name, on: {today}}}
"""
_THEME = """\
themes:
  - key: {key}
    name:
    # what it means, in a sentence
    definition:
    # what belongs to it and what does not
    # scope_note: Not the trade in services, which is digital-trade.
    # the wider themes: policykb query themes
    broader: []
    # other names that texts use
    # aliases: [another name, {{text: ABC, kind: acronym, case_sensitive: true}}]
"""
_ACTOR = """\
actors:
  - key: {key}
    name:
    # one of: {kinds}
    kind:
    # part_of: [united-states]
    # of a person, for citations
    # family_name: Doe
    # ids: {{iso3166: JP, wikidata: Q17}}
    # aliases: [another name, {{text: ABC, kind: acronym, case_sensitive: true}}]
    # where these facts were checked, and when
    # url: https://example.org/
    # checked: {month}
"""
_FRAMEWORK = """\
frameworks:
  - key: {key}
    name:
    # one of: {kinds}
    kind:
    # part_of: [aukus]
    # established: 2022-05-23
    # where these facts were checked, and when
    # url: https://example.org/
    # checked: {month}
    # aliases: [another name, {{text: ABC, kind: acronym, case_sensitive: true}}]
    # role is one of: {roles}
    # memberships:
    #   - {{actor: japan, role: member, from: 2022-05-23, url: https://example.org/, checked: {month}}}
"""
_EVENT = """\
events:
  - key: {key}
    name:
    # one of: {kinds}
    kind:
    # a year, a month or a day
    date:
    # place: Tokyo
    # aliases: [another name]
    # participations:
    #   - {{person: jane-doe, role: speaker, affiliation: as printed}}
"""
_TEXTS = {"source": _SOURCE, "theme": _THEME, "actor": _ACTOR, "framework": _FRAMEWORK, "event": _EVENT}
