"""Sessions that read and refuse to write; separate from the classes, which any engine of SQLAlchemy could use."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from policykb import settings
from policykb.errors import ReadOnly
from policykb.kb import KnowledgeBase
from policykb.store.engine import HOW_TO_CHANGE, Database


class ReadOnlySession(Session):
    """A session over one unchanging state of a base; whatever would write raises `policykb.errors.ReadOnly`.

    To be used with ``with``, which closes it and its connections. Objects keep what they have read after that, and
    cannot look up more.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, autoflush=False, expire_on_commit=False)
        self._engine = engine
        event.listen(self, "before_flush", _refuse_flush)

    def close(self) -> None:
        """Ends the session and closes its connections."""
        super().close()
        self._engine.dispose()

    def add(self, instance: object, *_: Any, **__: Any) -> NoReturn:
        """Raises ReadOnly."""
        _refuse(f"{instance!r} cannot be added")

    def add_all(self, instances: Iterable[object]) -> NoReturn:
        """Raises ReadOnly."""
        _refuse("Objects cannot be added")

    def delete(self, instance: object) -> NoReturn:
        """Raises ReadOnly."""
        _refuse(f"{instance!r} cannot be deleted")

    def merge(self, instance: Any, **_: Any) -> NoReturn:
        """Raises ReadOnly."""
        _refuse(f"{instance!r} cannot be merged")


def session(db: KnowledgeBase | str | Path | None = None) -> ReadOnlySession:
    """A session on the base at ``db``: an open KnowledgeBase, a file or a URL; without it as `KnowledgeBase.open`.

    Raises what `KnowledgeBase.open` raises.
    """
    place = db.url if isinstance(db, KnowledgeBase) else settings.database(db)
    database = Database(place)
    database.close()
    return ReadOnlySession(database.read_only())


def _refuse_flush(current: Session, *_: object) -> None:
    if found := [*current.new, *current.deleted, *current.dirty]:
        _refuse(f"{found[0]!r} was changed and cannot be saved")


def _refuse(what: str) -> NoReturn:
    raise ReadOnly(f"{what}: a session of policykb.orm only reads.", HOW_TO_CHANGE)
