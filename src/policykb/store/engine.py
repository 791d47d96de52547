"""Opening a knowledge base: which database, whether it is one, and transactions that read or write."""

import copy
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from sqlalchemy import Connection, Engine, Executable, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError

from policykb import resources, settings
from policykb.errors import NewerDatabase, NoDatabase, NotAKnowledgeBase, OlderDatabase, ReadOnly
from policykb.store.dialect import dialect_of

__all__ = ["Connection", "Database", "revisions"]
# Connection is given on to rooms that pass connections along without knowing SQLAlchemy.
HOW_TO_CHANGE = "Change the seed files and load them: policykb load FOLDER"


class Database:
    """One knowledge base's database.

    ``url`` is a file or an SQLAlchemy URL. Opening reads only enough to know that it is a base of this version; errors
    are those of `policykb.errors` (NoDatabase, NotAKnowledgeBase, OlderDatabase, NewerDatabase, DatabaseUnreachable).
    """

    def __init__(self, url: str, *, create: bool = False, check: bool = True) -> None:
        self.url = url
        self.dialect = dialect_of(url)
        if create:
            self.dialect.check_place(url)
        elif url == settings.database() and not self.dialect.exists(url):
            # Nobody typed this place, so that its folder is missing is no mistake of theirs.
            raise NoDatabase(f"There is no knowledge base at {self.description}.", "Make one with: policykb init")
        else:
            self.dialect.check_file(url)
        self.absolute_url = str(self.dialect.absolute(url))
        """As ``url``, whatever folder the process goes to."""
        self.engine: Engine = self.dialect.make_engine(url, create=create, journal=settings.sqlite_journal())
        self._held: Connection | None = None
        # Who forgets to close a base holds no connection of a server's for that.
        weakref.finalize(self, self.engine.dispose)
        if not create and check:
            self.check_version()

    @staticmethod
    def dialect_for(url: str) -> ModuleType:
        """What is peculiar to the kind of database at ``url``; UsageError where policykb knows none."""
        return dialect_of(url)

    @property
    def description(self) -> str:
        """The database as messages name it, without any password."""
        return str(self.dialect.describe(self.url))

    def close(self) -> None:
        """Closes all connections."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one unchanging state of the base."""
        if self._held is not None:
            yield self._held
            return
        with self._translated(), self.engine.connect() as plain:
            connection = plain.execution_options(**self.dialect.reader_options())
            with connection.begin():
                yield connection

    @contextmanager
    def unchanging(self) -> Iterator["Database"]:
        """The base as it is now: whatever is read through it, one thing after another, is of one state of it."""
        with self.reading() as connection:
            same = copy.copy(self)
            same._held = connection
            yield same

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection inside one transaction that commits at the end, or leaves everything as it was."""
        with self._translated(), self.engine.connect() as plain:
            connection = plain.execution_options(**self.dialect.writer_options())
            with connection.begin():
                yield connection

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """As `writing`, for changes of the schema."""
        with self._translated(), self.dialect.migration(self.engine) as connection:
            yield connection

    def read_only(self) -> Engine:
        """An engine of its own that cannot write, for `policykb.orm`; its errors are those of `policykb.errors`."""
        engine: Engine = self.dialect.make_read_only_engine(self.url)
        refusal = ReadOnly(f"{self.description} is open for reading only.", HOW_TO_CHANGE)

        @event.listens_for(engine, "before_execute")
        def _refuse(_connection: Connection, statement: Executable, *_: object) -> None:
            if getattr(statement, "is_dml", False):
                raise refusal

        @event.listens_for(engine, "handle_error")
        def _translate(context: ExceptionContext) -> None:
            error = context.sqlalchemy_exception
            if isinstance(error, DBAPIError):
                if self.dialect.refused_as_read_only(error):
                    raise refusal from error
                if translated := self.dialect.translate(error, self.url):
                    raise translated from error

        return engine

    def revision(self) -> str | None:
        """The revision the schema is at; None if it has none."""
        with self.reading() as connection:
            if not connection.dialect.has_table(connection, "alembic_version"):
                return None
            row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
            return str(row[0]) if row else None

    def check_version(self) -> None:
        """That the schema is this policykb's; else OlderDatabase, NewerDatabase or NotAKnowledgeBase."""
        revision, known = self.revision(), revisions()
        if revision is None:
            raise NotAKnowledgeBase(f"{self.description} is not a policykb database.", "It was left as it is.")
        if revision == known[-1]:
            return
        if revision in known:
            raise OlderDatabase(
                f"{self.description} was made by an older policykb (schema {revision}, now {known[-1]}).",
                "Run: policykb db upgrade (it makes a copy first)",
            )
        row = None
        with self.reading() as connection:
            # What else a newer schema has is its own affair.
            if connection.dialect.has_table(connection, "about"):
                row = connection.exec_driver_sql("SELECT value FROM about WHERE name = 'version'").first()
        made_by = f"policykb {row[0]}" if row else "a newer policykb"
        raise NewerDatabase(
            f"{self.description} was made by {made_by} (schema {revision}); this one knows up to {known[-1]}.",
            "Upgrade policykb: pip install -U policykb",
        )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            translated = self.dialect.translate(error, self.url)
            if translated is None:
                raise
            raise translated from error
        except UnicodeDecodeError as error:
            # Even what the engine says of a damaged base may quote bytes that are no text.
            raise NotAKnowledgeBase(
                f"{self.description} is damaged (text that is none).",
                "Restore a copy, or load your seed files into a new base.",
            ) from error


def revisions() -> list[str]:
    """The schema's revisions, oldest first, read off the names of the files so that no command pays for Alembic."""
    return sorted(
        path.name.partition("_")[0] for path in Path(resources.migrations_folder(), "versions").glob("[0-9]*.py")
    )
