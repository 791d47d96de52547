"""The sections of a seed file and the records they hold; separate because reading, schemas and the skeletons need it.

A new type of record is one row here.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """One section: ``type`` of its records, ``in_source`` whether it needs the file's ``source:``."""

    name: str
    type: str
    in_source: bool = False


SECTIONS = {
    section.name: section
    for section in (
        Section("source", "source"),
        Section("vocabularies", "vocabulary"),
        Section("themes", "theme"),
        Section("actors", "actor"),
        Section("frameworks", "framework"),
        Section("events", "event"),
        Section("groups", "actor", in_source=True),
        Section("recommendations", "recommendation", in_source=True),
        Section("findings", "finding", in_source=True),
        Section("commitments", "commitment", in_source=True),
        Section("claims", "claim"),
        Section("relations", "relation"),
        Section("coverage", "coverage"),
        Section("extend", "extension"),
    )
}
"""Sections of a YAML file; ``references`` belongs to ``source``."""
