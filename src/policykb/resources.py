"""Where the shipped files are, in a checkout and in an installed wheel; the only file that knows."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def migrations_folder() -> Path:
    """The Alembic tree."""
    return _shipped("_migrations", "migrations")


def seed_folder() -> Path:
    """The shipped seed files."""
    return _shipped("_seed", "data/seed")


def _shipped(in_wheel: str, in_checkout: str) -> Path:
    installed = _PACKAGE / in_wheel
    return installed if installed.is_dir() else _CHECKOUT / in_checkout
