"""Facts of the world in the shipped seed, written down here from the treaties and bodies themselves, not from the seed.

What is not so is as much worth as what is: the report's date (June 2024) and the day this was written (November 2026).
"""

import pytest
from tests.builders import query

from policykb import KnowledgeBase
from policykb.domain.countries import CODES

THEN, NOW = "2024-06-30", "2026-11-24"

MEMBERS = [
    # framework, date, all of its members there; only bodies whose members change are given twice
    ("cptpp", THEN, "australia brunei canada chile japan malaysia mexico new-zealand peru singapore vietnam"),
    ("cptpp", "2019-01-01", "australia canada japan mexico new-zealand singapore"),
    ("quad", THEN, "australia india japan united-states"),
    ("quad", "2010", ""),
    ("quad", "2007-10", "australia india japan united-states"),
    ("aukus", NOW, "australia united-kingdom united-states"),
    ("us-japan-rok-trilateral", THEN, "japan south-korea united-states"),
    ("us-japan-philippines-trilateral", THEN, "japan philippines united-states"),
    ("g7", THEN, "canada france germany italy japan united-kingdom united-states"),
    ("five-eyes", NOW, "australia canada new-zealand united-kingdom united-states"),
    ("fpda", NOW, "australia malaysia new-zealand singapore united-kingdom"),
    (
        "asean",
        THEN,
        "brunei cambodia indonesia laos malaysia myanmar philippines singapore thailand vietnam",
    ),
    (
        "asean",
        NOW,
        "brunei cambodia indonesia laos malaysia myanmar philippines singapore thailand timor-leste vietnam",
    ),
    ("us-japan-alliance", THEN, "japan united-states"),
    (
        "rcep",
        THEN,
        "australia brunei cambodia china indonesia japan laos malaysia new-zealand philippines singapore south-korea"
        " thailand vietnam",
    ),
    (
        "ipef",
        THEN,
        "australia brunei fiji india indonesia japan malaysia new-zealand philippines singapore south-korea thailand"
        " united-states vietnam",
    ),
    (
        "ipef-trade-pillar",
        THEN,
        "australia brunei fiji indonesia japan malaysia new-zealand philippines singapore south-korea thailand"
        " united-states vietnam",
    ),
    ("usmca", NOW, "canada mexico united-states"),
    ("brics", "2023", "brazil china india russia south-africa"),
]
NOT_SO = [
    ("rcep", "india"),
    ("rcep", "united-states"),
    ("cptpp", "united-states"),
    ("cptpp", "china"),
    ("cptpp", "taiwan"),
    ("cptpp", "south-korea"),
    ("ipef", "taiwan"),
    ("ipef", "china"),
    ("ipef-trade-pillar", "india"),
    ("quad", "south-korea"),
    ("quad", "philippines"),
    ("aukus", "japan"),
    ("aukus", "new-zealand"),
    ("nato", "japan"),
    ("nato", "ukraine"),
    ("united-nations", "taiwan"),
    ("united-nations", "kosovo"),
    ("g7", "russia"),
    ("brics", "argentina"),
    ("sco", "turkiye"),
    ("oecd", "china"),
    ("asean", "papua-new-guinea"),
    ("european-union", "united-kingdom"),
    ("european-union", "norway"),
]
DATED = [
    # framework, member, the day it began, the day before
    ("cptpp", "vietnam", "2019-01-14", "2019-01-13"),
    ("cptpp", "peru", "2021-09-19", "2021-09-18"),
    ("cptpp", "malaysia", "2022-11-29", "2022-11-28"),
    ("cptpp", "chile", "2023-02-21", "2023-02-20"),
    ("cptpp", "brunei", "2023-07-12", "2023-07-11"),
    ("cptpp", "united-kingdom", "2024-12-15", "2024-12-14"),
    ("rcep", "japan", "2022-01-01", "2021-12-31"),
    ("rcep", "south-korea", "2022-02-01", "2022-01-31"),
    ("rcep", "malaysia", "2022-03-18", "2022-03-17"),
    ("rcep", "indonesia", "2023-01-02", "2023-01-01"),
    ("rcep", "philippines", "2023-06-02", "2023-06-01"),
    ("nato", "finland", "2023-04-04", "2023-04-03"),
    ("nato", "sweden", "2024-03-07", "2024-03-06"),
    ("asean", "vietnam", "1995-07-28", "1995-07-27"),
    ("asean", "timor-leste", "2025-10-26", "2025-10-25"),
    ("sco", "india", "2017-06-09", "2017-06-08"),
    ("sco", "belarus", "2024-07-04", "2024-07-03"),
    ("brics", "indonesia", "2025-01-06", "2025-01-05"),
    ("g20", "african-union", "2023-09-09", "2023-09-08"),
    ("wto", "china", "2001-12-11", "2001-12-10"),
    ("wto", "taiwan", "2002-01-01", "2001-12-31"),
    ("united-nations", "south-sudan", "2011-07-14", "2011-07-13"),
    ("oecd", "costa-rica", "2021-05-25", "2021-05-24"),
    ("european-union", "croatia", "2013-07-01", "2013-06-30"),
]
COUNTS = [
    ("nato", NOW, 32),
    ("united-nations", NOW, 193),
    ("wto", NOW, 166),
    ("apec", NOW, 21),
    ("oecd", THEN, 38),
    ("european-union", NOW, 27),
    ("pacific-islands-forum", THEN, 18),
    ("east-asia-summit", THEN, 18),
    ("asean-regional-forum", THEN, 27),
]
NAMES = [
    ("Burma", "myanmar"),
    ("Swaziland", "eswatini"),
    ("Turkey", "turkiye"),
    ("Türkiye", "turkiye"),
    ("Czech Republic", "czechia"),
    ("Ivory Coast", "cote-divoire"),
    ("Cape Verde", "cabo-verde"),
    ("East Timor", "timor-leste"),
    ("ROK", "south-korea"),
    ("DPRK", "north-korea"),
    ("Chinese Taipei", "taiwan"),
    ("DRC", "congo-democratic-republic"),
    ("PRC", "china"),
    ("Viet Nam", "vietnam"),
    ("Georgia", "georgia"),
    ("Jordan", "jordan"),
    ("Abu Dhabi", "united-arab-emirates"),
    ("METI", "meti"),
    ("USTR", "ustr"),
    ("Quad", "quad"),
    ("TPP", "tpp"),
    ("IP4", "nato-indo-pacific-partners"),
    ("MSP", "minerals-security-partnership"),
    ("BRI", "belt-and-road-initiative"),
    ("FOIP", "foip"),
]


def members(kb: KnowledgeBase, framework: str, day: str) -> set[str]:
    """Who is a member on a day, read off the record and not through the query language."""
    found = set()
    for item in kb.show(framework).record.get("memberships", ()):
        first, last = item.get("from", "0001"), item.get("to", "9999")
        # Dates as texts: a month or year begins with its first and ends after its last day.
        if item.get("role", "member") == "member" and first <= day[: len(first)] and day[: len(last)] <= last:
            found.add(item["actor"])
    return found


@pytest.mark.parametrize(("framework", "day", "expected"), MEMBERS, ids=[f"{f}@{d}" for f, d, _ in MEMBERS])
def test_all_members(shipped: KnowledgeBase, framework: str, day: str, expected: str) -> None:
    assert members(shipped, framework, day) == set(expected.split())


@pytest.mark.parametrize(("framework", "actor"), NOT_SO, ids=[f"{a}-{f}" for f, a in NOT_SO])
def test_what_is_not_so(shipped: KnowledgeBase, framework: str, actor: str) -> None:
    for day in (THEN, NOW):
        assert actor not in members(shipped, framework, day)
        found = shipped.query(f"frameworks member:{actor}@{day} key:{framework}").to_dicts()
        assert found == []


@pytest.mark.parametrize(("framework", "actor", "first", "before"), DATED, ids=[f"{a}-{f}" for f, a, _, _ in DATED])
def test_the_day_it_began(shipped: KnowledgeBase, framework: str, actor: str, first: str, before: str) -> None:
    asked = [
        [r["key"] for r in shipped.query(f"frameworks member:{actor}@{day} key:{framework}").to_dicts()]
        for day in (first, before)
    ]
    assert asked == [[framework], []]


@pytest.mark.parametrize(("framework", "day", "count"), COUNTS, ids=[f"{f}@{d}" for f, d, _ in COUNTS])
def test_how_many(shipped: KnowledgeBase, framework: str, day: str, count: int) -> None:
    assert len(members(shipped, framework, day)) == count


@pytest.mark.parametrize(("name", "key"), NAMES, ids=[name for name, _ in NAMES])
def test_what_a_name_means(shipped: KnowledgeBase, name: str, key: str) -> None:
    assert shipped.show(name).record["key"] == key


def test_every_fact_says_where_and_when_it_was_checked(shipped: KnowledgeBase) -> None:
    for subject in ("actors", "frameworks"):
        for record in shipped.query(subject).to_dicts():
            if "/" in record["key"]:
                continue  # groups that exist only in a source say so by their key
            assert record.get("url") or record.get("source"), record["key"]
            assert record.get("checked", "") >= "2026-01", record["key"]
            for item in record.get("memberships", ()):
                assert item.get("url") or item.get("source"), (record["key"], item["actor"])
                assert item["checked"], (record["key"], item["actor"])
                assert item.get("from", "")[:10] <= NOW, (record["key"], item["actor"])


def test_the_world_is_whole(shipped: KnowledgeBase) -> None:
    states = shipped.query("actors with kind state").to_dicts()
    codes = [state["ids"]["iso3166"] for state in states]
    assert len(set(codes)) == len(codes)
    assert set(codes) <= CODES
    assert {state["key"] for state in states} >= members(shipped, "united-nations", NOW)
    assert shipped.query("frameworks").total >= 45
    assert shipped.query("themes").total >= 40
    assert all(theme.get("definition") for theme in shipped.query("themes").to_dicts())


def test_no_name_of_the_world_is_found_in_the_report_by_mistake(shipped_file: str) -> None:
    found = query(shipped_file, "SELECT DISTINCT entity FROM mentions WHERE entity_type IN ('actor', 'framework')")
    assert {key for (key,) in found} == set(MENTIONED.split())


MENTIONED = """
    aoip asean asia-pacific aukus aukus-pillar-two australia biden-administration china cptpp fumio-kishida gaza
    global-south honda india indo-pacific ipef japan joe-biden middle-east ncafp-2024-us-japan/american-participants
    ncafp-2024-us-japan/emerging-developing-countries ncafp-2024-us-japan/japanese-participants
    ncafp-2024-us-japan/japanese-people ncafp-2024-us-japan/us-allies north-carolina north-korea osa philippines quad
    rcep russia south-china-sea southeast-asia taiwan-strait toyota trump-administration ukraine united-kingdom
    united-states us-congress us-indo-pacific-strategy us-japan-alliance us-japan-philippines-trilateral
    us-japan-rok-trilateral vladimir-putin white-house
"""
"""Read by eye in the statements: whoever adds a name to the world sees here what else it is found in."""
