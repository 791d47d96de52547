"""The claims that a sentence may make, as the rules name them; separate so that the rules share one shape and one list.

A confidence is the share of right ones among what a rule finds, as far as it can be told beforehand: 0.9 where grammar
leaves little doubt (a modal of duty, in the main clause, of a subject that can act), 0.75 where the form is sure and
the use is not, 0.6 where writers use the same form for something else every third time. Below 0.5 nothing is proposed
as a recommendation. docs/quality.md has the share measured for each.
"""

from dataclasses import dataclass

THRESHOLD = 0.5
"""What is less sure than this is no recommendation; it may be a finding."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim found in a sentence: the rule that found it, how sure it is, and at which character it stands."""

    rule: str
    confidence: float
    at: int = 0


RULES: dict[str, tuple[float, str]] = {
    "duty": (0.9, "should, must or ought to in the main clause"),
    "need": (0.85, "needs to, has to or had better in the main clause"),
    "will-need": (0.7, "will need to; will have to under a condition or an aim"),
    "formula": (0.85, "it is time, essential or necessary to do something"),
    "critical": (0.75, "doing something is essential or critical"),
    "request": (0.9, "we recommend, urge, call upon; states are urged to"),
    "advice": (0.65, "would do well to, would be wise to, there is an urgent need to"),
    "convened": (0.65, "participants urged, recommended"),
    "imperative": (0.8, "an imperative in a list or heading of recommendations"),
    "imperative-heading": (0.6, "an imperative heading elsewhere"),
    "listed": (0.8, "an item below a lead-in that ends in a duty"),
    "item": (0.95, "an item of a numbered list, or a cell of a table, of recommendations"),
    "named": (0.95, "text under the words Recommendation 1"),
}
"""The rules that find recommendations, with their confidence and what they look for."""

WHOLE = frozenset({"item", "named"})
"""Those that make one record of a whole item."""


def claim(rule: str, at: int = 0, doubt: float = 0.0) -> Claim:
    """A claim of a rule, less sure by ``doubt``."""
    return Claim(rule, round(RULES[rule][0] - doubt, 2), at)
