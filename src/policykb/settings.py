"""Which database to use and how; read when asked, never at import, so that tests and scripts can change it."""

import getpass
import os
from pathlib import Path

DATABASE_VARIABLE = "POLICYKB_DB"
JOURNAL_VARIABLE = "POLICYKB_JOURNAL"
DEFAULT_FILE = "policykb.db"


def database(choice: str | Path | None = None) -> str:
    """The database to use: ``choice`` (a file or a URL), else $POLICYKB_DB, else a file in the user's data folder."""
    if choice is not None and str(choice):
        return str(choice)
    named = os.environ.get(DATABASE_VARIABLE)
    if named:
        return named
    from platformdirs import user_data_path

    return str(user_data_path("policykb", appauthor=False) / DEFAULT_FILE)


def sqlite_journal() -> str:
    """SQLite's journal mode: DELETE (the default), or WAL where $POLICYKB_JOURNAL is ``wal`` (several processes)."""
    return "WAL" if os.environ.get(JOURNAL_VARIABLE, "").lower() == "wal" else "DELETE"


def user() -> str:
    """Who is at work, as history names them: the name of the account."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
