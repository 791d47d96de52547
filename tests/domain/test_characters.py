"""Which characters a stored text may hold: every unwanted one is named with its place, everything else is kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykb.domain.characters import clean_name, clean_text

REFUSED = [
    ("OE\u200bCD", "invisible character U+200B at position 3"),
    ("a\u202egnp.exe", "bidi control U+202E at position 2"),
    ("\u2066a", "bidi control U+2066 at position 1"),
    ("a\x07b", "control character U+0007 at position 2"),
    ("a\x00b", "control character U+0000 at position 2"),
    ("a\rb", "control character U+000D at position 2"),
    ("a\x85b", "control character U+0085 at position 2"),
    ("ab\ud800", "half a surrogate pair U+D800 at position 3"),
    ("soft\u00adhyphen", "invisible character U+00AD at position 5"),
    ("a\ufeff", "invisible character U+FEFF at position 2"),
    ("a\u2028b", "invisible character U+2028 at position 2"),
    ("e\u0301\u200b", "invisible character U+200B at position 2"),
    ("", "blank"),
    ("   ", "blank"),
    ("\u00a0\u3000", "blank"),
    ("OECD\u00a0", "white space (or a no-break space) at the start or the end"),
    ("\nOECD", "white space (or a no-break space) at the start or the end"),
    ("\u3000日本", "white space (or a no-break space) at the start or the end"),
]


@pytest.mark.parametrize("clean", [clean_text, clean_name])
@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_refused(clean: type[str], text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        clean(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x","y")',
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "日本 の 政策 カタカナ",
        "Café Münchner Straße",
        "emoji 👍 and 100%",
        "NO",
        "1e5",
        "~",
        "ﬁnance",
    ],
)
def test_what_is_kept_as_it_is(text: str) -> None:
    assert clean_text(text) == text
    assert clean_name(text) == text


def test_a_text_may_have_lines_and_a_name_has_one() -> None:
    assert clean_text("a\n\tb") == "a\n\tb"
    for text in ("a\nb", "a\tb", "é\nb"):
        with pytest.raises(ValueError, match="a name is one line"):
            clean_name(text)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("O\u0415CD", "mixes Latin and Cyrillic letters (U+0415 at position 2)"),
        ("ΝΑTO", "mixes Latin and Greek letters (U+039D at position 1)"),
        ("Café \u0430", "mixes Latin and Cyrillic letters (U+0430 at position 6)"),
    ],
)
def test_letters_that_only_look_the_same(name: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        clean_name(name)
    assert str(caught.value) == message
    assert clean_text(name) == name, "a running text may quote another script"


@pytest.mark.parametrize("name", ["ОЭСР", "ΝΑΤΟ", "ОЭСР 2024", "東京 Tokyo", "東京カタカナ", "Ελλάς-日本"])
def test_scripts_of_their_own_and_usual_neighbours(name: str) -> None:
    assert clean_name(name) == name


@given(st.text())
def test_texts_are_stored_in_one_form_without_loss(text: str) -> None:
    try:
        cleaned = clean_text(text)
    except ValueError:
        return
    assert cleaned == unicodedata.normalize("NFC", text)
    assert clean_text(cleaned) == cleaned
    assert not any(unicodedata.category(c) in {"Cs", "Zl", "Zp"} for c in cleaned)
    assert cleaned == cleaned.strip() != ""
    cleaned.encode()
