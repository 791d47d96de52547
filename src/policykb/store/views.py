"""The views that are promised to whoever scripts over a base, and what each is for; tables may change."""

VIEWS: dict[str, str] = {
    "recommendation": "One row a recommendation, names joined.",
    "finding": "One row a finding, names joined.",
    "commitment": "One row a commitment, names joined.",
    "statements": "All three together, with the columns of each.",
    "statement_theme": "Which statement is about which theme.",
    "statement_actor": "Who is asked, who speaks, who else has a part: actors, and frameworks that act.",
    "statement_framework": "Which statement is about which framework, and what is to be done with it.",
    "statement_event": "Which statement is about which event.",
    "mentions": "Where a name stands in a statement.",
    "evidence_view": "The passages statements stand on.",
    "claims": "What became of a statement, as somebody says.",
    "relations": "What ties statements to one another.",
    "theme": "One row a theme.",
    "actor": "One row an actor.",
    "framework": "One row a framework.",
    "event": "One row an event.",
    "source": "One row a source.",
    "entities": "All five together, with the columns of each.",
    "aliases": "Other names of entities, one row each, with their rules.",
    "external_ids": "Their numbers elsewhere.",
    "parents": "What is broader than a theme, what an actor or a framework is part of; one row each.",
    "closures": "Everything below an entity by `parents`, itself included.",
    "membership": "Who belongs to a framework, in which role, from when to when.",
    "participations": "Who took part in an event.",
    "authors": "Who wrote a source, in order.",
    "coverage_view": "Which source was read for which theme.",
    "attachments": "The texts that were attached to sources.",
    "passages": "Their passages: paragraphs, list items and cells of tables, in order.",
}
"""What each view is for, in the order in which they are told."""

_BEHIND = {
    "statement": "statements",
    "entity": "entities",
    "entity_theme": "theme",
    "entity_actor": "actor",
    "entity_framework": "framework",
    "entity_event": "event",
    "entity_source": "source",
    "author": "authors",
    "alias": "aliases",
    "external_id": "external_ids",
    "parent": "parents",
    "closure": "closures",
    "framework_member": "membership",
    "participation": "participations",
    "link": "statement_theme, statement_actor, statement_framework and statement_event",
    "mention": "mentions",
    "evidence": "evidence_view",
    "claim": "claims",
    "relation": "relations",
    "coverage": "coverage_view",
    "attachment": "attachments",
    "passage": "passages",
}
"""Where what a table holds is promised to stay."""


def instead_of(table: str) -> str:
    """What to say to somebody who reads a table.

    >>> instead_of("link").partition(":")[0], instead_of("word").partition(":")[0]
    ('Tables may change. Read statement_theme, statement_actor, statement_framework and statement_event instead', \
'Tables may change. Read the views instead')
    """
    return f"Tables may change. Read {_BEHIND.get(table, 'the views')} instead: policykb sql --schema"
