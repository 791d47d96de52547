"""PostgreSQL: whether a base is sound, as far as only the server can tell; separate as only a check asks."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from policykb.store import tables as t
from policykb.store.dialect import postgresql


def integrity_faults(connection: Connection) -> list[str]:
    """Nothing: a server looks after its own files."""
    return []


def foreign_key_faults(connection: Connection) -> list[str]:
    """The tables with rows that point at nothing, and how many: the server keeps that from happening, if it is let."""
    found = []
    for table in t.metadata.sorted_tables:
        for key in table.foreign_keys:
            target = key.column.table.alias()
            column = key.parent
            lost = (
                select(func.count())
                .select_from(table.outerjoin(target, target.c[key.column.name] == column))
                .where(column.is_not(None), target.c[key.column.name].is_(None))
            )
            if count := connection.execute(lost).scalar_one():
                found.append(f"{count:,} rows of {table.name} point at no row of {key.column.table.name}")
    return found


_OBJECTS = (
    "SELECT 'table ' || c.relname || ', column ' || a.attname, format_type(a.atttypid, a.atttypmod)"
    " || ' ' || a.attnotnull || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '')"
    " || ' ' || coalesce(o.collname, '') FROM pg_class c"
    " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum"
    " LEFT JOIN pg_collation o ON o.oid = a.attcollation"
    " WHERE c.relkind = 'r' AND c.relnamespace = to_regnamespace(current_schema())",
    "SELECT 'view ' || viewname, definition FROM pg_views WHERE schemaname = current_schema()",
    "SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
    "SELECT 'constraint ' || conname || ' of ' || c.relname, pg_get_constraintdef(x.oid) FROM pg_constraint x"
    " JOIN pg_class c ON c.oid = x.conrelid WHERE x.connamespace = to_regnamespace(current_schema())",
    "SELECT 'trigger ' || tgname || ' of ' || c.relname, pg_get_triggerdef(x.oid) FROM pg_trigger x"
    " JOIN pg_class c ON c.oid = x.tgrelid"
    " WHERE NOT tgisinternal AND c.relnamespace = to_regnamespace(current_schema())",
    "SELECT 'function ' || proname, prosrc FROM pg_proc WHERE pronamespace = to_regnamespace(current_schema())",
)


def schema_objects(connection: Connection) -> dict[str, str]:
    """Columns, views, indexes, constraints, triggers and functions, as the server describes them, without the schema's
    own name.
    """
    schema = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    found = {}
    for sql in _OBJECTS:
        for name, definition in connection.exec_driver_sql(sql.replace("%", "%%")):
            found[str(name)] = " ".join(definition.replace(f"{schema}.", "").split())
    return found


@contextmanager
def scratch(connection: Connection) -> Iterator[str]:
    """A place for a base that is only looked at, and is gone afterwards: a schema beside the one of the connection.

    DatabaseUnreachable where the user of the base may make none.
    """
    name = f"policykb_scratch_{secrets.token_hex(6)}"
    url = connection.engine.url.render_as_string(hide_password=False)
    engine = postgresql.make_engine(url)
    try:
        with engine.connect() as own, own.begin():
            own.exec_driver_sql(f'CREATE SCHEMA "{name}"')
        try:
            place = connection.engine.url
            path = f"{place.query.get('options', '')} -c search_path={name}".strip()
            yield place.update_query_dict({"options": path}).render_as_string(hide_password=False)
        finally:
            with engine.connect() as own, own.begin():
                own.exec_driver_sql(f'DROP SCHEMA "{name}" CASCADE')
    except DBAPIError as error:
        raise postgresql.translate(error, url) or error from error
    finally:
        engine.dispose()


def engine_notes(connection: Connection) -> tuple[str, list[str]]:
    """(the engine and its version, what to know about it)."""
    version = str(connection.exec_driver_sql("SHOW server_version").scalar_one())
    return f"PostgreSQL {version.partition(' ')[0]}", []
