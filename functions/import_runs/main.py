"""Event function `import_runs`: reads, takes up and takes back what people import."""

import time
from dataclasses import dataclass

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.domain.coach.own_texts import Source
from shared.events.inbox import Delivery, Inbox
from shared.events.messages.import_requested import TOPIC, ImportRequested, Step
from shared.events.noting import Noting
from shared.events.outbox import Publishing, live_outbox
from shared.imports.runs import Runs
from shared.live_imports import live_runs
from shared.live_inbox import live_reception
from shared.once import once

SECONDS = 400.0
"""Then what is left is ordered anew: Pub/Sub waits for ten minutes, and we run for nine."""


@dataclass(frozen=True)
class Deps:
    runs: Runs
    outbox: Publishing
    seconds: float = SECONDS


@once
def live_deps() -> Deps:
    return Deps(live_runs(), live_outbox())


def handle(delivery: Delivery[Deps], asked: ImportRequested) -> None:
    deps = delivery.deps
    owner, until = asked.user_id, time.monotonic() + deps.seconds
    is_through = True
    if asked.step is Step.STAGE:
        deps.runs.stage(owner, asked.organization_id, asked.import_id, asked.run)
    elif asked.step is Step.COMMIT:
        is_through = deps.runs.commit(owner, asked.import_id, asked.run, until)
    else:
        is_through = deps.runs.undo(owner, asked.import_id, asked.run, until)
    if not is_through:
        deps.outbox.publish(TOPIC, asked)
    elif asked.step is not Step.STAGE:
        Noting(deps.outbox).all_of(owner, asked.organization_id, Source.WORKOUT)


inbox = Inbox("import_runs", ImportRequested, handle, live_deps, live_reception)


@functions_framework.http
def import_runs(request: Request) -> Response:
    return inbox.answer(request)


cold_start.is_over()
