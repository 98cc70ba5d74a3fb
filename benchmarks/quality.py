"""Quality on the sample portal's answer key: what is found, what is missed, what is accused wrongly, by name.

Read and judged without a crawl, so that a miss is the reader's or the detector's; the crawl is tests/whole/'s matter.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from demo.answers import AnswerKey, Verdict
    from demo.routes import Route


def judged(folder: Path, key: AnswerKey) -> Verdict:
    """The verdict on a generated portal."""
    from demo.answers import judge
    from demo.routes import read
    from detectors.detect import detect
    from extractors.extract import extract, source_of
    from inspection.model import Capture, Context
    from inspection.settings import load

    settings = load(None)
    lines: list[dict[str, Any]] = []
    for route in read(folder):
        if route.kind not in ("page", "file") or route.status != 200 or not route.file:
            continue
        url = f"http://{route.host}:{key.port}{route.target}"
        headers = (("content-type", route.type), *((name.lower(), value) for name, value in route.headers))
        capture = Capture.of(url, _body(folder, route), fetched_at=datetime.now(UTC), headers=headers)
        context = Context(key=b"q" * 32, today=key.today, url=url)
        for document in extract(source_of(capture), settings.extractors).documents:
            for finding in detect(document, context, settings.detectors):
                lines += [
                    {
                        "rule": finding.rule,
                        "url": url,
                        "path": place.path,
                        "severity": int(finding.severity),
                        "suppressed": finding.suppressed,
                    }
                    for place in finding.sightings
                ]
    return judge(key, lines)


def _body(folder: Path, route: Route) -> bytes:
    data = (folder / route.file).read_bytes()
    if route.length:
        data = data[route.offset : route.offset + route.length]
    return gzip.decompress(data) if route.packed else data


def main() -> int:
    """Print the verdict and a table by rule; 1 if something is missed or accused wrongly."""
    from demo.portal import generate

    with tempfile.TemporaryDirectory() as folder:
        key = generate(Path(folder))
        verdict = judged(Path(folder), key)
    print("\n".join(verdict.lines()))
    due = Counter(item.rule for item in (*verdict.found, *verdict.misses))
    missed = Counter(item.rule for item in verdict.misses)
    accused = Counter(alarm.rule for alarm in verdict.false_alarms)
    print(f"{'rule':28}{'planted':>8}{'found':>7}{'recall':>8}{'false 关注+':>12}")
    for rule in sorted(due):
        print(
            f"{rule:28}{due[rule]:8}{due[rule] - missed[rule]:7}{1 - missed[rule] / due[rule]:8.3f}{accused[rule]:12}"
        )
    print(
        f"hard negatives: {len(key.negatives)}; documents of later formats and rules: {len(verdict.early)} of {len(verdict.early) + len(verdict.pending)} found already"
    )
    return 0 if verdict.ok else 1


if __name__ == "__main__":
    sys.exit(main())
