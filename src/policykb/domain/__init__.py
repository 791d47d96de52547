"""What the world of policykb contains: one file per type of record and the one table of fields; no I/O, no SQL."""
