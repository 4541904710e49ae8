"""What to try with a stack that has just started."""

import shlex
from pathlib import Path

from tools.local.environment import STACK_FILE
from tools.local.private_files import read_private
from tools.manifest import read_all

_DRAFT = (
    '{"name":"Push","split_type":"CUSTOM","duration_weeks":4,'
    '"structure":{"type":"WEEKLY","days":["MON","WED","FRI"]},"sessions":[{"name":"Push","exercises":['
    '{"exercise":{"name":"Bench Press","muscle_contributions":{"CHEST":1,"TRICEPS":0.5}},'
    '"sets":[{"kind":"WORKING","count":5,"reps_min":5,"reps_max":8}]}]}]}'
)


def guide(base_url: str, state: Path) -> str:
    """Lines to paste into a shell."""
    about = read_private(state / STACK_FILE)
    users, standins = about["users"], about["standins"]
    api, json_body = f"{base_url}/api/v1", "-H 'Content-Type: application/json' -d"
    sign_in = "{" + ",".join(f'"{key}":"{value}"' for key, value in users["pro"].items()) + "}"
    return "\n".join(
        [
            "",
            "find an exercise, typed as people do:",
            f"  curl -sS '{api}/exercises?search=bench%20pres&limit=1'",
            "published programs:",
            f"  curl -sS '{api}/programs?template=true'",
            "weekly sets per muscle of a draft:",
            f"  curl -sS '{api}/volume/analyze' {json_body} {shlex.quote(_DRAFT)}",
            "sign in as the user with Pro (the others are in stack.json):",
            f"  curl -sS '{api}/auth/login' {json_body} {shlex.quote(sign_in)}",
            "log a workout, buy Pro: the tour in README.md",
            "",
            f"the API to read: {base_url}/docs",
            f"the shop: {standins['lemonsqueezy']} (pay, cancel, let a payment fail, lose events)",
            f"the mailbox: {standins['mailbox']} (letters land here)",
            f"people at Google: {standins['google_identity']} (they sign in like true ones)",
            f"the coach's model: {standins['gemini']} (one paragraph for everything)",
            f"what the clock would start: make job NAME=… ({', '.join(_jobs())})",
            f"logs, users, addresses: {state}",
            "",
        ]
    )


def _jobs() -> list[str]:
    return [name for name, manifest in read_all().items() if manifest.kind == "job"]
