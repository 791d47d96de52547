"""Text to AST and back: how a query is read and written; it needs no database and no library."""
