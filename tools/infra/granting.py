"""Policies about who may do what."""

from collections.abc import Iterator, Mapping

from tools.infra.planned import Plan, Resource
from tools.manifest import Manifest

Manifests = Mapping[str, Manifest]

PUBLIC = ("allUsers", "allAuthenticatedUsers")
GRANTS = (
    "google_project_iam_member",
    "google_pubsub_topic_iam_member",
    "google_pubsub_subscription_iam_member",
    "google_secret_manager_secret_iam_member",
    "google_storage_bucket_iam_member",
    "google_service_account_iam_member",
    "google_cloud_run_v2_service_iam_member",
    "google_artifact_registry_repository_iam_member",
)
_POOLS = (
    "google_iam_workload_identity_pool",
    "google_iam_workload_identity_pool_provider",
    "google_project_iam_custom_role",
)
_NARROW = ("roles/pubsub.publisher", "roles/iam.serviceAccountTokenCreator")
"""Given on a topic or an account, never on the project; with the roles over objects."""
_SECRET_ROLES = {"roles/secretmanager.secretAccessor", "roles/secretmanager.viewer"}


def only_people_s_functions_are_open(plan: Plan, manifests: Manifests) -> Iterator[str]:
    for one in plan.resources(*GRANTS):
        if one.values.get("member") in PUBLIC and not _shows_media(one):
            manifest = manifests.get(one.module)
            if one.values["role"] != "roles/run.invoker" or not manifest or manifest.paths == ():
                yield f"{one.address}: this is open to everybody"
    called = {
        one.module: str(one.values.get("member"))
        for one in plan.resources("google_cloud_run_v2_service_iam_member")
    }
    for name, manifest in manifests.items():
        service = name.replace("_", "-")
        own = "allUsers" if manifest.kind == "http" else f"serviceAccount:to-{service}@"
        if not called.get(name, "").startswith(own):
            yield f"{name}: it cannot be called by whom it is for"


def _shows_media(grant: Resource) -> bool:
    """Looking at one picture whose address is known, in the bucket that is there for it."""
    bucket, role = str(grant.values.get("bucket")), grant.values.get("role")
    return bucket.endswith("-media") and role == "roles/storage.legacyObjectReader"


def functions_are_themselves(plan: Plan, _: Manifests) -> Iterator[str]:
    seen: dict[str, str] = {}
    for one in plan.resources("google_cloudfunctions2_function"):
        account = str(one.block("service_config").get("service_account_email"))
        if not account.startswith("fn-"):
            yield f"{one.address}: it runs as an account that is not its own"
        if account in seen:
            yield f"{one.address}: it is the same account as {seen[account]}"
        seen[account] = one.address


def functions_have_their_roles_and_no_more(plan: Plan, manifests: Manifests) -> Iterator[str]:
    for name, manifest in manifests.items():
        granted = [one for one in _of(plan, name) if one.kind != GRANTS[3]]
        wide = {one.values["role"] for one in granted if one.kind == "google_project_iam_member"}
        narrow = {one.values["role"] for one in granted} - wide
        for role in sorted(set(manifest.roles) - wide - narrow):
            yield f"{name}: it was promised {role} and does not get it"
        for role in sorted((wide | narrow) - set(manifest.roles)):
            yield f"{name}: it gets {role}, which its manifest does not name"
        for role in sorted(wide):
            if role in _NARROW or role.startswith("roles/storage.object"):
                yield f"{name}: {role} holds for the whole project"
        topics = sum(one.kind == "google_pubsub_topic_iam_member" for one in granted)
        if topics != len(manifest.publishes):
            yield f"{name}: it may publish to {topics} topics of {len(manifest.publishes)}"


def secrets_are_read_by_those_who_say_so(plan: Plan, manifests: Manifests) -> Iterator[str]:
    declared = {secret for manifest in manifests.values() for secret in manifest.secrets}
    places = {
        str(one.values["secret_id"]) for one in plan.resources("google_secret_manager_secret")
    }
    for secret in sorted(declared ^ places):
        yield f"the secret {secret} is not both declared and planned"
    for name, manifest in manifests.items():
        found = {
            (_secret_of(one), str(one.values["role"]))
            for one in _of(plan, name)
            if one.kind == "google_secret_manager_secret_iam_member"
        }
        expected = {(secret, role) for secret in manifest.secrets for role in _SECRET_ROLES}
        for secret, role in sorted(found ^ expected):
            yield f"{name}: {role} on {secret} differs from the manifest"


def nobody_is_everything(plan: Plan, _: Manifests) -> Iterator[str]:
    for one in plan.resources(*GRANTS):
        if one.values.get("role") in ("roles/owner", "roles/editor", "roles/viewer"):
            yield f"{one.address}: {one.values['role']} is given to somebody"
        wide = one.kind == "google_project_iam_member"
        if wide and one.values.get("role") == "roles/iam.serviceAccountTokenCreator":
            yield f"{one.address}: it may become any account"
        reads = str(one.values.get("role")).startswith("roles/storage.object")
        if wide and reads and not one.values.get("condition"):
            yield f"{one.address}: it may reach into every bucket"


def every_grant_is_looked_at(plan: Plan, _: Manifests) -> Iterator[str]:
    """Bindings and the like would give past all these policies."""
    for one in plan.resources():
        if "_iam_" in one.kind and one.kind not in (*GRANTS, *_POOLS):
            yield f"{one.address}: no policy looks at a {one.kind}"


def _of(plan: Plan, name: str) -> list[Resource]:
    """What the function's own account is given."""
    account = f"serviceAccount:fn-{name.replace('_', '-')}@"
    return [
        one for one in plan.resources(*GRANTS) if str(one.values.get("member")).startswith(account)
    ]


def _secret_of(grant: Resource) -> str:
    """By its key: what it points at is known only after apply."""
    return grant.address.rpartition('["')[2].partition(" ")[0]


POLICIES = (
    only_people_s_functions_are_open,
    functions_are_themselves,
    functions_have_their_roles_and_no_more,
    secrets_are_read_by_those_who_say_so,
    nobody_is_everything,
    every_grant_is_looked_at,
)
