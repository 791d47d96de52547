"""Word documents as Word keeps them: small documents and what they are read as."""

from datetime import UTC, datetime

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from tests.ingest.made import W, Word

from policykb.domain.document import Document, Facts
from policykb.ingest.readers import docx as reader


def read(made: Word) -> Document:
    return reader.read(made.written(), "report.docx")


def with_body(xml: str) -> Word:
    made = Word()
    body = made.document.element.body
    spaces = f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    for element in reversed(parse_xml(f"<w:body {spaces}>{xml}</w:body>")):
        body.insert(0, element)
    return made


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def test_changes_are_accepted_and_comments_left_out() -> None:
    xml = f"""<w:p>{run("We ")}<w:ins w:id="1">{run("should ")}</w:ins><w:del w:id="2"><w:r><w:delText>may not </w:delText></w:r></w:del>
      <w:hyperlink>{run("build")}</w:hyperlink><w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>{run(" ports.")}</w:p>
      <w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>{run("They ")}</w:p><w:p>{run("wait.")}</w:p>
      <w:p>{run("co")}<w:r><w:softHyphen/></w:r>{run("operation, long")}<w:r><w:noBreakHyphen/></w:r>{run("term")}{run("secret", "<w:vanish/>")}</w:p>
      <w:p><w:r><w:instrText>PAGE</w:instrText></w:r>{run("H")}{run("2", '<w:vertAlign w:val="superscript"/>')}</w:p>"""
    assert [p.text for p in read(with_body(xml)).passages] == [
        "We should build ports.",
        "They wait.",
        "cooperation, long-term",
        "H²",
    ]


def test_a_text_box_is_read_once_and_after_its_paragraph() -> None:
    box = f"<w:txbxContent><w:p>{run('In the box.')}</w:p></w:txbxContent>"
    xml = f"""<w:p>{run("Before.")}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>
      <mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p><w:p>{run("After.")}</w:p>"""
    assert [p.text for p in read(with_body(xml)).passages] == ["Before.", "In the box.", "After."]


def test_numbers_are_printed_as_word_does() -> None:
    made = Word()
    legal = made.new_list(
        level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", "<w:isLgl/>") + level(2, "lowerLetter", "(%3)")
    )
    for words, depth in [("A", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 2), ("F", 0), ("g", 1), ("h", 2)]:
        made.item(words, legal, depth)
    named = made.new_list(level(0, "decimal", "Recommendation %1:"))
    made.item("Build.", named, 0)
    made.item("Wait.", named, 0)
    assert [(p.text, p.label, p.level) for p in read(made).passages] == [
        ("I. A", "I", 1),
        ("1.1 b", "1.1", 2),
        ("1.2 c", "1.2", 2),
        ("(a) d", "(a)", 3),
        ("(b) e", "(b)", 3),
        ("II. F", "II", 1),
        ("2.1 g", "2.1", 2),
        ("(a) h", "(a)", 3),
        ("Recommendation 1: Build.", "1", 1),
        ("Recommendation 2: Wait.", "2", 1),
    ]


def test_a_list_that_starts_anew() -> None:
    made = Word()
    one = made.new_list(level(0, "decimal", "%1)"))
    made.item("a", one, 0)
    made.item("b", one, 0)
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    num = f'<w:num {W} w:numId="999"><w:abstractNumId w:val="{one}"/>{start}</w:num>'
    made._numbering.append(parse_xml(num))
    made.item("c", 999, 0)
    made.item("d", 999, 0)
    assert [p.text for p in read(made).passages] == ["1) a", "2) b", "5) c", "6) d"]


def test_lists_by_style() -> None:
    made = Word()
    for style, words in [
        ("List Number", "one"),
        ("List Number", "two"),
        ("List Bullet", "dot"),
        ("List Bullet 2", "dash"),
    ]:
        made.document.add_paragraph(words, style=style)
    assert [(p.text, p.label) for p in read(made).passages] == [
        ("1. one", "1"),
        ("2. two", "2"),
        ("dot", None),
        ("dash", None),
    ]


def test_merged_and_nested_cells() -> None:
    made = Word()
    table = made.document.add_table(4, 3)
    for at, text in enumerate(["Act", "Who", "When"]):
        table.cell(0, at).text = text
        for run_ in table.cell(0, at).paragraphs[0].runs:
            run_.bold = True
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Fund"
    table.cell(1, 1).merge(table.cell(1, 2)).text = "Council, in 2031."
    table.cell(2, 1).text = "1. Pilots"
    table.cell(2, 1).add_paragraph("2. Crews")
    table.cell(2, 2).add_table(2, 2).cell(1, 1).text = "inner"
    table.cell(3, 0).merge(table.cell(3, 2)).text = "Later Acts"
    document = read(made)
    cells = [(p.text, p.cell.table, p.cell.row, p.cell.column, p.cell.head) for p in document.passages if p.cell]
    assert cells == [
        ("Act", 1, 1, 1, None),
        ("Who", 1, 1, 2, None),
        ("When", 1, 1, 3, None),
        ("Fund", 1, 2, 1, "Act"),
        ("Council, in 2031.", 1, 2, 2, "Who"),
        ("1. Pilots", 1, 3, 2, "Who"),
        ("2. Crews", 1, 3, 2, "Who"),
        ("inner", 2, 2, 2, None),
    ]
    assert [heading.text for heading in document.headings] == ["Later Acts"]


def test_a_frame_of_one_cell_is_no_table() -> None:
    made = Word()
    cell = made.document.add_table(1, 1).cell(0, 0)
    cell.text = "Key Messages"
    cell.paragraphs[0].style = made.document.styles["Heading 2"]
    cell.add_paragraph("Ships wait.")
    assert [(p.section, p.text, p.cell) for p in read(made).passages] == [("Key Messages", "Ships wait.", None)]


def test_contents_are_no_text_and_titles_are_headings() -> None:
    made = Word()
    made.document.add_paragraph("Harbours", style="Title")
    contents = made.document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    made.document.add_paragraph("Fees\t3", style=contents)
    made.document.add_heading("Fees", 1)
    made.document.add_paragraph("They are high.")
    document = read(made)
    assert [(heading.text, heading.level) for heading in document.headings] == [("Harbours", 1), ("Fees", 1)]
    assert [passage.text for passage in document.passages] == ["They are high."]
    assert document.passages[0].page is None


def test_properties_are_believed_unless_a_program_set_them() -> None:
    made = Word()
    made.document.add_paragraph("Ships wait.")
    default = read(made).facts
    assert (default.title, default.authors, default.issued) == (None, (), None)
    core = made.document.core_properties
    core.title, core.author, core.created = "Harbours", "Ada Quill; Bo Reed", datetime(2031, 6, 22, tzinfo=UTC)
    assert reader.read(made.written(), "a.docx").facts == Facts(
        "Harbours", ("Ada Quill", "Bo Reed"), "2031-06-22", language="en-US"
    )
