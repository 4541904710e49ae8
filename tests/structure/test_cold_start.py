"""No cold start stops to look for garbage, and none leaves the collector off."""

import json
import subprocess
import sys

import pytest

from tools.manifest import ROOT, read_all

LOAD = """
import functions_framework, flask, gc, importlib, json, sys
def collected(): return sum(generation["collections"] for generation in gc.get_stats())
before = collected()
importlib.import_module(sys.argv[1])
print(json.dumps([collected() - before, gc.isenabled(), gc.get_freeze_count()]))
"""


@pytest.mark.parametrize("name", read_all())
def test_importing_a_function_collects_no_garbage(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOAD, f"functions.{name}.main"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    collections, is_on_again, frozen = json.loads(done.stdout)
    # What a main.py imports of other people's before ours may make a few.
    assert collections <= 3
    assert is_on_again
    assert frozen > 10_000
