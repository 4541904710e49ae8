"""What was measured, in words: a table for the terminal, JSON to keep, ratios for the docs."""

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Results
from bench.serving import ROOT

JSON = ROOT / "build" / "bench.json"
DOCS = ROOT / "docs" / "benchmarks.md"


def times(results: Results, floor: str) -> list[dict[str, Any]]:
    """One row a target and concurrency: milliseconds, and multiples of the floor."""
    rows = []
    for concurrency, figures in results.items():
        for name, found in figures.items():
            over = found.over(figures[floor])
            rows.append(
                {
                    "route": name,
                    "concurrency": concurrency,
                    "p50_ms": round(median(found.p50), 3),
                    "p99_ms": round(median(found.p99), 3),
                    "p50_in_floors": round(over[0], 2),
                    "p99_in_floors": round(over[1], 2),
                }
            )
    return rows


def against(results: Results, pairs: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each route held against the peer's: how much of the peer's time it takes."""
    return [
        {
            "route": ours,
            "concurrency": concurrency,
            "p50_of_peer": round(figures[ours].over(figures[theirs])[0], 2),
        }
        for concurrency, figures in results.items()
        for ours, theirs in pairs.items()
        if theirs in figures
    ]


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
    kept = [{k: v for k, v in row.items() if not k.endswith("_ms")} for row in rows]
    if not kept:
        return ""
    head = [name.replace("_", " ") for name in kept[0]]
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
