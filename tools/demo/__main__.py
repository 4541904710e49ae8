"""The main job from end to end: a published program from a file, its weekly volume, its lint.

`python -m tools.demo [program.json]` talks to the running stack as any client would.
"""

import copy
import json
import sys
import uuid
from pathlib import Path
from typing import Any

from tools.demo.client import Stack, StackNotRunning
from tools.demo.drawing import findings, volume_table

_PUBLISHED = Path(__file__).with_name("metallicadpa_ppl.json")
_MOST_FIXES = 60


def main(arguments: list[str]) -> int:
    path = Path(arguments[0]) if arguments else _PUBLISHED
    try:
        stack = Stack.running()
    except StackNotRunning as error:
        print(error, file=sys.stderr)
        return 1
    draft = with_exercise_ids(stack, json.loads(path.read_text()))
    created = stack.create("/programs", draft, key=uuid.uuid4().hex)
    program = f"/programs/{created.data['id']}"
    print(f"{draft['name']}: {len(draft['sessions'])} sessions\n")
    show(stack, program)
    fixes = mend(stack, program, draft)
    print(f"\nAfter {fixes} suggested {'fix' if fixes == 1 else 'fixes'}\n")
    show(stack, program)
    print(f"\nThe program is kept: {stack.base_url}/api/v1{program}")
    return 0


def with_exercise_ids(stack: Stack, published: dict[str, Any]) -> dict[str, Any]:
    """The file names exercises as people do; a program names them by id."""
    draft = copy.deepcopy(published)
    for session in draft["sessions"]:
        for entry in session["exercises"]:
            entry["exercise_id"] = stack.exercise_id(entry.pop("exercise"))
    return draft


def show(stack: Stack, program: str) -> None:
    report = stack.get(f"/volume{program}").data["report"]
    print(volume_table(report))
    print()
    print(findings(stack.get(f"{program}/lint").data))


def mend(stack: Stack, program: str, draft: dict[str, Any]) -> int:
    """Apply one suggested fix after another, each to the program as it then is, until lint has
    no more to offer. The number of fixes."""
    from jsonpatch import JsonPatch

    etag = stack.get(program).etag
    for done in range(_MOST_FIXES):
        fixes = [finding["fix"] for finding in stack.get(f"{program}/lint").data if finding["fix"]]
        if not fixes:
            return done
        draft = JsonPatch(fixes[0]).apply(draft)
        etag = stack.replace(program, draft, etag).etag
    raise RuntimeError(f"lint still has fixes to offer after {_MOST_FIXES}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
