import re
import subprocess
import sys
import unicodedata
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykb.lexicon import words as module
from policykb.lexicon.words import fold_name, folded, terms, words

CASES = [
    # acronyms with dots are one word, whatever stands around them
    ("U.S.", "us"),
    ("U.S", "us"),
    ("the US and the U.S.", "the us and the us"),
    ("U.S.-Japan", "us japan"),
    ("U.S./U.K.", "us uk"),
    ("U.S.'s", "us s"),
    ("the U.S.Japan typo", "the us japan typo"),
    ("R.O.K., D.C.; e.g. i.e.", "rok dc eg ie"),
    ("É.-U., e\u0301.-u\u0301., É.U.", "e u e u eu"),
    ("J. Smith and J.P. Morgan", "j smith and jp morgan"),
    ("end.Next a.bc ab.c U..S", "end next a bc ab c u s"),
    # everything else that is no letter or digit is a break
    ("Indo-Pacific", "indo pacific"),
    ("IPEF/CPTPP", "ipef cptpp"),
    ("Japan's, Japan’s, Japanʼs", "japan s japan s japan s"),
    ("20.04, 1,000 and 3.5%", "20 04 1 000 and 3 5"),
    ("snake_case", "snake case"),
    ("“free and open”—again…", "free and open again"),
    ("Quad™ №5", "quad 5"),
    ("", ""),
    (" — ", ""),
    # accents, and letters that no decomposition takes apart
    ("Türkiye, Côte d’Ivoire, São Tomé", "turkiye cote d ivoire sao tome"),
    ("Łódź, Øresund, Đà Nẵng, Straße, STRASSE", "lodz oresund da nang strasse strasse"),
    ("Æsir, œuvre, Þórður, ısı, İstanbul, Ħamrun", "aesir oeuvre thordur isi istanbul hamrun"),
    ("ÐÞØŁĐƁƊƘƳŊŦƗ", "dtholdbdkynti"),
    ("ΣΊΣΥΦΟΣ Σίσυφος", "σισυφοσ σισυφοσ"),
    ("ＡＳＥＡＮ ﬁnance", "asean finance"),
    # marks that make another letter stay with it
    ("ガ ｶﾞ ka\u3099", "カ\u3099 カ\u3099 ka\u3099"),
    ("हिन्दी", "हिन्दी"),
    ("x\u3099\u093c", "x\u093c\u3099"),
    ("葛\U000e0101城 ❤\ufe0f 1\ufe0f", "葛城 1"),
    ("\u3099 \u0301 x", "x"),
    # raised figures and fractions
    ("alliance¹² CO₂ 2½", "alliance 1 2 co2 2 1 2"),
    ("1ª, 2º", "1a 2o"),
    ("coŀlectiva", "col lectiva"),
    ("A.ŉ, ŀ.B", "a n l b"),
]

PIECES = st.sampled_from(
    [
        *"US1.. .-_(\x00\n’éßŁŀ½²가ガﹰŉʼᾳİⅣ⒈≠ᾀﬁﷺ➀日\ud800\udc00",
        *"\u0301\u0323\u0345\u3099\u093c\ufe0f\u0374",
        *["U.S.", "us", "Japan", "हि", "a" * 70],
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES | st.characters(), max_size=12).map("".join))


def only_terms(text: str) -> list[str]:
    return [term for term, _, _ in folded(text)]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_words_of_a_text(text: str, expected: str) -> None:
    assert fold_name(text) == expected


def test_offsets_are_those_of_the_text_as_given() -> None:
    text = "The U.S.-Ja\u0304pan cafe\u0301 alliance¹: 2½"
    assert [(term, text[start:end]) for term, start, end in folded(text)] == [
        ("the", "The"),
        ("us", "U.S."),
        ("japan", "Ja\u0304pan"),
        ("cafe", "cafe\u0301"),
        ("alliance", "alliance"),
        ("1", "¹"),
        ("2", "2"),
        ("1", "½"),
        ("2", "½"),
    ]


def naive_terms(text: str) -> list[str]:
    """The same meaning, read off the definition: fold every character, then take the text apart with a pattern."""

    def fold(character: str) -> str:
        if character in ".ʼʹʻʽʾʿʺ\u0374":
            return character if character == "." else " "
        category = unicodedata.category(character)
        if not (character.isalnum() or category[0] == "M"):
            return " "
        result = character
        for _ in range(4):
            result = unicodedata.normalize("NFKD", result)
            result = "".join(
                c
                for c in result
                if not any(low <= ord(c) <= high for low, high in ACCENTS) and not 0xFE00 <= ord(c) <= 0xFE0F
            ).casefold()
            for letter, plain in zip("øłđðıħŧɨƀɓɖɗƙƴŋæœþ", [*"olddihtibbddkyn", "ae", "oe", "th"], strict=True):
                result = result.replace(letter, plain)
        result = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in result)
        result = re.sub("[ʼʹʻʽʾʿʺ]", " ", result)
        starts = unicodedata.decomposition(character).startswith(("<super>", "<fraction>")) and category == "No"
        return " " + result if starts else result

    whole = ""
    for character in text:
        letters = fold(character)
        stray = (
            letters and not re.search(r"\w", letters) and whole[-1:] in ("", " ", ".")
        )  # a mark with no letter before it
        whole += " " if stray and character != "." else letters
    found: list[str] = []
    for run in whole.split(" "):
        pieces = [re.sub(r"^\W+", "", piece) for piece in run.split(".")]
        for single, group in groupby(pieces, is_single_letter):
            members = [piece for piece in group if piece]
            found += ["".join(members)] if single else members
    return [unicodedata.normalize("NFKD", term) for term in found]


def is_single_letter(piece: str) -> bool:
    return [c.isalpha() for c in piece if c.isalnum()] == [True]


ACCENTS = [
    (0x300, 0x36F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
]


@given(TEXTS)
def test_agrees_with_the_definition(text: str) -> None:
    assert only_terms(text) == naive_terms(text)


@given(TEXTS)
def test_normal_forms_of_a_text_have_the_same_terms(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert only_terms(composed) == only_terms(decomposed) == only_terms(text)
    assert terms(composed) == terms(decomposed)


def test_every_composed_character_has_the_terms_of_its_parts() -> None:
    differing = [
        f"U+{ord(c):04X}"
        for c in map(chr, range(sys.maxunicode + 1))
        if (parts := unicodedata.normalize("NFD", c)) != c
        and only_terms(f"x{c}.{c}.y{c}") != only_terms(f"x{parts}.{parts}.y{parts}")
    ]
    assert differing == []


def test_every_folded_character_is_folded_for_good() -> None:
    changing = [
        f"U+{ord(c):04X}"
        for c in map(chr, range(sys.maxunicode + 1))
        if unicodedata.normalize("NFKD", c.casefold()) != c and only_terms(fold_name(f"x{c}")) != only_terms(f"x{c}")
    ]
    assert changing == []


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_name(fold_name(text)) == fold_name(text)


@given(TEXTS, st.sampled_from(["en", "de", "fr", "tr", "ar", "ta", "ja"]))
def test_a_term_is_made_of_letters_digits_and_their_marks(text: str, language: str) -> None:
    for term, _, _ in folded(text) + words(text, language):
        assert term
        assert all(c.isalnum() or (ord(c) > 127 and unicodedata.category(c).startswith("M")) for c in term)
    assert terms(text, language).split(" ") == ([term for term, _, _ in words(text, language)] or [""])


@given(TEXTS)
def test_an_offset_leads_back_to_its_word(text: str) -> None:
    last = 0
    for term, start, end in folded(text):
        word = text[start:end]
        assert start < end
        assert term in only_terms(word)
        if unicodedata.normalize("NFKD", word) == unicodedata.normalize("NFD", word):
            assert only_terms(word) == [term]
            assert start >= last
        last = end
    assert [place[1:] for place in words(text)] == [place[1:] for place in folded(text)]


@given(TEXTS, TEXTS)
def test_a_break_between_texts_keeps_their_words_apart(one: str, other: str) -> None:
    assert only_terms(f"{one} {other}") == only_terms(one) + only_terms(other)
    assert only_terms(f"{one}\u2014{other}") == only_terms(one) + only_terms(other)


@given(st.text(st.characters(max_codepoint=127)))
def test_case_makes_no_difference(text: str) -> None:
    assert folded(text.upper()) == folded(text.lower())


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Recommendations, recommended: institutionalising minilaterals",
            "recommend recommend institutionalis minilater",
        ),
        ("en-GB", "economies", "economi"),
        ("EN", "economies", "economi"),
        ("fr", "Les économies", "le econom"),
        ("de", "Die Empfehlungen", "die empfehl"),
        ("ja", "経済 economies", "経済 economies"),
        ("el", "ησε", "ησε"),  # the stemmer would leave nothing
        ("tlh", "economies", "economies"),
        ("", "economies", "economies"),
    ],
)
def test_stems_by_language(language: str, text: str, expected: str) -> None:
    assert terms(text, language) == expected


def test_no_word_is_too_common_to_be_a_term() -> None:
    assert terms("to be or not to be, that is the question") == "to be or not to be that is the question"


@given(st.text(st.sampled_from("ABCDEINGSU"), min_size=2, max_size=8), st.booleans())
def test_an_acronym_has_the_term_of_the_word_without_dots(letters: str, last_dot: bool) -> None:
    dotted = ".".join(letters) + "." * last_dot
    assert terms(dotted) == terms(letters)


def test_every_language_has_its_stemmer() -> None:
    for language, name in module._SNOWBALL.items():
        module._known.cache_clear()
        terms("x", language)
        assert f"snowballstemmer.{name}_stemmer" in sys.modules


@given(st.text(max_size=70), st.sampled_from(sorted(module._SNOWBALL)))
def test_no_stemmer_raises_or_loses_a_word(text: str, language: str) -> None:
    assert len(words(text, language)) == len(folded(text))


def test_a_stemmer_that_is_not_installed_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(module._SNOWBALL, "tlh", "klingon")
    assert terms("economies", "tlh") == "economies"


def test_a_very_long_word_is_a_word() -> None:
    assert words("a" * 100_000 + "é") == [("a" * 100_000 + "e", 0, 100_001)]
    assert terms("a" * 99 + "ing") == "a" * 99 + "ing"
    assert all(len(form) < 99 for form in module._known("english"))


def test_the_cache_is_bounded_and_forgets_without_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(f"Economies{n} U.S.{n} é{n}" for n in range(50))
    expected = words(text)
    monkeypatch.setattr(module, "_CACHED_WORDS", 8)
    module._known.cache_clear()
    assert words(text) == expected
    assert words(text) == expected
    known = module._known("english")
    assert len(known) <= 8
    assert len(known._older) <= 8


def test_a_word_in_use_stays_in_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CACHED_WORDS", 8)
    stemmed: list[str] = []

    def stem(term: str) -> str:
        stemmed.append(term)
        return term

    known = module._Known(stem)
    for n in range(40):
        assert known["often"] == "often"
        assert known[f"seldom{n}"] == f"seldom{n}"
    assert stemmed.count("often") == 1
    assert len(stemmed) == 41


def test_the_stemmer_is_loaded_when_first_asked_for() -> None:
    code = (
        "import sys; from policykb.lexicon.words import folded, terms; folded('Économies'); "
        "assert 'snowballstemmer' not in sys.modules; terms('economies'); assert 'snowballstemmer' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
