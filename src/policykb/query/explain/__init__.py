"""Why a query found what it found: names, SQL and plan, and for every record the facts by which it matched."""
