"""The facet question put to Datasette, in its own process' API without a network, where Datasette is installed.

It is asked what its users would write over our views (they hide the tables), and answers JSON. Its time limit of one
second is lifted; its questions are few, since some take long.
"""

import asyncio
from collections.abc import Callable
from importlib.util import find_spec
from time import perf_counter
from urllib.parse import urlencode

VIEWS = """
SELECT key, issued, text, source FROM recommendation
WHERE key IN (SELECT statement FROM statement_framework WHERE framework = :framework)
AND key IN (SELECT statement FROM statement_actor WHERE actor = :actor AND role = 'addressee')
AND key IN (SELECT t.statement FROM statement_theme t JOIN closures c ON c.descendant = t.theme
            WHERE c.ancestor = :theme)
ORDER BY issued DESC, source LIMIT 50"""
QUESTIONS = 5


def ask_datasette(
    base: str, questions: list[dict[str, str]], ours: Callable[[dict[str, str]], object]
) -> list[list[float]]:
    """Seconds of ours and of Datasette's answer, question by question; nothing where it is not installed."""
    if find_spec("datasette") is None:
        return []
    return asyncio.run(_ask(base, questions[:QUESTIONS], ours))


async def _ask(
    base: str, questions: list[dict[str, str]], ours: Callable[[dict[str, str]], object]
) -> list[list[float]]:
    from datasette.app import Datasette

    served = Datasette([], immutables=[base], settings={"sql_time_limit_ms": 300_000})
    await served.invoke_startup()
    (name,) = [name for name in served.databases if name != "_internal" and not name.startswith("_")]
    times = []
    for question in questions:
        wanted = {part: question[part] for part in ("framework", "theme", "actor")}
        address = f"/{name}.json?{urlencode({'sql': VIEWS, '_shape': 'array', **wanted})}"
        before = perf_counter()
        answer = await served.client.get(address)
        between = perf_counter()
        ours(question)
        times.append([perf_counter() - between, between - before])
        if answer.status_code != 200:
            raise RuntimeError(answer.text)
    return times
