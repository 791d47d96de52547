"""The query language: text to AST (lexer, parser), names to keys (resolution), AST to SELECT (compiler)."""
