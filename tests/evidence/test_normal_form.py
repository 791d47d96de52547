import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policykb.evidence.normalise import Normal, normalise, normalised_fingerprint

TYPOGRAPHY = "-\u2010\u2013\u2014\u00ad\u200b\u2018\u2019\u201c\u201d\ufb01\u2026\u00a0 \n\t\"'"
TEXTS = st.text(st.one_of(st.sampled_from(TYPOGRAPHY), st.sampled_from("abfi.,2é語")), max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the “lattice-work” of ties", 'the "lattice-work" of ties'),
        ("Japan’s ports", "Japan's ports"),
        ("Quad—four states—met", "Quad - four states -- met"),
        ("inter-\nnational", "international"),
        ("long-\nterm", "long-term"),
        ("co\u00adope\u00ad\nration", "cooperation"),
        ("U.S.-\nJapan", "U.S.–Japan"),
        ("2020–\n2024", "2020-2024"),
        ("the ﬁrst o\ufb03ce", "the first office"),
        ("so…", "so..."),
        ("too  many\n\tspaces\u00a0here", "too many spaces here"),
        ("Cafe\u0301", "Café"),
    ],
)
def test_prints_of_the_same_words_have_one_normal_form(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)
    assert normalised_fingerprint(one) == normalised_fingerprint(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("2–4 ports", "24 ports"), ("The Quad", "the Quad"), ("Café", "Cafe"), ("may", "may not"), ("No. We", "No We")],
)
def test_other_words_have_another_normal_form(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)
    assert normalised_fingerprint(one) != normalised_fingerprint(other)


@settings(deadline=None)
@given(TEXTS)
@example("a -\u00ad b")
def test_only_typography_is_taken_away(text: str) -> None:
    def skeleton(text: str) -> str:
        return re.sub(r"[\W_]", "", text.replace("\ufb01", "fi"))

    assert skeleton(Normal(text).text) == skeleton(text)


@settings(deadline=None)
@given(TEXTS, st.data())
def test_every_stretch_leads_back_to_the_characters_it_stands_for(text: str, data: st.DataObject) -> None:
    normal = Normal(text)
    if not normal.text:
        return
    start = data.draw(st.integers(0, len(normal.text) - 1))
    end = data.draw(st.integers(start + 1, len(normal.text)))
    first, last = normal.original_span(start, end)
    assert 0 <= first < last <= len(text)
    letters = [c for c in normal.text[start:end] if c.isalnum()]
    # A ligature cannot be halved: either end may stand for one letter more.
    back = [c for c in text[first:last].replace("\ufb01", "fi") if c.isalnum()]
    assert "".join(letters) in "".join(back)
    assert len(back) - len(letters) <= 2
