"""The type of every text column: compared byte by byte on every database, so that order and equality are the same."""

from sqlalchemy import Text as _Text

Text = _Text().with_variant(_Text(collation="C"), "postgresql")
"""SQLite compares by bytes unless told otherwise; PostgreSQL would follow the server's language."""
