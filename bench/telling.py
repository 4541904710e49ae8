"""What was measured, in words: a table for the terminal, JSON to keep, ratios for the docs."""

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Figures, Results
from bench.serving import ROOT

JSON = ROOT / "build" / "bench.json"
DOCS = ROOT / "docs" / "benchmarks.md"


def times(results: Results, floor: str) -> list[dict[str, Any]]:
    """One row a target: for each concurrency its milliseconds, and how many floors they are."""
    return [
        {"route": name}
        | _columns({c: (figures[name], figures[floor]) for c, figures in results.items()})
        for name in next(iter(results.values()))
    ]


def _columns(found: Mapping[int, tuple[Figures, Figures]]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for concurrency, (figures, floor) in found.items():
        p50, p99 = figures.over(floor)
        columns |= {
            f"c={concurrency} p50 ms": round(median(figures.p50), 3),
            f"c={concurrency} p99 ms": round(median(figures.p99), 3),
            f"c={concurrency} p50": round(p50, 2),
            f"c={concurrency} p99": round(p99, 2),
        }
    return columns


def against(results: Results, pairs: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each route held against the peer's: how much of the peer's p50 it takes."""
    rows = []
    for ours, theirs in pairs.items():
        taken = {
            f"c={concurrency}": round(figures[ours].over(figures[theirs])[0], 2)
            for concurrency, figures in results.items()
            if theirs in figures
        }
        if taken:
            rows.append({"route": ours} | taken)
    return rows


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Columns in the order of the first row's fields."""
    if not rows:
        return ""
    cells = [list(rows[0]), *([str(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )


def markdown(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows without their milliseconds, which say more of a machine than of the product."""
    kept = [{k: v for k, v in row.items() if not k.endswith(" ms")} for row in rows]
    if not kept:
        return ""
    head = list(kept[0])
    lines = [head, ["---"] * len(head), *([str(v) for v in row.values()] for row in kept)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def keep(part: str, content: object) -> None:
    """Write one part of build/bench.json and leave the others."""
    kept = json.loads(JSON.read_text()) if JSON.exists() else {}
    kept |= {"cores": os.cpu_count(), part: content}
    JSON.parent.mkdir(exist_ok=True)
    JSON.write_text(json.dumps(kept, indent=1) + "\n")


def record(part: str, sections: Iterable[str], docs: Path = DOCS) -> None:
    """Put the figures into the docs, between the two marks that carry the part's name."""
    text = f"On {os.cpu_count()} cores.\n\n" + "\n\n".join(sections)
    begin, end = f"<!-- {part}: figures -->", f"<!-- {part}: end -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    told, found = pattern.subn(lambda _: f"{begin}\n{text}\n{end}", docs.read_text())
    if not found:
        raise LookupError(f"{docs.name} has no place for the figures of {part}")
    docs.write_text(told)
