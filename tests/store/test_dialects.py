"""What a base on a server is told where only a file could do it: the exact command, and never a password."""

from pathlib import Path

import pytest

from policykb import KnowledgeBase
from policykb.errors import UsageError
from policykb.store.dialect import copies_of, postgresql_copies, sqlite_copies

URL = "postgresql+psycopg://ana:s%3Aecret@example.org:5433/kb"


def test_each_kind_has_its_own_copies() -> None:
    assert copies_of("a.db") is copies_of("sqlite:///a.db") is sqlite_copies
    assert copies_of(URL) is copies_of("postgresql://h/x") is postgresql_copies
    with pytest.raises(UsageError):
        copies_of("mysql://h/x")


def test_a_server_is_backed_up_and_restored_with_its_own_tools() -> None:
    with pytest.raises(UsageError) as caught:
        KnowledgeBase.db_backup("my copy.dump", URL)
    command = "pg_dump --format=custom --file='my copy.dump' postgresql://ana@example.org:5433/kb"
    assert caught.value.hint == f"Run: {command}"
    with pytest.raises(UsageError) as caught:
        KnowledgeBase.db_restore(Path("kb.dump"), URL)
    assert caught.value.hint == (
        "Run: pg_restore --clean --if-exists --single-transaction --dbname=postgresql://ana@example.org:5433/kb kb.dump"
    )
    assert "ecret" not in str(caught.value)
