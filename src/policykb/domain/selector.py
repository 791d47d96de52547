"""What points at a passage; separate from the seed's model of evidence because resolving wants plain, cheap data.

After the W3C Web Annotation model (TextQuoteSelector).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selector:
    """A place in a source and the words found there; everything may be left out that is not needed to find it.

    ``section`` is a heading as printed, ``paragraph`` counts from 1 inside its section, ``page`` from 1. The words are
    either ``from_`` and ``to``, the first and the last ones, or ``exact``, all of them; ``prefix`` and ``suffix`` are a
    few words before and after. Raises ValueError where that is not so, and for blank words, which stand anywhere.

    >>> Selector(from_="Washington should")
    Traceback (most recent call last):
    ValueError: from and to go together
    """

    section: str | None = None
    paragraph: int | None = None
    page: int | None = None
    from_: str | None = None
    to: str | None = None
    exact: str | None = None
    prefix: str | None = None
    suffix: str | None = None

    def __post_init__(self) -> None:
        if (self.from_ is None) != (self.to is None):
            raise ValueError("from and to go together")
        if self.exact is not None and self.from_ is not None:
            raise ValueError("give from and to, or exact")
        if self.exact is None and self.from_ is None and (self.prefix is not None or self.suffix is not None):
            raise ValueError("prefix and suffix go with from and to, or exact")
        for words in (self.section, self.from_, self.to, self.exact, self.prefix, self.suffix):
            if words is not None and not words.strip():
                raise ValueError("blank words")
