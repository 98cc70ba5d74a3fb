"""What every backend owes: exact answers, idempotent writes, honest counts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from index.base import Count, Facet, Kind, Query, Sort
from index.grammar import QueryError, parse
from index.normalise import BREAK
from inspection.model import Severity
from tests.index.conftest import NOON, finding, page
from tests.index.index_model import RULES, SITES, Model, some_entry, some_node

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.base import Index


def ids(index: Index, text: str, kind: Kind = Kind.PAGES) -> set[str]:
    return {hit.entry.id for hit in index.search(Query(parse(text), kind=kind, limit=1000)).hits}


EDGES = {
    "exact": "云溪市人民政府办公室关于印发应急预案的通知",
    "broken": "云溪市人民\n政府　办 公 室",
    "wide": "ＡＢＣ（１２３）号",
    "star": "机密★10年",
    "twice": "哈哈哈 哈哈",
    "latin": "Hello  World, hello again",
    "parts": f"上一段结尾机{BREAK}密下一段",
    "accents": "Cafe\u0301 Straße ΟΔΥΣΣΕΥΣ",
    "rare": "𠮷野家😀が\x00ﾊﾟ",
    "empty": "",
    "surrogate": "半个\ud83d字符",
    "zero": "绝\u200b密",
    "long": "头" + "甲乙丙" * 40_000 + "尾",
    "symbols": 'a "引号" \\ ? * ( ) : AND',
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("人民政府", {"exact", "broken"}),
        ("政府办公室", {"exact", "broken"}),
        ("府关", set()),
        ("机密★10年", {"star"}),
        ("机密?10年", {"star"}),
        ("机??10", {"star"}),
        ("abc(123)号", {"wide"}),
        ("123(abc)", {"wide"}),
        ('"123(abc)"', set()),
        ('"abc(123)号"', {"wide"}),
        ('"ＡＢＣ（１２３"', {"wide"}),
        ("哈哈哈", {"twice"}),
        ("哈哈哈哈哈", {"twice"}),
        ("哈哈哈哈哈哈", set()),
        ('"hello world"', {"latin"}),
        ('"helloworld"', set()),
        ("HELLO", {"latin"}),
        ("hello NEAR/2 again", {"latin"}),
        ("world NEAR/0 hello", set()),
        ("world NEAR/1 hello", {"latin"}),
        ("world NEAR/2 hello", {"latin"}),
        ("机密", {"star"}),
        ("机?密", {"parts"}),
        ("café", {"accents"}),
        ("STRASSE", set()),
        ("straße", {"accents"}),
        ("οδυσσευσ", {"accents"}),
        ("𠮷野", {"rare"}),
        ("😀", {"rare"}),
        ("パ", {"rare"}),
        ("绝密", {"zero"}),
        ("丙甲乙丙甲", {"long"}),
        ("尾", {"long", "parts"}),
        ('"a \\"引号\\" \\\\ \\? \\* ( ) : and"', {"symbols"}),
        ("NOT (a OR 密 OR 府 OR 哈 OR 号 OR 甲 OR 家 OR 半)", {"empty"}),
        ("NOT 密 政府", {"exact", "broken"}),
        ("*", set(EDGES)),
        ("", set(EDGES)),
        ("* NOT *", set()),
    ],
)
def test_edge_texts_answer_exactly(shared: Index, text: str, found: set[str]) -> None:
    assert ids(shared, text) == found


@pytest.fixture
def shared(index: Index) -> Index:
    assert index.put([page(name, text) for name, text in EDGES.items()]) == ()
    return index


@pytest.mark.parametrize("seed", range(6))
def test_random_queries_agree_with_brute_force(index: Index, seed: int) -> None:
    rng = random.Random(seed)
    model = Model()
    entries = [some_entry(rng, number) for number in range(120)]
    for start in range(0, 120, 25):
        batch = entries[start : start + 25]
        assert index.put(batch) == ()
        model.put(batch)
    nonempty = 0
    for _ in range(60):
        query = Query(
            some_node(rng, entries),
            kind=rng.choice(list(Kind)),
            sites=tuple(rng.sample(SITES[:3], rng.choice((0, 0, 1, 2)))),
            formats=rng.choice(((), (), ("pdf", "html"))),
            rules=rng.choice(((), (), ("personal",), RULES[:2])),
            since=rng.choice((None, None, date(2026, 1, 31))),
            until=rng.choice((None, None, date(2026, 1, 31))),
            severity=rng.choice((None, None, Severity.SERIOUS)),
            sort=rng.choice(list(Sort)),
            limit=1000,
        )
        expected = model.search(query)
        results = index.search(query)
        assert {hit.entry.id for hit in results.hits} == expected, query
        assert results.total == len(results.hits) == index.count(query) == len(expected)
        nonempty += bool(expected)
    assert nonempty > 15  # the queries are about something


def test_putting_twice_is_one_entry_with_the_later_words(index: Index) -> None:
    index.put([page("1", "旧文")])
    index.put([page("1", "中间"), page("1", "新文")])
    assert (ids(index, "旧文"), ids(index, "中间"), ids(index, "新文")) == (set(), set(), {"1"})
    assert index.count(Query()) == 1


def test_a_page_and_a_finding_of_the_same_id_are_two(index: Index) -> None:
    index.put([page("1", "正文"), finding("1", excerpt="正文")])
    index.delete(Kind.PAGES, ["1", "unknown"])
    assert ids(index, "正文") == set()
    assert ids(index, "正文", Kind.FINDINGS) == {"1"}


def test_everything_written_is_there_after_reopening(opened: Callable[..., Index]) -> None:
    before, entry = finding("F-000001", excerpt="张* 「机密」"), page("1", "正文", path=("a.zip", "b.docx"), digest="d")
    first = opened()
    first.put([before, entry])
    first.close()
    second = opened()
    assert second.search(Query(kind=Kind.FINDINGS)).hits[0].entry == before
    assert second.search(Query()).hits[0].entry == replace(entry, text="")
    second.put([page("2", "正文")])
    assert ids(first, "正文") == {"1", "2"}  # closing only let go of the files


def test_an_index_never_written_is_empty_and_healthy(index: Index) -> None:
    assert index.search(Query(parse("机密"), facets=(Facet.SITE,))).facets == {Facet.SITE: ()}
    assert (index.count(Query()), list(index.scroll(Query()))) == (0, [])
    index.delete(Kind.PAGES, ["1"])
    assert (index.health().ok, index.health().state) == (True, "empty")


def test_an_entry_that_cannot_be_taken_is_named_and_the_others_are_in(index: Index) -> None:
    bad = [
        page("标" * 171),  # 513 bytes
        page(""),
        page("naive", when=NOON.replace(tzinfo=None)),
        page("term", site="长" * 11_000),
        page("rule", rules=("x" * 70_000,)),
    ]
    refused = index.put([page("1", "好"), *bad, page("标" * 170, "好")])
    assert [entry.id for entry in refused] == [entry.id for entry in bad]
    assert refused[0].why == "标识为空或超过 512 字节（513 字节）"
    assert ids(index, "好") == {"1", "标" * 170}


def test_facets_count_all_hits_most_frequent_first(index: Index) -> None:
    sites = ["甲网", "乙网", "乙网", "丙网"]
    index.put([page(str(n), "文", site=site, rules=("a.x", "b.y")[: n % 3]) for n, site in enumerate(sites)])
    index.put([finding("F-000001", site="甲网")])
    counted = index.search(Query(parse("文"), limit=1, facets=(Facet.SITE, Facet.RULE, Facet.MONTH, Facet.LEVEL)))
    assert counted.total == 4
    assert counted.facets[Facet.SITE] == (Count("乙网", 2), Count("丙网", 1), Count("甲网", 1))
    assert counted.facets[Facet.RULE] == (Count("a.x", 2), Count("b.y", 1))
    assert (counted.facets[Facet.MONTH], counted.facets[Facet.LEVEL]) == ((Count("2026-03", 4),), ())
    found = index.facets(Query(kind=Kind.FINDINGS), [Facet.SEVERITY, Facet.STATUS])
    assert found == {Facet.SEVERITY: (Count("3", 1),), Facet.STATUS: (Count("OPEN", 1),)}


@pytest.mark.parametrize("sort", Sort)
def test_paging_meets_every_hit_once(index: Index, sort: Sort) -> None:
    index.put([page(str(n), "文" * (n % 4 + 1), when=NOON + timedelta(days=n % 7)) for n in range(53)])
    query, seen = Query(parse("文"), sort=sort, limit=10), []
    while True:
        results = index.search(query)
        seen += [hit.entry for hit in results.hits]
        assert results.total == 53
        if not results.next:
            break
        query = replace(query, after=results.next)
    assert len(seen) == len({entry.id for entry in seen}) == 53
    if sort is Sort.DATE:
        assert [entry.when for entry in seen] == sorted((entry.when for entry in seen), reverse=True)


def test_a_false_cursor_is_refused(index: Index) -> None:
    with pytest.raises(QueryError, match="翻页位置无效"):
        index.search(Query(after="x"))


def test_nothing_is_shown_when_only_counts_are_wanted(index: Index) -> None:
    index.put([page("1", "文")])
    assert (index.search(Query(limit=0)).total, index.search(Query(limit=0)).hits) == (1, ())


def test_more_occurrences_are_more_relevant(index: Index) -> None:
    index.put([page("once", "机密" + "甲" * 300), page("often", "机密" * 20 + "甲" * 260)])
    assert [hit.entry.id for hit in index.search(Query(parse("机密"))).hits] == ["often", "once"]


def test_scrolling_sees_one_moment_whatever_is_written_meanwhile(index: Index) -> None:
    index.put([page(str(n), "文") for n in range(250)])
    hits = index.scroll(Query(parse("文")))
    first = next(hits)
    index.put([page("new", "文")])
    index.delete(Kind.PAGES, [str(n) for n in range(250)])
    rest = {hit.entry.id for hit in hits}
    assert rest | {first.entry.id} == {str(n) for n in range(250)}
    assert ids(index, "文") == {"new"}


def test_days_and_months_are_local(index: Index) -> None:
    index.put([page("1", when=NOON.replace(hour=16))])  # 2026-04-01 00:00 in Shanghai
    assert ids(index, "日期:2026-04") == {"1"}
    assert ids(index, "日期:2026-03-01..2026-03-31") == set()
    assert index.facets(Query(), [Facet.MONTH])[Facet.MONTH] == (Count("2026-04", 1),)
