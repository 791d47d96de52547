"""The query language: text to AST (grammar), names to keys (names), AST to SELECT (compile, conditions, grouping)."""
