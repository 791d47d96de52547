"""The knowledge base as callers see it: one method a use case, each of which hands over to the room that does it."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, overload

from policykb import __version__, settings
from policykb.domain.fields import FIELDS, Field
from policykb.export.options import AS_EVER, ExportOptions
from policykb.kb.answer import Answer
from policykb.store.engine import Database

if TYPE_CHECKING:
    from policykb.domain.attachment import Attachment
    from policykb.domain.counting import Chart, Measure
    from policykb.domain.difference import Rehearsal
    from policykb.domain.report import CheckReport, LoadReport, Restored, UndoReport
    from policykb.domain.saved import SavedQuery
    from policykb.kb.coverage import CoverageReport
    from policykb.kb.dump import DumpReport
    from policykb.kb.edit import Place
    from policykb.kb.history import Changes, History
    from policykb.kb.in_text import TextReport
    from policykb.kb.ingest import IngestReport
    from policykb.kb.packs.compare import Comparison
    from policykb.kb.packs.make import PackReport
    from policykb.kb.packs.verify import PackVerification
    from policykb.kb.resolve import NameReport
    from policykb.kb.review import Decided, Review
    from policykb.kb.show import Detail
    from policykb.kb.source import AttachReport
    from policykb.kb.sql import Rows
    from policykb.kb.stats import Stats
    from policykb.kb.update import UpdateReport
    from policykb.kb.verify import Verification
    from policykb.query.complete import Completion
    from policykb.query.explain.explanation import Explanation
    from policykb.store.health import Check
    from policykb.tabular.importing import ImportReport


class KnowledgeBase:
    """A knowledge base that is open.

    Use `KnowledgeBase.open` (or ``init`` to make one), best in a ``with`` block. Every method raises the errors of
    `policykb.errors` and nothing else for what a user can do wrong.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, db: str | Path | None = None) -> Self:
        """The base at ``db`` (a file or an SQLAlchemy URL); without it $POLICYKB_DB, else the CLI's own file.

        Raises NoDatabase, NotAKnowledgeBase, OlderDatabase, NewerDatabase or DatabaseUnreachable.
        """
        return cls(Database(settings.database(db)))

    @classmethod
    def init(cls, db: str | Path | None = None, *, empty: bool = False) -> "tuple[Self, LoadReport]":
        """Makes the base at ``db``, or takes the one that is there, and loads the shipped seed unless ``empty``."""
        from policykb.kb.init import init

        database, report = init(settings.database(db), empty=empty, version=__version__)
        return cls(database), report

    @property
    def place(self) -> str:
        """Where the base is: its file."""
        return self._database.description

    @property
    def url(self) -> str:
        """The base as `open` takes it: its file or its URL, with the password if it has one."""
        return self._database.url

    def close(self) -> None:
        """Closes the base; it cannot be used any more."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def query(self, text: str = "recommendations", *, limit: int | None = None, today: date | None = None) -> Answer:
        """The answer to a query in the language of docs/query.md ("recommendations mentioning IPEF").

        A query that counts (``count of recommendations by theme``) gives `policykb.kb.counts.Counts`. ``limit`` bounds
        the records given, ``today`` is the day that "last 2 years" ends with. Raises QuerySyntaxError, UnknownField,
        UnknownName, AmbiguousName.
        """
        from policykb.kb.ask import ask

        return ask(self._database, text, limit=limit, today=today or date.today())

    def explain(self, text: str, *, limit: int = 20, today: date | None = None) -> "Explanation":
        """Why a query finds what it finds: names, SQL, plan, and for each of the first ``limit`` records the reasons.

        The reasons are facts of the records: a link, a name at its characters of the text, a word, a date. Raises what
        `query` raises.
        """
        from policykb.kb.ask import explain

        return explain(self._database, text, limit=limit, today=today or date.today())

    def sql(self, text: str, parameters: Mapping[str, object] | None = None, *, timeout: float = 60) -> "Rows":
        """The rows one SQL statement selects from the views of docs/sql.md; it can change nothing.

        ``parameters``: values of what is written ``:name``, never pasted into the text. ``timeout``: seconds the
        database may work on it, 0 for as long as it takes. Raises SqlError, and LimitReached while the rows are read.
        """
        from policykb.kb.sql import Rows

        return Rows(self._database.absolute_url, text, parameters, timeout)

    def complete(self, text: str) -> "Completion":
        """What can stand at the end of a query that is being typed: words, fields, keys and names of this base."""
        from policykb.query.complete import complete

        return complete(self._database.absolute_url, text)

    def views(self) -> dict[str, list[str]]:
        """The views that `sql` reads, each with its columns."""
        from policykb.store.console import views

        return views(self._database.absolute_url)

    def show(self, key: str) -> "Detail":
        """Everything about one record: fields, names, passages, mentions, who points at it. Raises UnknownKey."""
        from policykb.kb.show import show

        return show(self._database, key)

    @overload
    def resolve(self, text: str, *, in_text: Literal[False] = False, source: None = None) -> "NameReport": ...

    @overload
    def resolve(self, text: str, *, in_text: Literal[True], source: str | None = None) -> "TextReport": ...

    def resolve(self, text: str, *, in_text: bool = False, source: str | None = None) -> "NameReport | TextReport":
        """What a name means here, its other names with their rules, and how often statements hold each.

        ``in_text``: ``text`` is no name but a text (of a statement of ``source``, a key); then which names stand in it,
        which of them count, and by which rule the others do not. Raises UnknownName, UnknownKey for the source.
        """
        if in_text:
            from policykb.kb.in_text import examine

            return examine(self._database, text, source)
        from policykb.kb.resolve import resolve

        return resolve(self._database, text)

    def export(
        self,
        text: str,
        path: str | Path,
        *,
        format_name: str | None = None,
        force: bool = False,
        options: ExportOptions = AS_EVER,
        chart: "Chart | None" = None,
        measure: "Measure" = "records",
    ) -> int:
        """Writes the answer to a query to a file, whole or not at all; the suffix tells the format; the count.

        ``options`` (`policykb.ExportOptions`) say in which shape and with which columns. A picture of counts (.svg,
        .png) is a ``chart`` (bar, heatmap or timeline; None: what suits the fields) of a ``measure`` (records, sources
        or publishers). Raises OutputError where the file exists (and not ``force``) or cannot be made, UsageError,
        MissingExtra.
        """
        from policykb.kb.ask import export

        answer = self.query(text)
        if chart is not None or measure != "records":
            answer = answer.drawn(chart, measure)
        return export(answer, Path(path), format_name, force=force, options=options)

    def save(self, name: str, text: str, *, force: bool = False, today: date | None = None) -> "SavedQuery":
        """Saves a query under a name (letters a-z in any case, digits, words joined by -).

        It must be answerable now: raises the errors of `query`; OutputError where another query bears the name (and not
        ``force``), UsageError where it cannot be a name.
        """
        from policykb.kb.saved import save

        return save(self._database, name, text, force=force, today=today or date.today())

    def saved(self, *, today: date | None = None) -> "list[SavedQuery]":
        """The saved queries by name, with how many records each finds now."""
        from policykb.kb.saved import saved

        return saved(self._database, today or date.today())

    def forget(self, name: str) -> "SavedQuery":
        """Takes a saved query away; what it was. Raises UnknownKey."""
        from policykb.kb.saved import forget

        return forget(self._database, name)

    def run(self, name: str, *, limit: int | None = None, today: date | None = None) -> Answer:
        """The answer to a saved query, as `query` gives it. Raises UnknownKey, and the errors of `query`."""
        from policykb.kb.saved import run

        return run(self._database, name, limit=limit, today=today or date.today())

    def pack(self, asked: str, folder: str | Path, *, force: bool = False, today: date | None = None) -> "PackReport":
        """Writes the answer to a saved query (by name) or a query to a folder that can be cited, checked and compared.

        The folder is whole or not there; ``force`` replaces a pack, never anything else. Raises UnknownKey, the errors
        of `query`, OutputError.
        """
        from policykb.kb.packs.make import pack

        return pack(self._database, asked, Path(folder), force=force, today=today or date.today())

    def compare_pack(self, folder: str | Path, *, today: date | None = None) -> "Comparison":
        """What became of the answer in a pack: its query asked again, and what came, left and changed since.

        Raises NotAPack where the folder is no pack or damaged, and the errors of `query` where that cannot be asked.
        """
        from policykb.kb.packs.compare import compare_pack

        return compare_pack(self._database, Path(folder), today=today or date.today())

    @staticmethod
    def compare_packs(folder: str | Path, newer: str | Path) -> "Comparison":
        """As `compare_pack`, against a newer pack; no base is needed for it."""
        from policykb.kb.packs.compare import compare_packs

        return compare_packs(Path(folder), Path(newer))

    @staticmethod
    def verify_pack(folder: str | Path) -> "PackVerification":
        """Whether the files of a pack are as they were written. Raises NotAPack."""
        from policykb.kb.packs.verify import verify_pack

        return verify_pack(Path(folder))

    def load(self, *paths: str | Path, include_pending: bool = False) -> "LoadReport":
        """Loads seed files and folders in one transaction; SeedError has every problem; then nothing changed.

        Drafts (``review: pending``) are checked and left out, and removed if they were loaded before, unless
        ``include_pending``; the report has how many (``pending``, by file).
        """
        from policykb.seed.load import load

        return load([Path(path) for path in paths], self._database, __version__, include_pending=include_pending)

    def diff(self, *paths: str | Path, include_pending: bool = False) -> "Rehearsal":
        """What loading these files and folders would add, change and remove; nothing is written.

        A list of changes that has the drafts left out as ``pending``. Raises SeedError as `load` does.
        """
        from policykb.seed.load import diff

        return diff([Path(path) for path in paths], self._database, __version__, include_pending=include_pending)

    def check(self, *paths: str | Path, include_pending: bool = False) -> "CheckReport":
        """Checks seed files and folders as a load would, and changes nothing. Raises SeedError with every problem."""
        from policykb.seed.load import check

        return check([Path(path) for path in paths], self._database, include_pending=include_pending)

    @staticmethod
    def check_alone(paths: Sequence[str | Path], *, include_pending: bool = False) -> "CheckReport":
        """As `check`, without any base: the files must name nothing but one another."""
        from policykb.seed.load import check

        return check([Path(path) for path in paths], None, include_pending=include_pending)

    def import_table(
        self,
        *tables: str | Path,
        mapping: str | Path | None = None,
        dry_run: bool = False,
        name: str | None = None,
        source: str | None = None,
        encoding: str | None = None,
        delimiter: str | None = None,
        sheet: str | None = None,
    ) -> "ImportReport":
        """Imports tables (CSV, TSV, XLSX, JSON Lines) through a mapping file (docs/importing.md), in one transaction.

        Without a mapping the columns must be called as ours; ``source`` is then the key of the source of all rows.
        ``dry_run``: only says what it would do. ``name``: under which later imports replace this one. Raises SeedError
        with every problem, row and column; UsageError, MissingExtra.
        """
        from policykb.kb.tables import import_table
        from policykb.tabular.table import ReadOptions

        paths, switches = [Path(table) for table in tables], ReadOptions(encoding, delimiter, sheet)
        by = Path(mapping) if mapping is not None else None
        return import_table(
            self._database, paths, by, switches, __version__, name=name, source=source, rehearse=dry_run
        )

    def import_mapping(
        self,
        table: str | Path,
        *,
        encoding: str | None = None,
        delimiter: str | None = None,
        sheet: str | None = None,
    ) -> str:
        """A first mapping file for a table, guessed from its columns and what they hold, with the reasons as comments.

        Raises SeedError where the table cannot be read, UsageError, MissingExtra.
        """
        from policykb.kb.tables import suggest_mapping
        from policykb.tabular.table import ReadOptions

        return suggest_mapping(self._database, Path(table), ReadOptions(encoding, delimiter, sheet))

    def import_update(
        self,
        table: str | Path,
        *,
        dry_run: bool = False,
        encoding: str | None = None,
        delimiter: str | None = None,
        sheet: str | None = None,
    ) -> "UpdateReport":
        """Brings records in line with an edited export (CSV, TSV, XLSX, JSON Lines), by the column key.

        Only the columns and rows that are there count; an emptied cell takes its field away. Changes go into the seed
        files that state the records, or into the base for what was imported; all in one transaction. ``dry_run``: only
        says what it would do. Raises SeedError with every problem.
        """
        from policykb.kb.update import update_from_table
        from policykb.tabular.table import ReadOptions

        switches = ReadOptions(encoding, delimiter, sheet)
        return update_from_table(self._database, Path(table), switches, __version__, rehearse=dry_run)

    def dump(self, folder: str | Path, *, force: bool = False) -> "DumpReport":
        """Writes everything the base holds to a folder of seed files that load to the same base, and its history.

        OutputError where the folder is not empty (unless ``force``); what stands in it besides is never deleted.
        """
        from policykb.kb.dump import dump

        return dump(self._database, Path(folder), force=force)

    def new(self, type_: str, key: str) -> str:
        """A commented skeleton of a seed file for a new source, theme, actor, framework or event of that key.

        Raises UsageError where the key is taken or none.
        """
        from policykb.kb.new import new

        return new(self._database, type_, key)

    @staticmethod
    def new_alone(type_: str, key: str) -> str:
        """As `new`, without any base: whether the key is taken is not known."""
        from policykb.kb.new import new

        return new(None, type_, key)

    def edit(self, key: str) -> "Place":
        """Where a record is edited: its file on this machine and the line. Raises UnknownKey, UsageError."""
        from policykb.kb.edit import edit

        return edit(self._database, key)

    def digest(self) -> str:
        """What the base says now, in 64 hexadecimal digits: equal for equal records, whatever database holds them."""
        from policykb.store.digest import digest

        with self._database.reading() as connection:
            return digest(connection)

    def history(self, key: str) -> "History":
        """What became of one record, oldest first: who changed what of it, when, by which file. Raises UnknownKey."""
        from policykb.kb.history import history

        return history(self._database, key)

    def changes(self, since: int | str | date | None = None) -> "Changes":
        """What the loads did since a load (its number, that one included) or a day (UTC), oldest first."""
        from policykb.kb.history import changes

        return changes(self._database, since)

    def undo(self, load: int | None = None) -> "UndoReport":
        """Takes the newest load back, in one transaction and as a load of its own; an undo of an undo does it again.

        ``load``: the number the newest load must have. Loading the same files afterwards brings the change back.
        Raises UndoRefused with the reason.
        """
        from policykb.kb.undo import undo

        return undo(self._database, load, __version__)

    def verify(self, source: str | None = None, path: str | Path | None = None) -> "Verification":
        """Whether the evidence of statements stands in the attached texts: of one source, or of all.

        ``path``: a document to look into instead, needing a ``source`` where the base has several. Raises UnknownKey,
        and UsageError or LimitReached where the document cannot be read.
        """
        from policykb.kb.verify import verify

        return verify(self._database, source, None if path is None else Path(path))

    def source_attach(self, key: str, path: str | Path, *, force: bool = False) -> "AttachReport":
        """Keeps the text of a document as that of a source, and looks up all its evidence there.

        In one transaction; the same text again changes nothing, another one replaces it and the report tells what
        moved. No answer about statements depends on it. Raises UnknownKey; UsageError or LimitReached where the
        document cannot be read; CheckFailed where none of the source's evidence is in it (and not ``force``).
        """
        from policykb.kb.source import source_attach

        return source_attach(self._database, key, Path(path), force=force)

    def source_detach(self, key: str) -> "Attachment":
        """Takes the attached text of a source away; what it was. Raises UnknownKey."""
        from policykb.kb.source import source_detach

        return source_detach(self._database, key)

    def source_list(self) -> "list[Attachment]":
        """The texts that are attached, by the key of their source."""
        from policykb.kb.source import source_list

        return source_list(self._database)

    def ingest(
        self,
        path: str | Path,
        output: str | Path | None = None,
        *,
        key: str | None = None,
        verbatim: bool = False,
        findings: bool = True,
        min_confidence: float = 0.0,
        force: bool = False,
        update: bool = False,
        extractor: str = "rules",
    ) -> "IngestReport":
        """Writes a draft of a document: a seed file with what it may recommend and find, to be reviewed and loaded.

        ``output`` is the file or the folder to put it in (None: KEY.yaml in the current folder); ``key`` that of the
        source. ``verbatim`` takes the document's own words as texts. An earlier draft is never overwritten unless
        ``force`` (then nothing in it may be decided); ``update`` adds to it what it has not. ``extractor`` names what
        finds candidates: ``rules``, or one that an installed package offers (`policykb.extractors`). Equal documents
        give equal drafts. Raises UsageError, LimitReached, MissingExtra for the document, OutputError for the draft.
        """
        from policykb.kb.ingest import ingest, options

        asked = options(verbatim, findings, min_confidence)
        return ingest(
            self._database, path, output, key=key, options=asked, force=force, update=update, extractor=extractor
        )

    @staticmethod
    def ingest_alone(
        path: str | Path,
        output: str | Path | None = None,
        *,
        key: str | None = None,
        verbatim: bool = False,
        findings: bool = True,
        min_confidence: float = 0.0,
        force: bool = False,
        update: bool = False,
        extractor: str = "rules",
    ) -> "IngestReport":
        """As `ingest`, without any base: the names are those that come with policykb."""
        from policykb.kb.ingest import ingest, options

        asked = options(verbatim, findings, min_confidence)
        return ingest(None, path, output, key=key, options=asked, force=force, update=update, extractor=extractor)

    @staticmethod
    def review(path: str | Path, document: str | Path | None = None) -> "Review":
        """A draft to be decided about, record by record; every decision is in the file when its method returns.

        ``document`` shows passages in their surroundings; without it the one that the draft names, if it is there.
        """
        from policykb.kb.review import Review

        return Review(Path(path), Path(document) if document is not None else None)

    @staticmethod
    def accept(path: str | Path, *keys: str, every: bool = False, min_confidence: float | None = None) -> "Decided":
        """Accepts records of a draft: those of the keys, or ``every`` pending one with at least ``min_confidence``.

        Raises SeedError with all that have no text yet or other faults, UnknownKey; then nothing is changed.
        """
        from policykb.kb.review import accept

        return accept(Path(path), keys, every=every, min_confidence=min_confidence)

    @staticmethod
    def reject(path: str | Path, *keys: str, reason: str = "") -> "Decided":
        """Rejects records of a draft: they stay in its file and are never loaded. Raises UnknownKey."""
        from policykb.kb.review import reject

        return reject(Path(path), keys, reason)

    @staticmethod
    def fields() -> tuple[Field, ...]:
        """The one table of fields."""
        return FIELDS

    def stats(self) -> "Stats":
        """How much of what the base holds."""
        from policykb.kb.stats import stats

        return stats(self._database)

    def coverage(self, theme: str | None = None, source: str | None = None) -> "CoverageReport":
        """Which sources (or one) were read for which themes: the top ones, or ``theme`` and those right below it.

        Raises UnknownKey where there is no such theme or source.
        """
        from policykb.kb.coverage import coverage

        return coverage(self._database, theme, source)

    @staticmethod
    def db_upgrade(db: str | Path | None = None) -> tuple[str | None, str, Path | None]:
        """Brings a base of an older policykb to this one's schema after making a copy.

        Returns the revision before, the one now, and where the copy is (None where nothing had to be done).
        """
        from policykb.store.migrate import upgrade

        return upgrade(settings.database(db), __version__)

    @staticmethod
    def db_current(db: str | Path | None = None) -> tuple[str | None, str]:
        """The schema's revision and the one this policykb needs."""
        from policykb.store.engine import revisions

        database = Database(settings.database(db), check=False)
        try:
            return database.revision(), revisions()[-1]
        finally:
            database.close()

    @staticmethod
    def db_check(db: str | Path | None = None) -> "list[Check]":
        """Whether the base is sound: its file, schema, records, history, and all that follows from them."""
        from policykb.kb.db import check

        return check(settings.database(db))

    @staticmethod
    def db_backup(
        path: str | Path | None = None, db: str | Path | None = None, *, force: bool = False, today: date | None = None
    ) -> Path:
        """Makes a verified copy of the base at ``path``; without it, beside the base with the day in its name.

        Raises OutputError where there is such a file already (and not ``force``), NotAKnowledgeBase where the base is
        damaged. Returns where the copy is.
        """
        from policykb.kb.db import backup

        target = Path(path) if path is not None else None
        return backup(settings.database(db), target, force=force, today=today or date.today())

    @staticmethod
    def db_restore(path: str | Path, db: str | Path | None = None) -> "Restored":
        """Puts the backup at ``path`` in the base's place, after verifying it; what was there is kept beside it.

        Raises NotAKnowledgeBase where the backup is damaged, NewerDatabase where a newer policykb made it; then the
        base was not touched.
        """
        from policykb.kb.db import restore

        return restore(settings.database(db), Path(path))
