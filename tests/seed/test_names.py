"""Which names of the shipped base a sentence holds: true names in their spellings, and their false friends."""

import pytest
from sqlalchemy import select

from policykb.lexicon.linker import Linker
from policykb.store import state
from policykb.store import tables as t
from policykb.store.engine import Database

SENTENCES = [
    # One framework in its spellings, and what only sounds like it.
    ("IPEF, the Indo-Pacific Economic Framework for Prosperity", "ipef ipef"),
    ("an Indo-Pacific Economic Framework without tariffs", "ipef"),
    ("a new economic framework for lenders", ""),
    ("Quad ministers crossed the college quad on a quad bike.", "quad"),
    ("Funds flow through the PGI for infrastructure.", "pgii"),
    ("The label PGI protects cheese.", ""),
    ("Palau signed its Compact of Free Association; the Compact runs for twenty years.", "palau cofa cofa"),
    ("Firms joined the Global Compact in Palau.", "palau"),
    ("The Pacific Island Forum and the Pacific Islands Forum are one.", "pacific-islands-forum pacific-islands-forum"),
    # Departments, by their offices; states and treasuries of others.
    ("The Secretary of State asked Treasury.", "us-department-of-state us-department-of-the-treasury"),
    ("the UK Secretary of State and HM Treasury", "united-kingdom"),
    ("the Secretary of State for Scotland", "scotland"),
    ("The state must license treasury staff and commerce in labor camps.", ""),
    (
        "Congress waits: the bill left the House and the Senate holds it.",
        "us-congress us-house-of-representatives us-senate",
    ),
    ("the House of Lords and the house next door, says Congress", "us-congress"),
    ("Republican senators and Democrats on the midterms", "republican-party-us democratic-party-us"),
    ("the Republican Guard of the palace", ""),
    (
        "the Secretaries of Labor, Commerce and State",
        "us-department-of-labor us-department-of-commerce us-department-of-state",
    ),
    ("Labor and Commerce met the Head of State.", ""),
    ("the Secretary of Energy", "us-department-of-energy"),
    ("the Secretary of State for Defence, for His Majesty's Government", "uk-ministry-of-defence united-kingdom"),
    ("The White House asked its National Security Council.", "white-house us-national-security-council"),
    ("Japan's National Security Council sits in Tokyo.", "national-security-council-of-japan"),
    ("Congress read the Supreme Court ruling.", "us-congress us-supreme-court"),
    ("the Supreme Court of Nepal, says Congress", "nepal us-congress"),
    ("Korea's first Indo-Pacific Strategy, said Biden", "korea-indo-pacific-strategy joe-biden"),
    ("Biden's Indo-Pacific Strategy", "joe-biden us-indo-pacific-strategy"),
    ("Air India flew from India.", "india"),
    ("the Inter-American court and the American court", "united-states"),
    # Cities: who governs there, and where things happen.
    ("Tokyo objects and Seoul agrees.", "japan south-korea"),
    ("They met in Tokyo, travelled to Seoul and opened an office near Manila.", ""),
    ("There is growing concern in Tokyo, and officials in Seoul share it.", "japan south-korea"),
    ("The University of Ottawa hosted the Lima Declaration.", ""),
    ("signed at Hanoi, Vietnam, and Ottawa, Canada", "vietnam canada"),
    ("a workshop in New Delhi and one in Mexico City", ""),
    ("Beijing's message to Washington", "china united-states"),
    ("Their envoys visited Seoul and toured Ottawa.", ""),
    # Names that begin or end with another.
    (
        "Ministers of the Gulf Cooperation Council met by the Gulf, off Qatar.",
        "gulf-cooperation-council persian-gulf qatar",
    ),
    ("the North Atlantic Council and the Atlantic Council", "atlantic-council"),
    ("peoples of the Pacific; the Pacific Northwest; Indo-Pacific nations", "pacific-ocean indo-pacific"),
    ("Pacific leaders spoke in the Pacific Islands Forum.", "pacific-islands pacific-islands-forum"),
    ("Georgia voters and a painting by Georgia O'Keeffe", "georgia-us-state"),
    ("Georgia and Moldova applied to the EU.", "georgia moldova european-union"),
]


@pytest.fixture(scope="module")
def linker(shipped_file: str) -> Linker:
    with Database(shipped_file).reading() as connection:
        return Linker(state.aliases(connection)[0])


@pytest.fixture(scope="module")
def keys(shipped_file: str) -> dict[int, str]:
    e = t.entity.c
    with Database(shipped_file).reading() as connection:
        rows = connection.execute(select(e.id, e.key).where(e.type.in_(("actor", "framework"))))
        return {row.id: row.key for row in rows}


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES, ids=[sentence[:40] for sentence, _ in SENTENCES])
def test_what_a_sentence_names(linker: Linker, keys: dict[int, str], sentence: str, expected: str) -> None:
    assert [keys[m.entity] for m in linker.find(sentence) if m.entity in keys] == expected.split()
