"""What must be true of every plan, so that nothing which arrives is lost, what is due is called,
and whoever calls proves who they are."""

from collections.abc import Iterator, Mapping

from tools.infra.planned import Plan, Resource
from tools.manifest import Manifest

Manifests = Mapping[str, Manifest]

_WEEK, _TWO_WEEKS = 604_800, 1_209_600
_MOVES = {
    "google_pubsub_topic_iam_member": "roles/pubsub.publisher",
    "google_pubsub_subscription_iam_member": "roles/pubsub.subscriber",
}
"""What Pub/Sub needs to give up on a message. Without it, it counts deliveries and goes on."""


def what_arrives_is_not_lost(plan: Plan, manifests: Manifests) -> Iterator[str]:
    pushed = {
        one.module: one
        for one in plan.resources("google_pubsub_subscription")
        if one.values.get("push_config")
    }
    events = {name: one for name, one in manifests.items() if one.kind == "event"}
    for name in sorted(events.keys() ^ pushed.keys()):
        yield f"{name}: an event function has one push subscription, and no other has"
    for name in sorted(events.keys() & pushed.keys()):
        yield from _unsafe(name, events[name], pushed[name])
        if not _waits(plan, name):
            yield f"{name}: nothing keeps its dead letters for two weeks"
        for kind, role in _MOVES.items():
            if not _moves(plan, name, kind, role):
                yield f"{name}: Pub/Sub may not move its dead letters, without {role}"


def _unsafe(name: str, manifest: Manifest, subscription: Resource) -> Iterator[str]:
    if not subscription.values.get("dead_letter_policy"):
        yield f"{name}: its subscription has no dead letters"
    if not subscription.block("retry_policy").get("minimum_backoff"):
        yield f"{name}: its subscription tries again without waiting"
    if subscription.values.get("ack_deadline_seconds", 0) <= manifest.timeout_seconds:
        yield f"{name}: it may run longer than its subscription waits"
    if subscription.block("expiration_policy").get("ttl") != "":
        yield f"{name}: its subscription expires"
    if _seconds(subscription.values.get("message_retention_duration")) < _WEEK:
        yield f"{name}: its subscription keeps messages for less than a week"


def _waits(plan: Plan, name: str) -> bool:
    return any(
        one.module == name
        and not one.values.get("push_config")
        and _seconds(one.values.get("message_retention_duration")) >= _TWO_WEEKS
        for one in plan.resources("google_pubsub_subscription")
    )


def _moves(plan: Plan, name: str, kind: str, role: str) -> bool:
    return any(
        one.module == name
        and one.values["role"] == role
        and str(one.values["member"]).endswith("@gcp-sa-pubsub.iam.gserviceaccount.com")
        for one in plan.resources(kind)
    )


def _seconds(duration: object) -> float:
    return float(str(duration).removesuffix("s")) if duration else 0


def every_schedule_runs(plan: Plan, manifests: Manifests) -> Iterator[str]:
    declared = {
        (schedule.name, schedule.cron, schedule.time_zone)
        for manifest in manifests.values()
        for schedule in manifest.schedules
    }
    planned = {
        (one.values["name"], one.values["schedule"], one.values["time_zone"])
        for one in plan.resources("google_cloud_scheduler_job")
    }
    for name, *_ in sorted(declared ^ planned):
        yield f"the schedule {name} is not the manifest's"
    for one in plan.resources("google_cloud_scheduler_job"):
        yield from _in_vain(one, manifests.get(one.module))


def _in_vain(schedule: Resource, job: Manifest | None) -> Iterator[str]:
    name = schedule.values["name"]
    if schedule.values.get("paused"):
        yield f"the schedule {name} is paused"
    patience = _seconds(schedule.values.get("attempt_deadline"))
    if job is not None and patience <= job.timeout_seconds:
        yield f"the schedule {name} does not wait as long as its job may run"


def callers_prove_who_they_are(plan: Plan, _: Manifests) -> Iterator[str]:
    """The token is of the function's own caller and for the function alone."""
    for one in plan.resources("google_pubsub_subscription", "google_cloud_scheduler_job"):
        call = one.block("push_config") or one.block("http_target")
        if not call:
            continue
        token = (call.get("oidc_token") or [{}])[0]
        address = call.get("push_endpoint") or call.get("uri")
        if not str(token.get("service_account_email")).startswith("to-"):
            yield f"{one.address}: it does not call as an account made for that"
        if token.get("audience") != address:
            yield f"{one.address}: the audience of its token is not the address it calls"


POLICIES = (what_arrives_is_not_lost, every_schedule_runs, callers_prove_who_they_are)
