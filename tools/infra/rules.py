"""What Google refuses and the schema does not say: names, ranges, things that exclude each other.

Only for what `infra/` uses. Each rule is a fact of the API's documentation.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Finding = tuple[str, str]
"""The attribute, and a sentence."""
Value = Mapping[str, Any]


def refusals(kind: str, value: Value) -> list[Finding]:
    return [finding for rule in _RULES.get(kind, ()) for finding in rule(value)]


def _matches(attribute: str, pattern: str) -> Callable[[Value], Iterator[Finding]]:
    fits = re.compile(pattern).fullmatch

    def rule(value: Value) -> Iterator[Finding]:
        given = value.get(attribute)
        if isinstance(given, str) and not fits(given):
            yield attribute, f"{attribute} {given!r} does not match {pattern}"

    return rule


def _within(
    block: str | None, attribute: str, least: float, most: float
) -> Callable[[Value], Iterator[Finding]]:
    def rule(value: Value) -> Iterator[Finding]:
        for held in [value] if block is None else _blocks(value, block):
            given = _number(held.get(attribute))
            if given is not None and not least <= given <= most:
                yield block or attribute, f"{attribute} {given:g} is not in {least:g} to {most:g}"

    return rule


def _exactly_one(block: str, *names: str) -> Callable[[Value], Iterator[Finding]]:
    def rule(value: Value) -> Iterator[Finding]:
        for held in _blocks(value, block):
            if sum(bool(held.get(name)) for name in names) != 1:
                yield block, f"{block} has exactly one of {', '.join(names)}"

    return rule


def _blocks(value: Value, name: str) -> list[Value]:
    """None when they are known only after apply."""
    held = value.get(name)
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def _number(given: Any) -> float | None:
    """Of a number, or of seconds written as `600s`."""
    if isinstance(given, int | float) and not isinstance(given, bool):
        return float(given)
    seconds = re.fullmatch(r"(\d+(?:\.\d+)?)s", given) if isinstance(given, str) else None
    return float(seconds.group(1)) if seconds else None


def _role(value: Value) -> Iterator[Finding]:
    role = value.get("role")
    if isinstance(role, str) and role.startswith("roles/") and role not in ROLES:
        yield "role", f"{role} is not among the roles that are granted here"


ROLES = frozenset(
    f"roles/{role}"
    for role in (
        "artifactregistry.admin",
        "artifactregistry.writer",
        "cloudbuild.builds.editor",
        "cloudfunctions.admin",
        "cloudscheduler.admin",
        "compute.loadBalancerAdmin",
        "compute.securityAdmin",
        "datastore.owner",
        "datastore.user",
        "datastore.viewer",
        "iam.serviceAccountAdmin",
        "iam.serviceAccountTokenCreator",
        "iam.serviceAccountUser",
        "iam.workloadIdentityPoolAdmin",
        "iam.workloadIdentityUser",
        "logging.configWriter",
        "logging.logWriter",
        "monitoring.admin",
        "pubsub.admin",
        "pubsub.publisher",
        "pubsub.subscriber",
        "pubsub.viewer",
        "resourcemanager.projectIamAdmin",
        "run.admin",
        "run.invoker",
        "secretmanager.secretAccessor",
        "secretmanager.viewer",
        "serviceusage.serviceUsageAdmin",
        "storage.admin",
        "storage.bucketViewer",
        "storage.legacyObjectReader",
        "storage.objectUser",
        "storage.objectViewer",
    )
)
"""A misspelt role is found only when it is granted. A new one is written here first."""

_RULES: Mapping[str, tuple[Callable[[Value], Iterator[Finding]], ...]] = {
    "google_service_account": (_matches("account_id", r"[a-z][-a-z0-9]{4,28}[a-z0-9]"),),
    "google_cloudfunctions2_function": (
        _matches("name", r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?"),
        _within("service_config", "max_instance_request_concurrency", 1, 1000),
        _within("service_config", "timeout_seconds", 1, 3600),
    ),
    "google_pubsub_topic": (
        _matches("name", r"(?!goog)[A-Za-z][A-Za-z0-9._~+%-]{2,254}"),
        _within(None, "message_retention_duration", 600, 2_678_400),
    ),
    "google_pubsub_subscription": (
        _matches("name", r"(?!goog)[A-Za-z][A-Za-z0-9._~+%-]{2,254}"),
        _within(None, "ack_deadline_seconds", 10, 600),
        _within(None, "message_retention_duration", 600, 2_678_400),
        _within("dead_letter_policy", "max_delivery_attempts", 5, 100),
        _within("retry_policy", "minimum_backoff", 0, 600),
        _within("retry_policy", "maximum_backoff", 0, 600),
    ),
    "google_cloud_scheduler_job": (
        _matches("name", r"[A-Za-z0-9_-]{1,500}"),
        _within(None, "attempt_deadline", 15, 1800),
        _within("retry_config", "retry_count", 0, 5),
    ),
    "google_secret_manager_secret": (
        _matches("secret_id", r"[A-Za-z0-9_-]{1,255}"),
        _exactly_one("replication", "auto", "user_managed"),
        _within("rotation", "rotation_period", 3600, 3_153_600_000),
    ),
    "google_storage_bucket": (_matches("name", r"(?!goog)[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]"),),
    "google_artifact_registry_repository": (
        _matches("repository_id", r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?"),
    ),
    "google_iam_workload_identity_pool": (
        _matches("workload_identity_pool_id", r"(?!gcp-)[a-z0-9-]{4,32}"),
    ),
    "google_firestore_index": (_exactly_one("fields", "order", "array_config", "vector_config"),),
    "google_firestore_backup_schedule": (_within(None, "retention", 86_400, 8_467_200),),
    "google_logging_metric": (_matches("name", r"[A-Za-z0-9_.,+!*',()%/-]{1,100}"),),
    "google_monitoring_alert_policy": (
        _exactly_one("conditions", "condition_threshold", "condition_absent"),
    ),
    "google_monitoring_slo": (
        _within(None, "goal", 0.001, 0.9999),
        _within(None, "rolling_period_days", 1, 30),
    ),
    "google_monitoring_uptime_check_config": (
        _within(None, "timeout", 1, 60),
        _matches("period", "(60|300|600|900)s"),
    ),
    "google_project_iam_member": (_role,),
    "google_pubsub_topic_iam_member": (_role,),
    "google_pubsub_subscription_iam_member": (_role,),
    "google_secret_manager_secret_iam_member": (_role,),
    "google_storage_bucket_iam_member": (_role,),
    "google_service_account_iam_member": (_role,),
    "google_cloud_run_v2_service_iam_member": (_role,),
    "google_artifact_registry_repository_iam_member": (_role,),
}
