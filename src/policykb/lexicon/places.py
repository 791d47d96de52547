"""Where the name of a city means the city: "met in Tokyo" speaks of a place, "Tokyo objects" of Japan.

Separate from the linker because it is a list of English words and one function, and the linker knows no language.
"""

from collections.abc import Sequence


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_AT = _words("in at near outside around downtown")
_TRAVEL = _words(
    "visit visits visited visiting trip trips travel travels traveled travelled traveling travelling journey flew "
    "flight flights return returned returning came move moved back"
)
_SEEN = _words("visit visits visited visiting tour tours toured touring")
_SEATS = _words("university universities city mayor governor battle siege port college")
_MET = _words(
    "summit university declaration agreement accord accords convention protocol conference communique airport "
    "olympics games metropolitan"
)
# "Concern in Washington" is what the government thinks, and "officials in Tokyo" are the government.
_MINDS = _words(
    "concern concerns concerned consensus debate debates view views viewed opinion opinions thinking mood appreciation "
    "confidence trust interest support sentiment fear fears anxiety anxieties worry worries doubt doubts frustration "
    "unease alarm hope hopes expectation expectations perception perceptions recognition understanding belief beliefs "
    "attitude attitudes voices calls policymakers makers officials official leaders leadership elites elite government "
    "governments administration administrations authorities regime politicians strategists planners lawmakers "
    "observers analysts experts politics power circles counterparts many some those few especially particularly "
    "hawks hardliners friends allies resolve will appetite patience bureaucracy establishment"
)


def means_the_city(terms: Sequence[str], at: int, end: int) -> bool:
    """Whether a city named by the folded terms from ``at`` to before ``end`` is a place here, not who governs there.

    >>> means_the_city("they met in tokyo".split(), 3, 4)
    True
    >>> means_the_city("growing concern in tokyo".split(), 3, 4)
    False
    """
    before, two_before = terms[at - 1] if at else "", terms[at - 2] if at > 1 else ""
    return (
        (before in _AT and two_before not in _MINDS)
        or before in _SEEN
        or (before == "to" and two_before in _TRAVEL)
        or (before == "of" and two_before in _SEATS)
        or (end < len(terms) and terms[end] in _MET)
    )
