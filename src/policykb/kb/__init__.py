"""KnowledgeBase, the one Python API: a facade of one method per use case, which the CLI calls too."""

from policykb.kb.answer import Answer
from policykb.kb.knowledge_base import KnowledgeBase

__all__ = ["Answer", "KnowledgeBase"]
