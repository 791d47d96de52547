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


def is_installed() -> bool:
    """Whether the shipped files are those of an installed package, which an upgrade replaces, not of a checkout."""
    return Path(_PACKAGE, "_seed").is_dir()


def _shipped(in_wheel: str, in_checkout: str) -> Path:
    installed = _PACKAGE / in_wheel
    return installed if installed.is_dir() else _CHECKOUT / in_checkout
