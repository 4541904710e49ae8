"""What must be true of every plan, so that nothing fails unseen: each function, subscription and
schedule has its alerts, each alert has somebody it goes to and a page that says what to do."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tools.infra.planned import Plan
from tools.manifest import ROOT, Manifest

Manifests = Mapping[str, Manifest]

RUNBOOKS = ROOT / "docs" / "operations.md"
_KINDS = ("condition_threshold", "condition_absent")


def conditions(plan: Plan) -> Iterator[Mapping[str, Any]]:
    for policy in plan.resources("google_monitoring_alert_policy"):
        for condition in policy.values["conditions"]:
            for kind in _KINDS:
                yield from condition.get(kind) or []


def runbooks() -> list[str]:
    """Their headings, in their order."""
    _, _, section = RUNBOOKS.read_text().partition("\n## Alerts\n")
    return re.findall(r"^### (.+)$", section.partition("\n## ")[0], re.MULTILINE)


def all_functions_are_watched(plan: Plan, manifests: Manifests) -> Iterator[str]:
    failing = _watched(plan, "request_count", "service_name")
    slow = _watched(plan, "request_latencies", "service_name")
    quiet = _watched(plan, "job_runs", "function")
    for one in plan.resources("google_cloudfunctions2_function"):
        name, service = one.block("build_config").get("entry_point", ""), one.values["name"]
        kind = manifests[name].kind if name in manifests else "http"
        if service not in failing:
            yield f"{name}: no alert tells that its requests fail"
        if kind == "http" and service not in slow:
            yield f"{name}: no alert tells that it is slow"
        if kind == "job" and name not in quiet:
            yield f"{name}: no alert tells that it does not run"


def all_subscriptions_are_watched(plan: Plan, _: Manifests) -> Iterator[str]:
    late = _watched(plan, "oldest_unacked_message_age", "subscription_id")
    full = _watched(plan, "num_undelivered_messages", "subscription_id")
    for one in plan.resources("google_pubsub_subscription"):
        name = one.values["name"]
        if one.values.get("push_config") and name not in late:
            yield f"{name}: no alert tells that its messages wait"
        if not one.values.get("push_config") and name not in full:
            yield f"{name}: no alert tells that something is in it"


def all_schedules_are_watched(plan: Plan, _: Manifests) -> Iterator[str]:
    failing = _watched(plan, "schedules_failed", "job_id")
    for one in plan.resources("google_cloud_scheduler_job"):
        if one.values["name"] not in failing:
            yield f"{one.values['name']}: no alert tells that it is not answered"


def alerts_reach_somebody_who_knows_what_to_do(plan: Plan, _: Manifests) -> Iterator[str]:
    pages = runbooks()
    if not plan.resources("google_monitoring_notification_channel"):
        yield "alerts go to nobody"
    for one in plan.resources("google_monitoring_alert_policy"):
        # What is not known before apply is left out: that is a channel.
        if not one.values.get("notification_channels", True):
            yield f"{one.values['display_name']}: it goes to nobody"
        if one.values.get("enabled") is False:
            yield f"{one.values['display_name']}: it is switched off"
        page = re.search("“(.+)”", one.block("documentation").get("content") or "")
        if page is None or page.group(1) not in pages:
            yield f"{one.values['display_name']}: no page in docs/operations.md says what to do"


def what_alerts_count_is_counted(plan: Plan, _: Manifests) -> Iterator[str]:
    counted = {one.values["name"] for one in plan.resources("google_logging_metric")}
    for condition in conditions(plan):
        for name in re.findall(r"logging\.googleapis\.com/user/(\w+)", condition.get("filter", "")):
            if name not in counted:
                yield f"{name}: an alert asks for it, and nothing counts it"


def _watched(plan: Plan, metric: str, label: str) -> set[str]:
    """What the conditions over a metric name, one by one or as one of several."""
    found: set[str] = set()
    for condition in conditions(plan):
        # A burn rate is known after apply.
        told = condition.get("filter") or ""
        if re.search(rf"metric\.type = \"[^\"]*/{metric}\"", told):
            for one in re.findall(rf"labels\.{label} = (?:one_of\(([^)]*)\)|(\"[^\"]*\"))", told):
                found.update(re.findall(r'"([^"]+)"', "".join(one)))
    return found


POLICIES = (
    all_functions_are_watched,
    all_subscriptions_are_watched,
    all_schedules_are_watched,
    alerts_reach_somebody_who_knows_what_to_do,
    what_alerts_count_is_counted,
)
