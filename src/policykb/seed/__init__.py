"""Files and records: reading seed files strictly, checking them, and what loading them would change."""
