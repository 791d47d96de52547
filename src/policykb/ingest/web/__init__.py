"""Saved web pages: characters, what is the document and what its surroundings, notes, what the page says of itself."""
