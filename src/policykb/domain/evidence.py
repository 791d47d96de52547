"""Evidence: the exact passage a statement stands on, after the W3C Web Annotation model (TextQuoteSelector)."""

from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from policykb.domain.record import Model, Number, ShortText, Text


class Quote(Model):
    """The words of a passage: its first and last ones, or all of them."""

    from_: ShortText | None = None
    to: ShortText | None = None
    """The first and the last 2 to 6 words."""
    exact: Text | None = None
    prefix: ShortText | None = None
    suffix: ShortText | None = None
    """A few words before and after, where the quote alone stands in several places."""

    model_config = Model.model_config | {"alias_generator": lambda name: name.rstrip("_")}

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.exact is None) == (self.from_ is None and self.to is None):
            raise ValueError("give from and to, or exact")
        if (self.from_ is None) != (self.to is None):
            raise ValueError("from and to go together")
        return self


class Evidence(Model):
    """One passage. Paragraphs count from 1 inside their section, heading excluded, every bullet one, footnotes out."""

    section: ShortText | None = None
    paragraph: Number | None = None
    page: Number | None = None
    quote: Quote | None = None
    file: Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9a-f]{64}$")] | None = None
    """SHA-256 of a table the row was imported from."""
    row: Number | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.section is None and self.page is None and self.quote is None and self.row is None:
            raise ValueError("says no place: give section, page, quote or row")
        return self
