"""No cold start stops to look for garbage, and none leaves the collector off."""

import json
import subprocess
import sys

from tools.manifest import ROOT, read_all

# Each in a process of its own, which has what the server loads before it loads the function.
LOAD = """
import functions_framework, flask, gc, importlib, json, os, sys
def collected(): return sum(generation["collections"] for generation in gc.get_stats())
for name in sys.argv[1:]:
    if os.fork() == 0:
        before = collected()
        importlib.import_module(f"functions.{name}.main")
        told = [name, collected() - before, gc.isenabled(), gc.get_freeze_count()]
        print(json.dumps(told), flush=True)
        os._exit(0)
    os.wait()
"""


def test_importing_a_function_collects_no_garbage() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOAD, *read_all()], cwd=ROOT, capture_output=True, check=True
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [name for name, *_ in told] == [*read_all()]
    # What a main.py imports of other people's before ours may make a few.
    assert {name: collections for name, collections, *_ in told if collections > 3} == {}
    assert [name for name, _, is_on_again, _ in told if not is_on_again] == []
    assert [name for name, *_, frozen in told if frozen <= 10_000] == []
