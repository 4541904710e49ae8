"""What must be true of every plan about what is kept: for whom, where, how long, and how safely."""

from collections.abc import Iterator, Mapping
from typing import Any

from tools.infra.planned import Plan, Resource
from tools.manifest import Manifest

Manifests = Mapping[str, Manifest]

_GUARDS = (
    ("google_firestore_database", "delete_protection_state", "DELETE_PROTECTION_ENABLED"),
    ("google_secret_manager_secret", "deletion_protection", True),
    ("google_storage_bucket", "force_destroy", False),
)


def files_are_private(plan: Plan, _: Manifests) -> Iterator[str]:
    for one in plan.resources("google_storage_bucket"):
        prevention = one.values.get("public_access_prevention")
        if prevention != "enforced" and not one.values["name"].endswith("-media"):
            yield f"{one.address}: nothing prevents that it becomes public"
        if one.values.get("uniform_bucket_level_access") is not True:
            yield f"{one.address}: objects have access lists of their own"
        ends = any(_deletes(rule) for rule in one.values.get("lifecycle_rule") or [])
        # Terraform itself deletes bundles.
        if not ends and not one.values["name"].endswith("-bundles"):
            yield f"{one.address}: what is put in it stays for ever"


def _deletes(rule: Mapping[str, Any]) -> bool:
    return bool(rule["action"][0]["type"] == "Delete")


def everything_stays_in_its_region(plan: Plan, _: Manifests) -> Iterator[str]:
    region = plan.variables.get("region")
    for one in plan.resources("google_storage_bucket", "google_cloudfunctions2_function"):
        if region and str(one.values.get("location")).lower() != region:
            yield f"{one.address}: it is not in {region}"
    for one in plan.resources("google_pubsub_topic"):
        kept = one.block("message_storage_policy").get("allowed_persistence_regions")
        if region and kept != [region]:
            yield f"{one.address}: what is published leaves {region}"


def production_is_not_deleted_by_a_slip(plan: Plan, _: Manifests) -> Iterator[str]:
    if plan.variables.get("environment") != "prod":
        return
    for kind, attribute, guarded in _GUARDS:
        for one in plan.resources(kind):
            if one.values.get(attribute) != guarded and not _is_made_again(one):
                yield f"{one.address}: nothing guards it against being deleted"


def _is_made_again(resource: Resource) -> bool:
    return str(resource.values.get("name")).endswith(("-bundles", "-exports"))


def secrets_stay_out_of_the_state(plan: Plan, _: Manifests) -> Iterator[str]:
    for one in plan.resources("google_secret_manager_secret_version"):
        yield f"{one.address}: the state would hold a secret"


POLICIES = (
    files_are_private,
    everything_stays_in_its_region,
    production_is_not_deleted_by_a_slip,
    secrets_stay_out_of_the_state,
)
