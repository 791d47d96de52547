"""What is a paragraph, a heading, a note: small documents and what they are read as."""

import pytest

from policykb.domain.document import Facts
from policykb.domain.passage import SourceText
from policykb.errors import LimitReached, UsageError
from policykb.ingest.decoding import MOST_LINES
from policykb.ingest.limits import LARGEST_TEXT
from policykb.ingest.readers import text as reader


def read(text: str) -> SourceText:
    return reader.read(text.encode(), "report.txt")


def numbered(source: SourceText) -> list[tuple[str | None, int, str]]:
    return [(passage.section, passage.paragraph, passage.text) for passage in source.passages]


REPORT = """

Harbours Between Tides: A Plan for the North

By Ada Quill and Bo Reed¹
June 2031

Executive Summary

The council met twice. It called the plan “the best
so far.”² Ships wait.

The key points are these:

- Fees are high. The council should lower them
  before the season begins.

¹ The authors speak for themselves alone.

² Port Office. “Remarks on the Plan.” 4 May 2031. <https://example.org/remarks>

- Pilots are few.
- Finally, the council
should train more of them.

Fees and Dues are Too High

Captains complained.³

³ Captains’ Union. “A Letter.”
https://example.org/letter

APPENDIX: LIST OF GUESTS
(in alphabetical order)

Ms. Cleo ARK

*Director, Piers & Docks
Deputy Head of the Harbour Board
Office of Tides and Currents
Research Centre for Northern Ports*

Mr. Dan BOW

*Harbour Master*

OBSERVERS

Ms. Eve CREW

Intern
Port Office
"""


LONG_POST = (
    "*Director, Piers & Docks Deputy Head of the Harbour Board Office of Tides and Currents "
    "Research Centre for Northern Ports*"
)


def test_a_report() -> None:
    source = read(REPORT)
    assert numbered(source) == [
        (None, 1, "Harbours Between Tides: A Plan for the North"),
        (None, 2, "By Ada Quill and Bo Reed¹ June 2031"),
        ("Executive Summary", 1, "The council met twice. It called the plan “the best so far.”² Ships wait."),
        ("Executive Summary", 2, "The key points are these:"),
        ("Executive Summary", 3, "Fees are high. The council should lower them before the season begins."),
        ("Executive Summary", 4, "Pilots are few."),
        ("Executive Summary", 5, "Finally, the council should train more of them."),
        ("Fees and Dues are Too High", 1, "Captains complained.³"),
        ("APPENDIX: LIST OF GUESTS", 1, "(in alphabetical order)"),
        ("APPENDIX: LIST OF GUESTS", 2, "Ms. Cleo ARK"),
        ("APPENDIX: LIST OF GUESTS", 3, LONG_POST),
        ("APPENDIX: LIST OF GUESTS", 4, "Mr. Dan BOW"),
        ("APPENDIX: LIST OF GUESTS", 5, "*Harbour Master*"),
        ("OBSERVERS", 1, "Ms. Eve CREW"),
        ("OBSERVERS", 2, "Intern Port Office"),
    ]
    assert [(note.number, note.text) for note in source.footnotes] == [
        (1, "The authors speak for themselves alone."),
        (2, "Port Office. “Remarks on the Plan.” 4 May 2031. <https://example.org/remarks>"),
        (3, "Captains’ Union. “A Letter.” https://example.org/letter"),
    ]
    assert source.sections == (
        "Executive Summary",
        "Fees and Dues are Too High",
        "APPENDIX: LIST OF GUESTS",
        "OBSERVERS",
    )
    assert [passage.ordinal for passage in source.passages] == list(range(1, 16))
    assert all(passage.page is None for passage in source.passages)


@pytest.mark.parametrize(
    ("document", "sections"),
    [
        ("Trade and Growth\n\nPorts grow.", ["Trade and Growth"]),
        ("What the council should do next\n\nIt should act.", ["What the council should do next"]),
        ("Next Steps\n\n- Open the harbour", ["Next Steps"]),
        ("ANNEX\n\nPorts grow.", ["ANNEX"]),
        ("LIST OF SHIPS\n\nThe Heron", ["LIST OF SHIPS"]),
        ("LIST OF SHIPS\nAND BOATS\n\nThe Heron", ["LIST OF SHIPS AND BOATS"]),
        ("1. Introduction\n\nPorts grow.\n\n2. Fees\n\nFees fall.", ["1. Introduction", "2. Fees"]),
        ("1.2 Scope\n\nThe North", ["1.2 Scope"]),
        ("Annex B\n\nThe Heron", ["Annex B"]),
        ("**Scope**\n\nThe North", ["Scope"]),
        ("## Scope ##\nThe North\n# Fees\nThey fall.", ["Scope", "Fees"]),
        ("Scope\n=====\nThe North\n\nFees\n----\nThey fall.", ["Scope", "Fees"]),
        ("# Scope\n\nA Short Line\n\nPorts grow.", ["Scope"]),
        ("Part One: Ports\n\nThe North\n\nPorts grow.", ["The North"]),
        ("Fees¹\n\nThey fall.\n\n¹ In 2030.", ["Fees"]),
        ("Fees\n\n¹ In 2030.\n\nThey fall.", ["Fees"]),
    ],
)
def test_headings(document: str, sections: list[str]) -> None:
    assert list(read(document).sections) == sections


@pytest.mark.parametrize(
    "document",
    [
        "A short sentence.\n\nPorts grow.",
        "Four things matter:\n\n- Ports",
        "By Ada Quill\n\nPorts grow.",
        "12 May 2031\n\nPorts grow.",
        "May 2031\n\nPorts grow.",
        "in small letters\n\nPorts grow.",
        "So I wonder —\n\nPorts grow.",
        "https://example.org/Ports\n\nPorts grow.",
        "The Last Line",
        "Ada Quill\n\nHarbour Master\n\nBo Reed\n\nPilot",
        "THE COUNCIL OF THE NORTHERN PORTS WHICH MET IN JUNE AND AGAIN IN JULY\nAND AGAIN IN THE AUTUMN AGREED",
        "1. Ports\n\n2. Fees\n\nThese two matter.",
        "A line that is long enough to be no title because it has more than fifteen words in it\n\nPorts grow.",
    ],
)
def test_no_headings(document: str) -> None:
    assert read(document).sections == ()


def test_headings_in_a_row_head_nothing_themselves() -> None:
    source = read("Ports\n\nThe North\n\nPorts grow.")
    assert numbered(source) == [("The North", 1, "Ports grow.")]
    assert "Ports\n\nThe North" in source.text


def test_a_list_of_names_before_a_heading_stays_a_list() -> None:
    source = read("Ada Quill\n\nHarbour Master\n\nNORTHERN PORTS\n\nPorts grow.")
    assert numbered(source) == [
        (None, 1, "Ada Quill"),
        (None, 2, "Harbour Master"),
        ("NORTHERN PORTS", 1, "Ports grow."),
    ]


@pytest.mark.parametrize(
    ("document", "paragraphs"),
    [
        ("Two lines\nare one.", ["Two lines are one."]),
        ("  Spaces   and\ttabs.  ", ["Spaces and tabs."]),
        ("Do this:\n- one\n- two\n  of them\n* three\n• four", ["Do this:", "one", "two of them", "three", "four"]),
        ("- one\n\n- two", ["one", "two"]),
        ("- one\n  - inner\n- two", ["one", "inner", "two"]),
        ("– one\n– two", ["one", "two"]),
        ("The plan\n– a bold one –\nfailed.", ["The plan – a bold one – failed."]),
        ("Do this:\n1. Wait.\n2. See\nwhat comes.", ["Do this:", "1. Wait.", "2. See what comes."]),
        ("1) Wait.\n2) See.", ["1) Wait.", "2) See."]),
        ("The number of ports rose to\n12. It fell later.", ["The number of ports rose to 12. It fell later."]),
        ("1. The number rose to\n12. It fell later.", ["1. The number rose to 12. It fell later."]),
        ("In the words of\n1. Wait.", ["In the words of 1. Wait."]),
        ("A sentence that\n\ngoes on.", ["A sentence that", "goes on."]),
        ("An inter-\nnational plan.", ["An inter-\nnational plan."]),
        ("From 2020–\n2024 only.", ["From 2020–\n2024 only."]),
        ("A plan -\nand a bold one.", ["A plan - and a bold one."]),
        ("*Emphasis* stays.\n\n---\n\nA rule goes.", ["*Emphasis* stays.", "A rule goes."]),
        ("One.\r\n\r\nTwo\rlines.", ["One.", "Two lines."]),
        ("\ufeffMarked.", ["Marked."]),
        ("In\u00advisible\u200b ones go.", ["Invisible ones go."]),
        ("Cafe\u0301s are composed.", ["Cafés are composed."]),
        ("---\ntitle: Ports\ntags:\n- a\n---\nOne.", ["One."]),
        ("語の港は広い。\n\n港。", ["語の港は広い。", "港。"]),
    ],
)
def test_paragraphs(document: str, paragraphs: list[str]) -> None:
    assert [passage.text for passage in read(document).passages] == paragraphs


@pytest.mark.parametrize(
    ("document", "paragraphs", "notes"),
    [
        ("One.¹\n¹ A note\non two lines.\n\nTwo.", ["One.¹", "Two."], [(1, "A note on two lines.")]),
        ("One.\n\n¹ A note.\n² Another.\n\nTwo.", ["One.", "Two."], [(1, "A note."), (2, "Another.")]),
        ("One.\n\n¹² A note.", ["One."], [(12, "A note.")]),
        ("One.[1]\n\n[1] A note.", ["One.[1]"], [(1, "A note.")]),
        ("One.[^1]\n\n[^1]: A note.", ["One.[^1]"], [(1, "A note.")]),
        ("One.^1\n\n^1 A note.", ["One.^1"], [(1, "A note.")]),
        ("One.\n\nTwo.\n\n[1] A note.", ["One.", "Two."], [(1, "A note.")]),
        (
            "One.\n\n¹ A note:\n\nhttps://example.org/a\n\nTwo.",
            ["One.", "Two."],
            [(1, "A note: https://example.org/a")],
        ),
        ("A sentence that\n\n¹ A note.\n\ngoes on.", ["A sentence that goes on."], [(1, "A note.")]),
        ("A sentence.\n\n¹ A note.\n\nlower case.", ["A sentence.", "lower case."], [(1, "A note.")]),
        ("Item:\n\n¹ A note.\n- a bullet", ["Item:", "a bullet"], [(1, "A note.")]),
        ("[1] The first.\n\n[2] The second.", ["[1] The first.", "[2] The second."], []),
        ("As was said in\n[1] and elsewhere.[1]", ["As was said in [1] and elsewhere.[1]"], []),
    ],
)
def test_footnotes(document: str, paragraphs: list[str], notes: list[tuple[int, str]]) -> None:
    source = read(document)
    assert [passage.text for passage in source.passages] == paragraphs
    assert [(note.number, note.text) for note in source.footnotes] == notes


def test_form_feeds_are_page_breaks() -> None:
    source = read("One.¹\n\n¹ A note.\n\n3\n\fTwo goes\n\n- 4 -\n\fon here. And\n\f\n\fon.\n\n2031\n\nFive.")
    assert [(passage.page, passage.text) for passage in source.passages] == [
        (1, "One.¹"),
        (2, "Two goes on here. And on."),
        (5, "2031"),
        (5, "Five."),
    ]
    assert [(note.number, note.page) for note in source.footnotes] == [(1, 1)]


def test_a_page_break_ends_a_note() -> None:
    source = read("One.¹\n\n¹ A note.\fTwo.")
    assert [passage.text for passage in source.passages] == ["One.¹", "Two."]


def test_equal_headings_keep_their_own_paragraphs() -> None:
    source = read("Notes\n\nOne.\n\nTwo.\n\nNotes\n\nThree.")
    assert [(p.section, p.section_ordinal, p.paragraph) for p in source.passages] == [
        ("Notes", 1, 1),
        ("Notes", 1, 2),
        ("Notes", 2, 1),
    ]


def test_the_fingerprint_is_of_the_words_and_not_of_their_print() -> None:
    assert read("The “free”\nports.¹\n\n¹ A note.").fingerprint == read('The "free" ports.¹\n¹ A   note.').fingerprint
    assert read("The free ports.").fingerprint != read("The ports.").fingerprint
    assert read("Ports.\n\n¹ A note.").fingerprint != read("Ports.\n\n¹ Another.").fingerprint


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "report.txt: there is no text in it"),
        (b" \n\f\n ---\n", "report.txt: there is no text in it"),
        (b"One.\nCaf\xe9", "report.txt:2: not in UTF-8 (byte 0xe9)"),
        ("One.".encode("utf-16"), "report.txt: is in UTF-16"),
        (b"One.\n\0", "report.txt:2: has a NUL character"),
        (b"%PDF-1.7\n", "report.txt: is a PDF"),
        (b"PK\x03\x04", "report.txt: is a ZIP archive"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        reader.read(data, "report.txt")
    assert caught.value.message.startswith(message)
    assert caught.value.hint


@pytest.mark.parametrize("data", [b"a" * (LARGEST_TEXT + 1), b"\n" * (MOST_LINES + 1)])
def test_limits(data: bytes) -> None:
    with pytest.raises(LimitReached, match=r"report\.txt: more than"):
        reader.read(data, "report.txt")


def test_letters_and_numbers_of_lists() -> None:
    source = read(
        "1. The council should:\n\n\ti. lower fees;\n\n\tii.Train pilots.\n\n2. Ships should wait.\n(a) all day\n\n"
        "The port should:\n(a) open,\n(b) close.\n\n12.3 Build a fund.\n\n- one\n  - deeper\n- two"
    )
    assert [(p.text, p.label, p.level) for p in source.passages] == [
        ("1. The council should:", "1", 1),
        ("i. lower fees;", "i", 2),
        ("ii.Train pilots.", "ii", 2),
        ("2. Ships should wait. (a) all day", "2", 1),
        ("The port should:", None, 0),
        ("(a) open,", "(a)", 1),
        ("(b) close.", "(b)", 1),
        ("12.3 Build a fund.", "12.3", 1),
        ("one", None, 1),
        ("deeper", None, 2),
        ("two", None, 1),
    ]


def test_what_the_first_page_states() -> None:
    facts = reader.read(REPORT.encode(), "report.txt").facts
    assert facts == Facts("Harbours Between Tides: A Plan for the North", ("Ada Quill", "Bo Reed"), "2031-06")
    assert reader.read(b"Ships wait.\n\nIn May 2031 they left.", "report.txt").facts == Facts()
