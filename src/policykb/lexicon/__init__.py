"""What a word is, and where a name stands in a text: one meaning for the store, queries, highlights and mentions."""
