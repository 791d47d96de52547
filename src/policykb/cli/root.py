"""The command line above its commands: what it is for, the options for all of it, and the exit codes."""

from typing import Annotated

from typer import Context, Exit, Option, Typer, echo

from policykb import __version__
from policykb.cli.boundary import EXIT_CODES, Program

HELP = (
    "The knowledge base that policy analysts can cite: ask it in your own words, get answers with their exact passage."
)


def new_root() -> Typer:
    """The command line without any command."""
    codes = "\n".join(f"  {code:>3}  {meaning}" for code, meaning in EXIT_CODES.items())
    root = Typer(
        cls=Program,
        help=HELP,
        epilog=f"\b\nExit codes:\n{codes}",
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    root.callback()(_root)
    return root


def _root(
    context: Context,
    version: Annotated[bool, Option("--version", "-V", help="Print the version and exit.", is_eager=True)] = False,
    debug: Annotated[
        bool, Option("--debug", help="Show where in the program an error came from; so does POLICYKB_DEBUG=1.")
    ] = False,
) -> None:
    if version:
        echo(f"policykb {__version__}")
        raise Exit
    if context.invoked_subcommand is None:
        echo(context.get_help(), err=True)
        raise Exit(2)
