"""Start-up: --help, --version and a command that opens nothing, against a stub with the same commands and options."""

from collections.abc import Iterator
from functools import partial

from benchmarks.measure import Pair, Row, Workshop, alternate, cpu

HEAVY = ("sqlalchemy", "alembic", "yaml", "pydantic", "rich", "pandas", "polars")
_OURS = "import sys\nfrom policykb.cli import main\nsys.exit(main())\n"
_STUB = "import sys\nsys.path.insert(0, {folder!r})\nfrom policykb_stub import root\nroot()\n"
_LOADED = """
import json, sys
sys.argv = ["policykb", *sys.argv[1:]]
from policykb.cli import main
try:
    main()
except SystemExit:
    pass
print(json.dumps({{"modules": [name for name in {names!r} if name in sys.modules]}}))
"""


def rows(shop: Workshop, rounds: int) -> Iterator[Row]:
    """The rows of the table."""
    shop.run("-m", "benchmarks.stub", shop.folder)
    ours = shop.script("policykb-ours", _OURS)
    stub = shop.script("policykb-stub", _STUB.format(folder=str(shop.folder)))
    for arguments in (["--help"], ["--version"], ["fields"], ["query", "--help"]):
        peer = arguments if arguments != ["--version"] else ["fields"]
        sides = {"ours": partial(shop.run, ours, *arguments), "stub": partial(shop.run, stub, *peer)}
        alternate(sides, 1)
        samples = alternate(sides, rounds)
        pair = Pair(cpu(samples["ours"]), cpu(samples["stub"]))
        against = "stub" if peer == arguments else f"stub {' '.join(peer)}"
        yield Row("start-up", f"{' '.join(arguments)} / {against}", pair.ratio, target=1.15, note=str(pair))
    loaded = shop.run(shop.script("policykb-loaded", _LOADED.format(names=HEAVY)), "--help").said["modules"]
    unwanted = [name for name in loaded if name in {"sqlalchemy", "alembic", "yaml"}]
    note = f"of the heavy ones it loads {', '.join(loaded) or 'none'}"
    yield Row("start-up", "--help: SQLAlchemy, Alembic, YAML", len(unwanted), "loaded", 0, note)
