"""Runs to pieces of lines; separate because gaps and superscripts are judged run by run, all else line by line."""

import re
from collections.abc import Sequence

from policykb.ingest.layout.printed import Piece, Run, Stroke

# In units of the type size: wider gaps part columns and cells; runs raised or lowered by less are on the line.
_GAP = 1.3
_SAME_LINE, _RAISED, _LOWERED = 0.18, 0.75, 0.35
_SMALLER = 0.84
_TAB = 0.45
_SUPERSCRIPT = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")
_MARK = re.compile(r"\d{1,3}(?:\s?[,;\u2013-]\s?\d{1,3})*", re.ASCII)
BULLETS = (
    "\u2022\u2023\u25aa\u25ab\u25cf\u25cb\u25e6\u2043\u25a0\u25a1\u25ba\u25b6\u2013\u2014\u00b7\u2219"
    "\u2756\u27a2\u2713\u2714*-"
)
LABEL = re.compile(
    rf"(?P<bullet>[{BULLETS}])(?=\s|$)"
    r"|(?P<number>(?:[A-Z]\d?\.)?\d{1,3}(?:\.\d{1,3}){0,5}[.):]?|\(\d{1,3}\)|\[\d{1,3}\]"
    r"|\(?[A-Za-z]\)|[A-Za-z]\.|\(?[ivxlcIVXLC]{1,6}[.)]|\([a-z]{2}\))(?=\s|$)"
    r"|(?P<tight>(?:\d{1,3}\.){2,4})(?=[A-Z][a-z])",
    re.ASCII,
)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ODD = re.compile(
    "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\uffff\x00-\x08\x0e-\x1f\x7f-\x9f]"
)
_SPACES = re.compile(r"\s+")
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_LIGATURE = {chr(0xFB00 + at): text for at, text in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}


def pieces(runs: Sequence[Run], text: str, page: int, walls: Sequence[Stroke] = ()) -> list[Piece]:
    """The pieces of a page in the order they are printed; ``walls`` are upright strokes that part cells."""
    found: list[Piece] = []
    current: list[Run] = []
    raised: set[int] = set()
    y = size = right = 0.0
    for run in runs:
        if current:
            gap = run.left - right
            rise = run.y - y
            walled = walls and gap > _TAB * size and is_walled(right, run.left, y, walls)
            if not walled and -size < gap < _GAP * max(size, run.size) and run.left >= current[0].left:
                if -_SAME_LINE * size < rise < _SAME_LINE * size and run.size > _SMALLER * size:
                    current.append(run)
                    right = max(right, run.right)
                    continue
                if run.size <= _SMALLER * size and -_LOWERED * size < rise < _RAISED * size:
                    if rise > _SAME_LINE * size:
                        raised.add(len(current))
                    current.append(run)
                    right = max(right, run.right)
                    continue
                if size <= _SMALLER * run.size and len(current) == 1 and 0 < -rise < _RAISED * run.size:
                    raised.add(0)
                    current.append(run)
                    y, size, right = run.y, run.size, run.right
                    continue
            _close(current, raised, text, page, found)
            current, raised = [], set()
        current.append(run)
        y, size, right = run.y, run.size, run.right
    if current:
        _close(current, raised, text, page, found)
    return found


def is_walled(left: float, right: float, y: float, walls: Sequence[Stroke]) -> bool:
    """Whether an upright stroke stands between two runs."""
    return any(left - 1 < wall.left < right + 1 and wall.bottom < y < wall.top for wall in walls)


def _close(runs: list[Run], raised: set[int], text: str, page: int, found: list[Piece]) -> None:
    """Add the piece these runs make, if it says anything."""
    first = runs[0]
    if len(runs) == 1:
        words, bold, lead, main = text[first.start : first.end], first.bold, 0, first
        italic = first.italic
    else:
        parts: list[str] = []
        end, lead, leading, bold = first.start, 0, True, True
        label_end = found_label.end() if (found_label := LABEL.match(text, first.start)) else 0
        italic = all(run.italic or at in raised or run.end <= label_end for at, run in enumerate(runs))
        main = max(runs, key=lambda run: (run.size, run.end - run.start)) if raised else max(runs, key=_length)
        for at, run in enumerate(runs):
            if run.start != end:
                parts.append(" ")
            part = text[run.start : run.end]
            if at in raised and _MARK.fullmatch(part):
                part = part.translate(_SUPERSCRIPT)
            parts.append(part)
            if not run.bold and at not in raised and run.end > label_end:
                bold = leading = False
            if leading:
                lead = sum(map(len, parts))
            end = run.end
        words = "".join(parts)
        if bold or lead <= label_end - first.start + 1:
            lead = 0
    if not words.isascii():
        words, lead = _plain(words, lead)
    words = words.rstrip()
    if not words:
        return
    piece = Piece(words, first.left, max(run.right for run in runs), main.y, main.size, page, bold, italic, lead)
    if label := LABEL.match(words):
        _set_apart(piece, label, runs)
    found.append(piece)


def _length(run: Run) -> int:
    return run.end - run.start


def _plain(words: str, lead: int) -> tuple[str, int]:
    """Without what nobody reads; ligatures resolved, a hyphen that was taken for a soft one back."""
    words = words.replace("\ufffe", "-")
    before = len(words)
    private = _PRIVATE.findall(words)
    if private:
        if len(private) > 2 and 2 * len(private) > len(words.replace(" ", "")):
            return "", 0
        words = _PRIVATE.sub("\u2022", words)
    words = _LIGATURES.sub(lambda found: _LIGATURE[found.group()], _ODD.sub("", words))
    words = _SPACES.sub(" ", words)
    return words.strip(), lead if len(words) == before else min(lead, len(words))


def _set_apart(piece: Piece, label: re.Match[str], runs: list[Run]) -> None:
    """Note a label that a gap parts from the words behind it."""
    end = label.end()
    if end == len(piece.text):
        piece.label, piece.body = piece.text, piece.right
        return
    done = 0
    for at, run in enumerate(runs[:-1]):
        done += run.end - run.start
        if done >= end:
            if done == end and runs[at + 1].left - run.right > _TAB * piece.size:
                piece.label, piece.body = piece.text[: end + 1], runs[at + 1].left
            return


def join(left: Piece, right: Piece) -> Piece:
    """A label and the words it stands before, which were printed apart, as one."""
    text = f"{left.text} {right.text}"
    joined = Piece(text, left.left, right.right, right.y, right.size, right.page, right.bold, right.italic)
    joined.label, joined.body = f"{left.text} ", right.left
    if right.lead:
        joined.lead = right.lead + len(left.text) + 1
    return joined
