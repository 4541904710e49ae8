"""What a schedule sends is an order that its job takes."""

import json
from importlib import import_module

import pytest

from tools.manifest import Schedule, read_all

SCHEDULES = [
    pytest.param(name, schedule, id=schedule.name)
    for name, manifest in read_all().items()
    for schedule in manifest.schedules
]


@pytest.mark.parametrize(("name", "schedule"), SCHEDULES)
def test_a_schedule_sends_what_its_job_understands(name: str, schedule: Schedule) -> None:
    job = import_module(f"functions.{name}.main").job
    assert job.name == name
    job.order(json.dumps(dict(schedule.body)).encode())
