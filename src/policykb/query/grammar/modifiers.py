"""What a query says besides its conditions: order, number of rows, groups; separate because nothing here is nested."""

from dataclasses import dataclass, field

from policykb.domain.fields import DATE_FIELD, Field
from policykb.query.ast import RELEVANCE, Sort
from policykb.query.grammar.cursor import Cursor
from policykb.query.grammar.lexer import MINUS, MODIFIERS, QUOTED, RESERVED, WORD, Token, searchable
from policykb.query.grammar.lookup import gives_order, groups_of, is_field_name, makes_groups, orders_of

MAX_LIMIT = 1_000_000
"""The most rows a query may ask for."""

_DIRECTIONS = {"ascending": False, "asc": False, "descending": True, "desc": True}


@dataclass
class Modifiers:
    """Reads the modifiers of one query as they come; each may stand once."""

    sort: tuple[Sort, ...] = ()
    limit: int | None = None
    after: str | None = None
    group: tuple[str, ...] = ()
    newest: bool = False
    """Whether the limit was written ``last N``."""
    tokens: dict[str, Token] = field(default_factory=dict)
    """The first token of each that was read."""

    def read(self, c: Cursor) -> bool:
        """Reads the modifier that stands here; False where none does."""
        token = c.peek()
        if c.sorts():
            self._once(c, "sort", token)
            c.index += 2
            self.sort = _read_sorts(c)
        elif c.counts() and not c.lasts():
            self._once(c, "limit", token)
            self.newest = c.take().low == "last"
            self.limit = _read_limit(c, token.low)
        elif c.is_field() and token.low in MODIFIERS:
            self._once(c, token.low, token)
            self._read_written(c)
        elif c.counting and c.at("by") and _groups(c):
            self._once(c, "group", token)
            c.take()
            self.group = _read_groups(c)
        else:
            return False
        if self.newest and any(sort.field == RELEVANCE for sort in self.sort):
            raise c.error("{at} cannot stand beside 'last N'", "The best come first: write first N.", token)
        return True

    def ordered(self, subject: str) -> tuple[Sort, ...]:
        """The order asked for; ``last N`` turns it round, and without one means the newest."""
        if not self.newest:
            return self.sort
        by = self.sort or (Sort(DATE_FIELD.get(subject, "key")),)
        return tuple(Sort(each.field, not each.descending, each.at) for each in by)

    def check(self, c: Cursor) -> None:
        """Raises for an order or a page of groups: those come by their counts."""
        if self.group and (self.sort or self.newest or self.after):
            token = self.tokens["sort" if self.sort else "limit" if self.newest else "after"]
            raise c.error(
                "{at} cannot stand beside groups", "Groups come with the most records first; leave it out.", token
            )

    def _once(self, c: Cursor, what: str, token: Token) -> None:
        if what in self.tokens:
            raise c.error(f"a second {what} was read: {{at}}", "Write it once.", token)
        self.tokens[what] = token

    def _read_written(self, c: Cursor) -> None:
        name, sign = c.take(), c.take()
        if sign.low != ":":
            raise c.error(f"'{name.low}' takes a colon, not {{at}}", f"Write {name.low}: with a value.", sign)
        match name.low:
            case "sort":
                self.sort = _read_sorts(c)
            case "limit":
                self.limit = _read_limit(c, "limit:")
            case "group":
                self.group = _read_groups(c)
            case _:
                key = c.peek()
                if key.kind not in {WORD, QUOTED} or key.low in RESERVED or not searchable(key.text):
                    raise c.error("a key is missing after 'after:': {at}", "Write the key of the last row seen.")
                self.after = c.take().text


def _read_limit(c: Cursor, what: str) -> int:
    start, minus = c.peek(), c.peek().kind == MINUS
    if minus:
        c.take()
    number = c.peek()
    if not (number.text.isascii() and number.text.isdigit() and not minus and 1 <= int(number.text) <= MAX_LIMIT):
        shown = c.written(start.start, number.end)[:40]
        message = f"'{what}' needs a number of rows, not '{shown}', at column {start.start + 1}"
        raise c.error(message, f"Write 1 to {MAX_LIMIT:,}.", start)
    c.take()
    return int(number.text)


def _read_sorts(c: Cursor) -> tuple[Sort, ...]:
    """One or more fields, each with its direction; ``-`` before it or descending after it."""
    found: list[Sort] = []
    while True:
        descending = c.peek().kind == MINUS
        if descending:
            c.take()
        token = c.peek()
        name = _read_order(c)
        direction = c.peek()
        if direction.low in _DIRECTIONS and not c.is_field():
            descending = _DIRECTIONS[c.take().low] != descending
            if name == RELEVANCE and not descending:
                raise c.error("{at} cannot stand after relevance", "The best come first: sort:relevance", direction)
        if name in {each.field for each in found}:
            raise c.error("the order names {at} twice", "Name each field once.", token)
        found.append(Sort(name, descending and name != RELEVANCE, (token.start, token.end)))
        if not _more(c):
            return tuple(found)


def _read_order(c: Cursor) -> str:
    """What to sort by: relevance, or a field with one value."""
    token = c.peek()
    if token.kind == WORD and token.low == RELEVANCE:
        return c.take().low
    field = _read_field(c, "sort by", ("date",))
    if not gives_order(field):
        raise c.error("{at} gives no order", f"Sort by one of {', '.join(orders_of(c.subjects))}.", token)
    return field.query or field.name


def _read_groups(c: Cursor) -> tuple[str, ...]:
    """One or more fields; ``theme.top`` groups by the top concepts, ``year`` by the date."""
    found: list[str] = []
    while True:
        token = c.peek()
        name, dot, rest = token.low.partition(".")
        if dot:
            c.index += 1
            by = c.field(token._replace(low=name, text=name))
            if by.query != "theme" or rest != "top":
                raise c.error("there is no group {at}", "Only a theme has a part: theme.top", token)
            grouped = "theme.top"
        else:
            by = _read_field(c, "group by", ("year", "date"))
            grouped = by.query or by.name
            if not all(makes_groups(by, subject) for subject in c.subjects):
                among = ", ".join(groups_of(c.subjects))
                raise c.error("{at} makes no groups", f"Group by one of {among}.", token)
        if grouped in found:
            raise c.error("the groups name {at} twice", "Name each field once.", token)
        found.append(grouped)
        if not _more(c):
            return tuple(found)


def _read_field(c: Cursor, what: str, dates: tuple[str, ...]) -> Field:
    """A field; ``dates`` are words for the field that gives the date, whatever it is called."""
    token = c.peek()
    if token.kind != WORD:
        raise c.error(f"a field to {what} is missing: {{at}}", "Write the name of a field, like theme or issued.")
    c.index += 1
    if token.low in dates and c.subjects[0] in DATE_FIELD:
        name = DATE_FIELD[c.subjects[0]]
        token = token._replace(low=name, text=name)
    return c.field(token)


def _more(c: Cursor) -> bool:
    """Reads what joins one more field."""
    goes_on = c.at(",") or (c.at("and") and (c.is_value(1) or _groups(c)))
    if goes_on:
        c.take()
    return goes_on


def _groups(c: Cursor) -> bool:
    """Whether ``by`` stands before a field and no longer name."""
    token = c.peek(1)
    named = is_field_name(token.low.partition(".")[0]) or token.low == "year"  # "date" is a field of events
    return token.kind == WORD and named and not c.is_field(1) and not c.is_value(2)
