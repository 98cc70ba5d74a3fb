"""脱敏: the one place that hides personal data and document text from ledgers, reports and logs.

A mask keeps enough for a person to recognise what they already know (GB/T 35273-2020, 附录 A practice; 国办 2018
公开要点 去标识化): an ID number keeps its six region digits and its last four, a phone number its first three and last four.
"""

from __future__ import annotations

import hashlib
import hmac
import re

# 18 places; 20-digit numbers (残疾人证) begin with such a one, 19-digit ones (bank cards) do not. Longest first; explicit neighbours instead of \b, which fails between Chinese and digits.
# Between the digits, separators may stand: people write 1101  0119 … and 138-1234-5678; some hide behind invisible ones.
GAP = r"[ \u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\-‐-―−.·]{0,4}"
DIGIT = r"\d"
_ID = re.compile(rf"(?<!{DIGIT})({DIGIT}(?:{GAP}{DIGIT}){{16}}{GAP}[\dXxＸｘ×])(?!{DIGIT}(?!{DIGIT}))")
_LONG = re.compile(rf"(?<!{DIGIT}){DIGIT}(?:{GAP}{DIGIT}){{6,}}")


def mask_digits(text: str) -> str:
    """``text`` with every run that could be a personal number masked: ID, phone, card, account.

    Runs of 7–10 digits (dates such as 20261123, 文号) keep their form: they identify nobody alone. Runs of 11 digits
    that are no mobile number and everything longer keep the first three and last four.
    """
    text = _ID.sub(lambda m: _hide(m[1], 6, 4), text)
    return _LONG.sub(_mask_long, text)


def _mask_long(match: re.Match[str]) -> str:
    run = match[0]
    digits = sum(1 for c in run if c.isdigit())
    if digits < 11:
        return run
    if digits == 15:
        return _hide(run, 6, 3)
    if digits == 16 or digits > 18:
        return _hide(run, 4, 4)
    return _hide(run, 3, 4)


def _hide(run: str, head: int, tail: int) -> str:
    solid = [c for c in run if c.isalnum()]
    return "".join(solid[:head]) + "*" * (len(solid) - head - tail) + "".join(solid[-tail:])


def mask_name(name: str) -> str:
    """张三丰 → 张**."""
    return name[:1] + "*" * (len(name) - 1)


def mask_title(title: str, *, marked: bool) -> str:
    """A title fit for ledger and report.

    A title of an unmarked document only loses its personal numbers. A title of a document with a classification
    marking is itself content: only its first two and last two characters stay (关于…通知).
    """
    title = mask_digits(title.strip())
    if not marked or len(title) <= 4:
        return title if not marked else "□" * len(title)
    return f"{title[:2]}{'□' * min(len(title) - 4, 8)}{title[-2:]}"


_CONTENT = re.compile(r"[^\s，。、；：！？（）()《》“”\"'\[\]【】〔〕,.;:!?★☆*＊\-—_/|\t\n]")


def excerpt(text: str, start: int, end: int, *, width: int = 16, blind: bool = False) -> str:
    """The hit at ``text[start:end]`` with its surroundings on the same line, masked, the hit between 「 and 」.

    Args:
        text: the passage.
        start: offset of the hit.
        end: offset behind the hit.
        width: characters kept on each side.
        blind: hide the surroundings' characters (□), keeping only punctuation and length: for marked documents,
            whose text must not be copied anywhere.
    """
    left = max(text.rfind("\n", 0, start) + 1, start - width)
    stop = text.find("\n", end)
    right = min(len(text) if stop < 0 else stop, end + width)
    before, hit, after = text[left:start], text[start:end], text[end:right]
    if blind:
        before, after = _CONTENT.sub("□", before), _CONTENT.sub("□", after)
    elif before[-1:].isdigit() or after[:1].isdigit():
        # A digit run cut at the window's edge could escape its mask: hide runs that touch the edge.
        before, after = _CONTENT.sub("□", before), _CONTENT.sub("□", after)
    head = "…" if left and text[left - 1] != "\n" else ""
    tail = "…" if right < len(text) and text[right] != "\n" else ""
    before, after = _edge(before, text[:left], at_start=True), _edge(after, text[right:], at_start=False)
    shown = f"{head}{mask_digits(before)}「{mask_digits(hit)}」{mask_digits(after)}{tail}"
    return re.sub(r"\s+", " ", shown).strip()


def _edge(side: str, beyond: str, *, at_start: bool) -> str:
    """``side`` without a digit run that continues beyond the window (it would be too short for its mask)."""
    if at_start:
        if beyond[-1:].isdigit():
            return re.sub(r"^[0-9０-９XxＸｘ \-]+", "…", side)
    elif beyond[:1].isdigit() or beyond[:1] in "XxＸｘ":
        return re.sub(r"[0-9０-９XxＸｘ \-]+$", "…", side)
    return side


def subject_hash(key: bytes, value: str) -> str:
    """A keyed hash that names a value without holding it: ``k1:`` + 32 hex characters of HMAC-SM3.

    Args:
        key: the workspace's subject key (32 bytes).
        value: the value in its canonical form.
    """
    return "k1:" + hmac.new(key, value.encode(), lambda: hashlib.new("sm3")).hexdigest()[:32]


# In an address the number may follow an escape (%85), whose digits are not its own.
_START = r"(?:(?<![0-9])|(?<=%[0-9A-Fa-f]{2}))"
_ID_IN_NAME = re.compile(
    _START
    + r"([1-9][0-9]{5})((?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))([0-9]{3}[0-9Xx])(?![0-9](?![0-9]))"
)
_PHONE_IN_NAME = re.compile(_START + r"1[3-9][0-9]{9}(?![0-9])")


def mask_name_or_url(text: str) -> str:
    """A file name or address with personal numbers masked, and everything else as it is.

    Addresses are full of long numbers (time stamps, article ids) and must stay usable, so only what has the form of an
    ID number (region, date of birth, sequence, check character) or of a mobile number is masked.
    """
    text = _ID_IN_NAME.sub(lambda m: f"{m[1]}********{m[3]}", text)
    return _PHONE_IN_NAME.sub(lambda m: f"{m[0][:3]}****{m[0][-4:]}", text)
