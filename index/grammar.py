r"""检索式: the analysts' query language, read into a tree that knows no backend, and written back.

    query  = or-part, empty = everything
    or     = and { OR and }
    and    = unary { [AND] unary }            words side by side must all occur
    unary  = NOT unary | near
    near   = item [ NEAR/n item ]             at most n characters between two phrases, in either order
    item   = ( or ) | field: item | "phrase" | word

Words and phrases are exact substrings. ``?`` is one arbitrary character, ``\`` takes the next character as it is. Operators are
written in capitals, half or full width: AND ＡＮＤ ( （ " “ 「 : ：. Fields: 标题 网站 单位 地区 格式 级别 规则 日期.
"""

from __future__ import annotations

import calendar
import difflib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from index.normalise import HOLE, scrub
from index.query import (
    Dates,
    Everything,
    Field,
    Keyword,
    Near,
    Node,
    Not,
    Phrase,
    Severities,
    conjunction,
    disjunction,
    pattern,
)
from inspection.model import Level, Severity

MAX_CHARACTERS = 4_000
MAX_ITEMS = 200
MAX_DEPTH = 40
MAX_DISTANCE = 50
MAX_REACH = 500  # all NEAR of a query together: each character of distance is two phrases to look for
_STAR = "\ufdd1"  # an unescaped *; like HOLE a character that no scrubbed text holds
_WILD = f"{HOLE}{_STAR} "


class QueryError(Exception):
    """A query cannot be understood.

    Attributes:
        message: what is wrong and what to write instead, in Chinese.
        position: index of the character in the query, from 0.
    """

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(f"{message}（第 {position + 1} 个字符处）")
        self.message = message
        self.position = position


_ALIASES = {
    "title": Field.TITLE, "site": Field.SITE, "站点": Field.SITE, "agency": Field.AGENCY, "机关": Field.AGENCY,
    "部门": Field.AGENCY, "district": Field.DISTRICT, "区划": Field.DISTRICT, "format": Field.FORMAT,
    "类型": Field.FORMAT, "level": Field.LEVEL, "密级": Field.LEVEL, "程度": Field.LEVEL, "rule": Field.RULE,
    "date": Field.DATE, "时间": Field.DATE,
}  # fmt: skip
_FIELDS = {field.value: field for field in Field} | _ALIASES


def parse(text: str) -> Node:
    """The tree of a query; an empty one and ``*`` mean everything.

    Raises:
        QueryError: with the character's position.
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryError(f"检索式过长（{len(text)} 个字符），最多 {MAX_CHARACTERS} 个；请拆成几次检索", MAX_CHARACTERS)
    return _Parser(_tokens(scrub(text)), len(text)).query()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # word phrase field ( ) AND OR NOT NEAR end
    text: str
    at: int


_QUOTES = {**dict.fromkeys('"“”', '"“”'), "「": "」"}


def _wide(character: str) -> str:
    """The half-width form of an operator's character (one character for one, so that positions stay)."""
    return chr(ord(character) - 0xFEE0) if "！" <= character <= "～" else character


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        character = _wide(text[at])
        if character.isspace():
            at += 1
        elif character in "()":
            found.append(_Token(character, character, at))
            at += 1
        elif character in _QUOTES:
            body, end = _read(text, at + 1, _QUOTES[character])
            if end == len(text):
                raise QueryError(f"引号 {text[at]} 没有成对；请在短语后面补上引号", at)
            found.append(_Token("phrase", body, at))
            at = end + 1
        else:
            at = _word(text, at, found)
    return found


def _word(text: str, at: int, found: list[_Token]) -> int:
    name = re.match(r"[^\s:：\"“”「」()（）＂\\?？*＊]{1,12}(?=[:：])", text[at:])
    if name and (field := _field(name[0], at)):
        found.append(_Token("field", field.value, at))
        return at + name.end() + 1
    body, end = _read(text, at, '"“”「()', spaces=True)
    raw = unicodedata.normalize("NFKC", text[at:end])
    if raw in {"AND", "OR", "NOT"}:
        found.append(_Token(raw, raw, at))
    elif near := re.fullmatch(r"NEAR(?:/(.*))?", raw):
        if not (near[1] and near[1].isdecimal() and len(near[1]) < 4 and int(near[1]) <= MAX_DISTANCE):
            raise QueryError(f"NEAR 后面要写相隔的字数（0 到 {MAX_DISTANCE}），例如 NEAR/10", at)
        found.append(_Token("NEAR", str(int(near[1])), at))
    else:
        found.append(_Token("word", body, at))
    return end


def _read(text: str, at: int, stop: str, *, spaces: bool = False) -> tuple[str, int]:
    """The characters up to one of ``stop``, wildcards and escapes resolved; and where it ended."""
    body: list[str] = []
    stars: list[tuple[int, int]] = []
    while at < len(text):
        character = _wide(text[at])
        if character in stop or (spaces and character.isspace()):
            break
        if character == "\\" and at + 1 < len(text):
            at += 1
            body.append(text[at])
        elif character == "*":
            stars.append((len(body), at))
            body.append(_STAR)
        else:
            body.append(HOLE if character == "?" else text[at])
        at += 1
    whole = "".join(body)
    first = len(whole) - len(whole.lstrip(_WILD))
    last = len(whole.rstrip(_WILD))
    for offset, position in stars:
        if first < offset < last:
            raise QueryError(
                "* 不能用在词语中间；请用 ? 代替一个字，或写成 前半 NEAR/20 后半；要检索星号本身，写成 \\*", position
            )
    return whole, at


def _field(name: str, at: int) -> Field | None:
    name = unicodedata.normalize("NFKC", name).lower()
    if name in _FIELDS:
        return _FIELDS[name]
    close = difflib.get_close_matches(name, _FIELDS, n=1, cutoff=0.75 if name.isascii() else 0.5)
    if close and len(name) > 1:
        hint = f"没有“{name}”这个字段；是否想写“{close[0]}:”？要检索这几个字本身，请加引号"
        raise QueryError(hint, at)
    return None


class _Parser:
    """Recursive descent over the tokens of one query."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
        self._tokens = tokens
        self._end = _Token("end", "", max(length - 1, 0))
        self._next = 0
        self._items = 0
        self._depth = 0
        self._reach = 0

    def query(self) -> Node:
        if not self._tokens:
            return Everything()
        node = self._or(None)
        if self._peek().kind == ")":
            raise QueryError("多了一个右括号", self._peek().at)
        return node

    def _peek(self) -> _Token:
        return self._tokens[self._next] if self._next < len(self._tokens) else self._end

    def _take(self) -> _Token:
        token = self._peek()
        self._next += 1
        return token

    def _or(self, field: Field | None) -> Node:
        parts = [self._and(field)]
        while self._peek().kind == "OR":
            self._take()
            parts.append(self._and(field))
        return disjunction(*parts)

    def _and(self, field: Field | None) -> Node:
        parts = [self._unary(field)]
        while self._peek().kind not in {"end", ")", "OR"}:
            if self._peek().kind == "AND":
                self._take()
            parts.append(self._unary(field))
        return conjunction(*parts)

    def _unary(self, field: Field | None) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise QueryError(f"括号或 NOT 嵌套超过 {MAX_DEPTH} 层；请简化检索式", self._peek().at)
        if self._peek().kind == "NOT":
            self._take()
            node: Node = Not(self._unary(field))
        else:
            node = self._near(field)
        self._depth -= 1
        return node

    def _near(self, field: Field | None) -> Node:
        left = self._item(field)
        if self._peek().kind != "NEAR":
            return left
        near = self._take()
        right = self._item(field)
        if not isinstance(left, Phrase) or not isinstance(right, Phrase):
            raise QueryError("NEAR 的两边只能是词语或带引号的短语", near.at)
        if left.field != right.field:
            raise QueryError("NEAR 的两边要在同一个字段里", near.at)
        if self._peek().kind == "NEAR":
            raise QueryError("NEAR 一次只能连接两个词；请用 AND 连接多组 NEAR", self._peek().at)
        self._reach += int(near.text)
        if self._reach > MAX_REACH:
            raise QueryError(f"各处 NEAR 的字数合计超过 {MAX_REACH}；请改小，或拆成几次检索", near.at)
        return Near(left, right, int(near.text))

    def _item(self, field: Field | None) -> Node:
        token = self._take()
        self._items += 1
        if self._items > MAX_ITEMS:
            raise QueryError(f"检索词超过 {MAX_ITEMS} 个；请拆成几次检索", token.at)
        if token.kind == "(":
            node = self._or(field)
            if self._take().kind != ")":
                raise QueryError("左括号没有成对；请补上右括号", token.at)
            return node
        if token.kind == "field":
            if self._peek().kind not in {"word", "phrase", "("}:
                raise QueryError(f"“{token.text}:”后面缺少内容", token.at)
            return self._unary(Field(token.text))
        if token.kind in {"word", "phrase"}:
            return _leaf(token, field)
        raise self._missing(token)

    def _missing(self, token: _Token) -> QueryError:
        before = self._tokens[self._next - 2] if 1 < self._next <= len(self._tokens) + 1 else None
        if before is not None and before.kind in {"AND", "OR", "NOT", "NEAR"}:
            return QueryError(f"{before.kind} 后面缺少检索词；要检索这个词本身，请加引号", before.at)
        if token.kind == ")":
            return QueryError("括号里没有检索词" if before and before.kind == "(" else "多了一个右括号", token.at)
        if before is not None and before.kind == "(":
            return QueryError("左括号后面没有检索词，也没有成对的右括号", before.at)
        return QueryError(f"{token.kind} 前面缺少检索词；要检索这个词本身，请加引号", token.at)


def _leaf(token: _Token, field: Field | None) -> Node:
    text = token.text.strip(_WILD)
    if not text and _STAR in token.text and field not in {Field.DATE, Field.LEVEL}:
        return Everything()
    if field is Field.DATE:
        return _dates(text, token.at)
    if field is Field.LEVEL:
        return _level(text, token.at)
    if field is Field.FORMAT or field is Field.RULE:
        value = text.replace(HOLE, "").lower().strip(" .")
        if not value:
            raise QueryError(f"“{field}:”后面缺少内容", token.at)
        return Keyword(field, value)
    if not pattern(text):
        raise QueryError("只有通配符、空白或不可见字符，没有可检索的文字", token.at)
    return Phrase(text, field)


_SEVERITIES = {step.label: step for step in Severity} | {str(step.value): step for step in Severity}


def _level(text: str, at: int) -> Node:
    value = unicodedata.normalize("NFKC", text)
    if value in {level.value for level in Level}:
        return Keyword(Field.LEVEL, value)
    low, dots, high = value.partition("..")
    first, last = _SEVERITIES.get(low or "0"), _SEVERITIES.get((high or "4") if dots else low)
    if first is None or last is None or not value.strip("."):
        raise QueryError(
            "级别应为 绝密、机密、秘密，或 无风险、一般、关注、严重、紧急（0 到 4），例如 级别:机密、级别:严重..紧急",
            at,
        )
    if first > last:
        raise QueryError("级别范围的开始高于结束", at)
    return Severities(first, last)


_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")


def _dates(text: str, at: int) -> Node:
    low, dots, high = unicodedata.normalize("NFKC", text).partition("..")
    if not dots:
        high = low
    first = _day(low, at, last=False) if low else None
    last = _day(high, at, last=True) if high else None
    if first is None and last is None:
        raise QueryError("“日期:”后面缺少日期，例如 日期:2026-01 或 日期:2026-01-01..2026-03-31", at)
    if first and last and first > last:
        raise QueryError("日期范围的开始晚于结束", at)
    return Dates(first, last)


def _day(text: str, at: int, *, last: bool) -> date:
    match = _DATE.fullmatch(text.strip())
    if match:
        year, month, day = (int(part) if part else 0 for part in match.groups())
        try:
            if last:
                month = month or 12
                day = day or calendar.monthrange(year, month)[1]
            return date(year, month or 1, day or 1)
        except ValueError:  # no such day
            pass
    shown = text[:20].replace(HOLE, "?").replace(_STAR, "*")
    raise QueryError(f"“{shown}”不是日期；请写成 2026-01-31、2026-01 或 2026，范围写成 2026-01-01..2026-03-31", at)
