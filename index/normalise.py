"""What is searched: one normal form of text, over which both backends hold one character as one token.

``norm`` is NFKC, lower case, and white space as a reader of Chinese sees it: none beside a Chinese character (line breaks
and spaced headings do not hide a phrase), one space between other words. Invisible characters are dropped. ``fold`` gives
the same text with the way back to the original, for highlights.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass

# Separates title, path and passages: no phrase without wildcards reaches across.
BREAK = "\f"
# Stands for one arbitrary character in a phrase. A Unicode noncharacter, so that no text can hold it (see scrub).
HOLE = "\ufdd0"

# Characters that NFKC leaves alone whatever stands before or after them: ASCII, CJK ideographs, common punctuation.
# Everything else is normalised by runs, together with the character before (to which an accent may belong).
PLAIN = "\x00-\x7f\u00b7\u2014\u2018-\u201e\u3001-\u3029\u3400-\u4dbf\u4e00-\u9fff"
_COMPAT = re.compile(f"(?s).?[^{PLAIN}]+")
# unicodedata.normalize takes 0.49 ms for 4,000 characters as soon as one full-width comma is there; replacing the
# frequent ones first leaves most texts normalised, which a check of 0.006 ms confirms.
_FREQUENT = tuple((wide, unicodedata.normalize("NFKC", wide)) for wide in "，：；！？（）％\u3000\xa0")
_SPACE = re.compile("[\\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
# What stands for the two characters of white space that a normal form can hold, where tokens are separated by white space.
_BLANK, _WALL = "\ufdd2", "\ufdd3"
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")


def scrub(text: str) -> str:
    """``text`` as it can be stored: halves of surrogate pairs and noncharacters become U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _NONCHARACTERS.sub("\ufffd", text)


def norm(text: str) -> str:
    """The normal form of ``text``. 0.12 ms for 4,000 Chinese characters."""
    for wide, narrow in _FREQUENT:
        text = text.replace(wide, narrow)
    if not unicodedata.is_normalized("NFKC", text):
        text = _COMPAT.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return _SPACE.sub(_space, _join_lines(_lower(text)))


def _join_lines(text: str) -> str:
    """Without the line breaks beside a Chinese character, which are most of a page's white space.

    The same as :func:`_space` would do, at a third of its cost.
    """
    lines = iter(text.split("\n"))
    joined = [before := next(lines)]
    for line in lines:
        if not ((before and _is_chinese(before[-1])) or (line and _is_chinese(line[0]))):
            joined.append("\n")
        joined.append(line)
        before = line
    return "".join(joined)


def spread(text: str) -> str:
    """A normal form with a space after each character, so that a white-space tokenizer gives one token a character.

    0.04 ms for 4,000 characters (a join takes 0.13); tantivy's regex tokenizer would take 0.6 ms more than this way.
    """
    source = text.replace(" ", _BLANK).replace(BREAK, _WALL).encode("utf-32-le")
    spaced = bytearray(b" \0\0\0" * (len(source) // 2))
    memoryview(spaced).cast("I")[::2] = memoryview(source).cast("I")
    return spaced.decode("utf-32-le")


def token(character: str) -> str:
    """The token that :func:`spread` makes of one character."""
    return {" ": _BLANK, BREAK: _WALL}.get(character, character)


@dataclass(frozen=True, slots=True)
class Folded:
    """A normal form that knows where each of its characters came from.

    Attributes:
        text: the same as ``norm`` gives.
        starts, ends: for each character of it, the span in the original text.
    """

    text: str
    starts: array[int]
    ends: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original of the non-empty span ``start:end`` of the normal form."""
        return self.starts[start], max(self.ends[start:end])


def fold(text: str) -> Folded:
    """The normal form of ``text`` with the way back."""
    for wide, narrow in _FREQUENT:  # one character for one
        text = text.replace(wide, narrow)
    pieces: list[str] = []
    starts, ends = array("Q"), array("Q")
    done = 0
    for match in _COMPAT.finditer(text):
        _take_plain(text, done, match.start(), pieces, starts, ends)
        done = match.end()
        _take_run(match[0], match.start(), pieces, starts, ends)
    _take_plain(text, done, len(text), pieces, starts, ends)
    return _without_space(Folded("".join(pieces), starts, ends))


def _take_plain(text: str, start: int, end: int, pieces: list[str], starts: array[int], ends: array[int]) -> None:
    pieces.append(_lower(text[start:end]))
    starts.extend(range(start, end))
    ends.extend(range(start + 1, end + 1))


def _take_run(run: str, at: int, pieces: list[str], starts: array[int], ends: array[int]) -> None:
    whole = _lower(unicodedata.normalize("NFKC", run))
    single = [_lower(unicodedata.normalize("NFKC", character)) for character in run]
    pieces.append(whole)
    if "".join(single) == whole:
        for offset, folded in enumerate(single, at):
            starts.extend([offset] * len(folded))
            ends.extend([offset + 1] * len(folded))
    else:  # characters have joined or changed places: all of it came from all of the run
        starts.extend([at] * len(whole))
        ends.extend([at + len(run)] * len(whole))


def _without_space(folded: Folded) -> Folded:
    pieces: list[str] = []
    starts, ends = array("Q"), array("Q")
    done = 0
    for match in _SPACE.finditer(folded.text):
        kept = _space(match)
        pieces += (folded.text[done : match.start()], kept)
        starts += folded.starts[done : match.start()]
        ends += folded.ends[done : match.start()]
        if kept:
            starts.append(folded.starts[match.start()])
            ends.append(folded.ends[match.end() - 1])
        done = match.end()
    pieces.append(folded.text[done:])
    return Folded("".join(pieces), starts + folded.starts[done:], ends + folded.ends[done:])


def _lower(text: str) -> str:
    # str.lower looks at the neighbours of one letter only, the final sigma; without that, parts fold as the whole does.
    return text.lower().replace("ς", "σ")


def _space(match: re.Match[str]) -> str:
    run, text = match[0], match.string
    if BREAK in run:
        return BREAK
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if not before or not after or _is_chinese(before) or _is_chinese(after):
        return ""
    return " " if run == " " or any(character.isspace() for character in run) else ""


def _is_chinese(character: str) -> bool:
    """Whether ``character`` is of a script written without spaces: ideographs, kana, their punctuation."""
    return "\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000"
