"""The second leak: nothing outside evidence and index repeats what was found."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from tests.whole.conftest import Mijian, pages

SENTENCE = "第七次沙盘推演定于月末在北坪仓库举行"  # the text of the marked document
WORDS = ("沙盘推演", "北坪仓库", SENTENCE)


def identity(seed: int) -> str:
    """A number with a valid check character (GB 11643-1999); belongs to nobody."""
    made = random.Random(seed)
    body = f"110101{made.randint(1950, 2004)}{made.randint(1, 12):02d}{made.randint(1, 28):02d}{made.randint(100, 999)}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


NUMBERS = [identity(n) for n in range(6)]
PHONE = "139" + "12345678"


def docx(text: str) -> bytes:
    import docx

    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def portal() -> dict[str, tuple[str, bytes]]:
    marked = (
        f"000012\n机密★5年\n特急\n云溪市人民政府文件\n云政发〔2026〕9号\n关于{SENTENCE}的通知\n{SENTENCE}，请按时参加。"
    )
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr(f"张三{NUMBERS[3]}申请表.docx", docx(f"姓名：张三\n身份证号：{NUMBERS[3]}"))
        made.writestr("坏的.docx", docx("内容")[:700])
    html = "<html><head><title>{}</title></head><body>{}</body></html>"
    home = html.format(
        "首页",
        '<a href="/secret.docx">通知</a><a href="/secret.html">通知</a><a href="/roster.html">名单</a><a href="/all.zip">附件</a>'
        f'<a href="/q?idcard={NUMBERS[4]}">查询</a><a href="/dead/{NUMBERS[5]}.html">旧</a>',
    )
    rows = "".join(f"<tr><td>王五</td><td>{n}</td><td>{PHONE}</td></tr>" for n in NUMBERS[:3])
    table = f"<table><tr><th>姓名</th><th>身份证号</th><th>手机</th></tr>{rows}</table>"
    text = "text/html; charset=utf-8"
    return {
        "/": (text, home.encode()),
        "/secret.docx": ("application/octet-stream", docx(marked)),
        "/secret.html": (text, html.format(f"关于{SENTENCE}的通知", marked.replace("\n", "<br>")).encode()),
        "/roster.html": (text, html.format("公示名单", table).encode()),
        "/all.zip": ("application/zip", archive.getvalue()),
        f"/q?idcard={NUMBERS[4]}": (text, html.format("结果", f"<p>身份证号 {NUMBERS[4]} 的办理结果</p>").encode()),
    }


def outputs(mijian: Mijian) -> list[tuple[str, str]]:
    """Everything that a person or another program gets to see, by name."""
    found: list[tuple[str, str]] = []
    for words in (
        ("findings",), ("findings", "--format", "jsonl"), ("findings", "--format", "csv"), ("findings", "--suppressed", "--format", "jsonl"),
        ("findings", "show", "F-1"), ("failures",), ("failures", "--format", "jsonl"), ("runs",), ("runs", "--format", "jsonl"),
        ("search", "密级", "--in", "findings", "--format", "jsonl"), ("-v", "doctor", "--settings"),
    ):  # fmt: skip
        done = mijian(*words)
        found.append((" ".join(words), done.out + done.err))
    for path in sorted(mijian.home.rglob("*")):
        inside = path.relative_to(mijian.home).parts[0]
        if path.is_file() and inside not in ("evidence", "index"):
            found.append((str(path.relative_to(mijian.home)), path.read_bytes().decode("utf-8", "replace")))
    return found


def unpacked(mijian: Mijian) -> list[tuple[str, str]]:
    """The words inside PDF and XLSX reports."""
    import pypdfium2

    found = []
    for path in (mijian.home / "reports").iterdir():
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                found += [
                    (f"{path.name}!{name}", book.read(name).decode("utf-8", "replace")) for name in book.namelist()
                ]
        elif path.suffix == ".pdf":
            with pypdfium2.PdfDocument(path) as document:
                for number in range(len(document)):
                    page = document[number]
                    words = page.get_textpage()
                    found.append((f"{path.name} {number + 1}", words.get_text_range()))
                    words.close()
                    page.close()
    return found


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    mijian = Mijian(tmp_path_factory.mktemp("leaks") / "home", {"MIJIAN_LOG__LEVEL": "DEBUG"})
    with pages(portal()) as (url, log):
        done = mijian("-v", "inspect", url, "--allow-private")
        assert done.code == 1, done.err
        assert "/secret.docx" in log
        assert f"/q?idcard={NUMBERS[4]}" in log
    report = mijian("report", "--format", "html,pdf,xlsx,jsonl,csv")
    assert report.code == 0, report.err
    shown = [("inspect", done.out + done.err), *outputs(mijian), *unpacked(mijian)]
    assert any("110101********" in text for _, text in shown), "the findings are there, masked"
    assert any("「机密★5年」" in text for _, text in shown)
    return shown


def test_no_output_holds_an_unmasked_number(everything: list[tuple[str, str]]) -> None:
    for name, text in everything:
        for number in (*NUMBERS, PHONE):
            assert number not in text, f"{name} holds {number[:6]}…"


def test_no_output_holds_the_text_of_a_marked_document(everything: list[tuple[str, str]]) -> None:
    for name, text in everything:
        for word in WORDS:
            assert word not in text, f"{name} quotes a marked document"


def test_checking_files_gives_nothing_away_either(tmp_path: Path) -> None:
    mijian = Mijian(tmp_path / "home")
    folder = tmp_path / "待发布"
    folder.mkdir()
    for name, (_, body) in portal().items():
        (folder / (Path(name.partition("?")[0]).name or "index.html")).write_bytes(body)
    shown = []
    for form in ("table", "jsonl", "csv", "html", "xlsx", "pdf"):
        done = mijian("check", folder, "--format", form, "--out", tmp_path / "out", "--suppressed")
        assert done.code == 1, done.err
        shown.append((form, done.out + done.err))
    shown += [(path.name, path.read_bytes().decode("utf-8", "replace")) for path in (tmp_path / "out").iterdir()]
    for name, text in shown:
        for word in (*NUMBERS, PHONE, *WORDS):
            assert word not in text, f"{name} holds {word[:6]}…"
