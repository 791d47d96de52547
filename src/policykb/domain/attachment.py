"""That a source has its text in the base: what was attached, when and by whom; separate from the text itself."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Attachment:
    """The text attached to a source.

    ``source`` is a key; ``file`` the name of the file, without its folder, and ``format`` its suffix (``pdf``);
    ``attached`` when that was (ISO 8601, UTC) and ``by`` by which account; ``passages``, ``footnotes`` and ``pages``
    how many it has (None where pages are unknown). ``fingerprint`` is the SHA-256 of the text in its normal form,
    ``sha256`` that of the file, both in hexadecimal.
    """

    source: str
    file: str
    format: str
    attached: str
    by: str
    passages: int
    footnotes: int
    pages: int | None
    fingerprint: str
    sha256: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


def passage_key(source: str, ordinal: int) -> str:
    """The key of a passage: that of its source and its number in the text.

    >>> passage_key("lee-2024", 17)
    'lee-2024#17'
    """
    return f"{source}#{ordinal}"
