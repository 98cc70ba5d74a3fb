"""The query language: what is understood, how mistakes are answered, and that writing undoes reading."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import query as tree
from index.grammar import MAX_CHARACTERS, QueryError, parse
from index.normalise import HOLE, scrub
from index.query import Field, Node, Phrase, write
from inspection.model import Level, Severity

A, B, C = Phrase("甲"), Phrase("乙"), Phrase("丙")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", tree.Everything()),
        ("  \u3000", tree.Everything()),
        ("*", tree.Everything()),
        ("***", tree.Everything()),
        ('"*"', tree.Everything()),
        ("甲", A),
        ("甲*", A),
        ("?甲?", A),
        ("甲 乙 丙", tree.And((A, B, C))),
        ("甲\u3000AND\u3000乙", tree.And((A, B))),
        ("甲 ＡＮＤ 乙 ＯＲ 丙", tree.Or((tree.And((A, B)), C))),
        ("甲 OR 乙 丙", tree.Or((A, tree.And((B, C))))),
        ("（甲 OR 乙） 丙", tree.And((tree.Or((A, B)), C))),
        ("甲 NOT 乙", tree.And((A, tree.Not(B)))),
        ("NOT NOT 甲", tree.Not(tree.Not(A))),
        ("甲 ＮＥＡＲ／５ 乙", tree.Near(A, B, 5)),
        ("NOT 甲 NEAR/0 乙", tree.Not(tree.Near(A, B, 0))),
        ("“甲 乙”", Phrase("甲 乙")),
        ("”甲“", A),
        ("＂甲＂", A),
        ("「关于“甲”的通知」", Phrase("关于“甲”的通知")),
        ("甲“乙”丙", tree.And((A, B, C))),
        ('"AND"', Phrase("AND")),
        ("\\AND", Phrase("AND")),
        ("and", Phrase("and")),
        ("甲？乙", Phrase(f"甲{HOLE}乙")),
        (r"甲\?乙\*", Phrase("甲?乙*")),
        ("\\", Phrase("\\")),
        ("标题:甲", Phrase("甲", Field.TITLE)),
        ("标题： 甲", Phrase("甲", Field.TITLE)),
        ("TITLE:甲", Phrase("甲", Field.TITLE)),
        ("标题:(甲 OR 网站:乙)", tree.Or((Phrase("甲", Field.TITLE), Phrase("乙", Field.SITE)))),
        ("标题:甲 NEAR/3 乙", tree.Near(Phrase("甲", Field.TITLE), Phrase("乙", Field.TITLE), 3)),
        ("标题:甲 乙", tree.And((Phrase("甲", Field.TITLE), B))),
        ("格式:PDF", tree.Keyword(Field.FORMAT, "pdf")),
        ("格式:(docx OR wps)", tree.Or((tree.Keyword(Field.FORMAT, "docx"), tree.Keyword(Field.FORMAT, "wps")))),
        ("规则:personal.*", tree.Keyword(Field.RULE, "personal")),
        ("密级:机密", tree.Keyword(Field.LEVEL, "机密")),
        ("级别:严重", tree.Severities(Severity.SERIOUS, Severity.SERIOUS)),
        ("级别:2..", tree.Severities(Severity.ATTENTION, Severity.URGENT)),
        ("级别:..一般", tree.Severities(Severity.NONE, Severity.GENERAL)),
        ("日期:2026", tree.Dates(date(2026, 1, 1), date(2026, 12, 31))),
        ("日期:2024-02", tree.Dates(date(2024, 2, 1), date(2024, 2, 29))),
        ("日期:2026年1月9日", tree.Dates(date(2026, 1, 9), date(2026, 1, 9))),
        ("日期：2026-01-01..2026-03", tree.Dates(date(2026, 1, 1), date(2026, 3, 31))),
        ("日期:..2026/3/1", tree.Dates(None, date(2026, 3, 1))),
        ("日期:2026..", tree.Dates(date(2026, 1, 1), None)),
        ("http://a.gov.cn", Phrase("http://a.gov.cn")),
        ("12:30", Phrase("12:30")),
        ("联系电话：甲", Phrase("联系电话：甲")),
    ],
)
def test_queries_are_understood(text: str, node: Node) -> None:
    assert parse(text) == node


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ('甲 "乙', 2, "没有成对"),
        ("甲 (乙", 2, "左括号没有成对"),
        ("甲 乙)", 3, "多了一个右括号"),
        ("甲 () 乙", 3, "括号里没有检索词"),
        ("甲 (", 2, "左括号"),
        ("甲 OR", 2, "OR 后面缺少检索词"),
        ("甲 AND AND 乙", 2, "AND 后面缺少检索词"),
        ("OR 甲", 0, "OR 前面缺少检索词"),
        ("甲 NOT", 2, "NOT 后面缺少检索词"),
        ("甲 NEAR 乙", 2, "例如 NEAR/10"),
        ("甲 NEAR/999 乙", 2, "0 到 50"),
        ("甲 NEAR/x 乙", 2, "例如 NEAR/10"),
        ("甲 NEAR/3 (乙 OR 丙)", 2, "只能是词语"),
        ("甲 NEAR/3 乙 NEAR/3 丙", 11, "一次只能连接两个词"),
        ("标题:甲 NEAR/3 单位:乙", 5, "同一个字段"),
        ("机*密", 1, "NEAR/20"),
        ('甲 "机*密"', 4, "NEAR/20"),
        ("甲 ???", 2, "只有通配符"),
        ('甲 ""', 2, "没有可检索的文字"),
        ("甲 \u200b", 2, "不可见字符"),
        ("甲 标提:乙", 2, "是否想写“标题:”"),
        ("甲 标题:", 2, "缺少内容"),
        ("标题:标题:甲", 0, "缺少内容"),
        ("日期:2026-02-30", 3, "不是日期"),
        ("日期:昨天", 3, "2026-01-31"),
        ("日期:..", 3, "缺少日期"),
        ("日期:2026-03-02..2026-03-01", 3, "晚于结束"),
        ("级别:高", 3, "级别应为"),
        ("级别:3..1", 3, "高于结束"),
        ("格式:?", 3, "缺少内容"),
    ],
)
def test_a_mistake_is_answered_at_its_character_with_advice(text: str, position: int, says: str) -> None:
    with pytest.raises(QueryError, match=says.replace("(", r"\(")) as caught:
        parse(text)
    assert caught.value.position == position
    assert f"第 {position + 1} 个字符处" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("密" * 100_000, "检索式过长"),
        ("(" * (MAX_CHARACTERS // 2) + "甲" + ")" * (MAX_CHARACTERS // 2 - 1), "嵌套超过"),
        ("NOT " * 999 + "甲", "嵌套超过"),
        ("标题:(" * 200 + "甲" + ")" * 200, "嵌套超过"),
        ("甲 " * 1999, "检索词超过"),
        ("a*" * 2000, "不能用在词语中间"),
        (" OR ".join(["甲 NEAR/50 乙"] * 11), "合计超过 500"),
        ("?" * MAX_CHARACTERS, "只有通配符"),
    ],
)
def test_monstrous_queries_end_clearly(text: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        parse(text)


@given(st.text(max_size=60) | st.text(alphabet='甲乙 "“”「」()（）:：*?\\ANDORTE/3标题日期级别2-.', max_size=40))
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    try:
        node = parse(text)
    except QueryError as error:
        assert 0 <= error.position <= len(text)  # noqa: PT017  # an error is one of two right outcomes
    else:
        assert parse(write(node)) == node


def _phrase(text: str) -> str:
    return scrub(text).replace("~", HOLE).strip(f"{HOLE} ")


FIELDS = st.sampled_from([None, Field.TITLE, Field.SITE, Field.AGENCY, Field.DISTRICT])
TEXTS = (st.text(min_size=1, max_size=8) | st.text(alphabet='甲a~?*"“」\\() :N', min_size=1, max_size=8)).map(_phrase)
SEARCHABLE = TEXTS.filter(lambda text: bool(tree.pattern(text)))
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
LEAVES = st.one_of(
    st.just(tree.Everything()),
    st.builds(Phrase, SEARCHABLE, FIELDS),
    FIELDS.flatmap(
        lambda f: st.builds(
            tree.Near,
            st.builds(Phrase, SEARCHABLE, st.just(f)),
            st.builds(Phrase, SEARCHABLE, st.just(f)),
            st.integers(0, 50),
        )
    ),
    st.builds(
        tree.Keyword, st.sampled_from([Field.FORMAT, Field.RULE]), st.from_regex(r"[a-z_]+(\.[a-z_]+)?", fullmatch=True)
    ),
    st.builds(tree.Keyword, st.just(Field.LEVEL), st.sampled_from([level.value for level in Level])),
    st.lists(DAYS, min_size=2, max_size=2).map(sorted).map(lambda days: tree.Dates(*days)),
    DAYS.map(lambda day: tree.Dates(None, day)),
    st.lists(st.sampled_from(Severity), min_size=2, max_size=2).map(sorted).map(lambda steps: tree.Severities(*steps)),
)
NODES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(tree.Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: tree.conjunction(*parts)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: tree.disjunction(*parts)),
    ),
    max_leaves=8,
)


@given(NODES)
def test_what_is_written_is_read_as_the_same_tree(node: Node) -> None:
    assert parse(write(node)) == node
