"""What is known by name: the same from a base as from the shipped files, and what a user's own base adds."""

from pathlib import Path

from tests.builders import Fresh
from tests.ingest.suggest.written import names, suggested

from policykb.ingest.suggest import Gazetteer
from policykb.seed.load import load
from policykb.store.engine import Database

TEXT = (
    "Washington, Tokyo and the European Commission met in Ottawa; the U.S.-Japan alliance, AUKUS and "
    "officials from the Ministry of Foreign Affairs of Japan spoke of export controls and rare earths."
)


def test_a_base_of_the_shipped_seed_knows_what_the_files_know(shipped_file: str, gazetteer: Gazetteer) -> None:
    database = Database(shipped_file)
    with database.reading() as connection:
        found = Gazetteer.of(connection)
    database.close()
    of_base, of_files = (
        [(one.entity.key, one.start, one.end, one.kind) for find in (g.names, g.themes) for one in find(TEXT)]
        for g in (found, gazetteer)
    )
    assert of_base == of_files
    assert [found.terms(name) for name in ("action", "strength", "support")] == [
        gazetteer.terms(name) for name in ("action", "strength", "support")
    ]
    above = [
        {one.key: [up.key for up in g.above(one)] for one in g.entities.values() if one.type in {"actor", "theme"}}
        for g in (found, gazetteer)
    ]
    assert {key: ups for key, ups in above[0].items() if key in above[1]} == above[1]


def test_a_user_s_own_names_are_suggested(fresh: Fresh) -> None:
    with fresh() as (folder, database):
        folder.mkdir()
        Path(folder, "own.yaml").write_text(
            "actors:\n  - {key: harbour-board, name: Harbour Board of Utopia, kind: government-body, "
            "aliases: [{text: HBU, kind: acronym, case_sensitive: true}]}\n",
            encoding="utf-8",
        )
        load([folder], database, "test")
        with database.reading() as connection:
            own = Gazetteer.of(connection)
    found = suggested("The HBU should open the port.", gazetteer=own)
    assert names(found) == ["Harbour Board of Utopia"]
    assert found.addressees[0].key == "harbour-board"


def test_short_names_are_those_that_people_write(gazetteer: Gazetteer) -> None:
    short = {
        "nato": "NATO",
        "united-nations": "UN",
        "quad": "Quad",
        "world-bank": "World Bank",
        "g7": "G7",
        "us-congress": "Congress",
        "us-department-of-state": "Department of State",
        "united-kingdom": "United Kingdom",
        "trump-administration": "Trump administration",
    }
    entities = {key: gazetteer.get(key) for key in short}
    assert {key: gazetteer.short(entity) for key, entity in entities.items() if entity} == short
