"""The words and names the generator composes with; separate because they are data and the generator is rules.

Common words are real ones in about their real frequencies. The long tail of rare words, which decides how well caches
and indexes do, is made of syllables and real endings, so that the stemmer has the work it has in reports.
"""

from itertools import accumulate, product
from random import Random


def _words(text: str) -> list[str]:
    return text.split()


FUNCTION_WORDS = _words(
    "the of and to in a for that is on with as by be it are from at this its have an or which their has will not more "
    "would these other can such also between must both may through over should new more into been all than they"
)

POLICY_WORDS = _words(
    "policy government governments cooperation security economic trade development support region regional states "
    "agreement agreements investment infrastructure energy climate finance technology standards supply chains "
    "partners dialogue framework strategy defence maritime cyber digital public private sector institutions law "
    "rights capacity training research data sharing information access markets tariffs customs ports transport "
    "health education labour workers women youth civil society media elections parliament budget funding resources "
    "implementation monitoring reporting review progress commitment commitments obligations treaty convention "
    "protection environment water food agriculture fisheries forests emissions transition critical minerals "
    "semiconductors export controls sanctions deterrence exercises interoperability intelligence crisis management "
    "humanitarian assistance disaster relief migration refugees borders crime corruption transparency accountability "
    "strengthen expand deepen promote establish maintain improve ensure provide develop consider address reduce "
    "increase coordinate engage clarify negotiate ratify adopt fund train monitor publish consult protect enforce"
)

_ONSETS = _words("b br c ch cl d dr f fl g gr h j l m n p pl pr r s sh sl st t th tr v w")
_NUCLEI = _words("a a e e i o u ea ou")
_CODAS = _words("b ck d ff l ll m n nd ng nt p r rd rm s st t x")
_ENDINGS = ("", "s", "ed", "ing", "ment", "tion", "al", "ity", "er", "ly", "ness", "ive")

_NAME_STARTS = _words("Al Bel Cor Dan El Fen Gal Hol Ist Jar Kel Lor Mar Nor Or Pel Quar Ros Sel Tor Ul Val Wes Zan")
_NAME_MIDDLES = _words("va le mi dor gan the ri sta mu ne")
_NAME_ENDS = _words("nia land ria stan via")

ADJECTIVES = _words(
    "coastal rural digital critical regional industrial agricultural maritime financial nuclear renewable urban "
    "cultural legal fiscal monetary electoral judicial military naval orbital arctic tropical continental"
)
NOUNS = _words(
    "shipping lending mining farming tourism insurance logistics statistics planning procurement taxation policing "
    "training auditing archives aviation fisheries forestry broadcasting banking housing mobility literacy nutrition"
)
MINISTRIES = _words("Trade Defence Finance Energy Justice Health Transport Labour Fisheries Education")
SECTIONS = (
    "Executive Summary",
    "Introduction",
    "Background",
    "Trade and Investment",
    "Security Cooperation",
    "Institutions",
    "Recommendations",
    "Conclusion",
)


def rare_words(count: int, rng: Random) -> list[str]:
    """Made-up words that look English, no two the same."""
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = rng.choice((1, 1, 2))
        stem = "".join(rng.choice(_ONSETS) + rng.choice(_NUCLEI) for _ in range(syllables)) + rng.choice(_CODAS)
        for ending in rng.sample(_ENDINGS, 3):
            found[stem + ending] = None
    return list(found)[:count]


def place_names(count: int, rng: Random) -> list[str]:
    """Made-up names of countries and capitals, no two the same."""
    names = ["".join(parts) for parts in product(_NAME_STARTS, _NAME_MIDDLES, _NAME_ENDS)]
    rng.shuffle(names)
    return names[:count]


def zipf(count: int) -> list[float]:
    """Cumulated weights by which the n-th of so many words is about n times rarer than the first, as in texts."""
    return list(accumulate(1 / (rank + 2.7) for rank in range(count)))
