"""One query, the whole process, against the smallest Typer and SQLAlchemy Core program that counts a table."""

from collections.abc import Iterator
from functools import partial

from benchmarks.measure import Pair, Row, Workshop, alternate, cpu

QUESTION = "recommendations mentioning IPEF"
_OURS = "import sys\nfrom policykb.cli import main\nsys.exit(main())\n"
_CORE = '''
import typer
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, func, select

statement = Table("statement", MetaData(), Column("id", Integer, primary_key=True))
app = typer.Typer(add_completion=False)


@app.command()
def count(base: str) -> None:
    """Counts."""
    with create_engine(f"sqlite:///{base}").connect() as connection:
        print(connection.execute(select(func.count()).select_from(statement)).scalar_one())


app()
'''


def rows(shop: Workshop, rounds: int) -> Iterator[Row]:
    """The rows of the table."""
    base = shop.folder / "shipped.db"
    ours = shop.script("policykb-query", _OURS)
    core = shop.script("core.py", _CORE)
    shop.run(ours, "init", "--db", base)
    for arguments, target in ((["query", QUESTION], 1.25), (["stats"], None)):
        sides = {"ours": partial(shop.run, ours, *arguments, "--db", base), "core": partial(shop.run, core, base)}
        alternate(sides, 1)
        samples = alternate(sides, rounds)
        assert samples["ours"][0].output.strip(), "no answer"
        pair = Pair(cpu(samples["ours"]), cpu(samples["core"]))
        peak = max(sample.peak for sample in samples["ours"])
        yield Row("one query", f"{' '.join(arguments)} / Core program", pair.ratio, target=target, note=str(pair))
        yield Row("one query", f"{arguments[0]}: peak memory", peak, "MB")
