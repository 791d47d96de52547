"""The only room that opens a database: tables, engine, reading, writing, history, migrations (SQLAlchemy Core only)."""
