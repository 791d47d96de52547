"""policykb: the knowledge base that policy analysts can cite."""
