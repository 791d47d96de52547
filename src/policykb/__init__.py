"""policykb: the knowledge base that policy analysts can cite.

>>> from policykb import KnowledgeBase
"""

from typing import TYPE_CHECKING

from policykb import errors

if TYPE_CHECKING:
    from policykb.export.options import ExportOptions
    from policykb.kb import Answer, KnowledgeBase

__version__ = "0.1.0"
__all__ = ["Answer", "ExportOptions", "KnowledgeBase", "__version__", "errors"]


def __getattr__(name: str) -> object:
    # Imported when asked for: the CLI's --help and --version pay for nothing they do not need.
    if name in {"Answer", "KnowledgeBase"}:
        from policykb import kb

        return getattr(kb, name)
    if name == "ExportOptions":
        from policykb.export.options import ExportOptions

        return ExportOptions
    raise AttributeError(f"module 'policykb' has no attribute {name!r}")
