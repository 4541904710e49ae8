"""What must be true of every plan, so that what runs is what was declared and built, and nothing
else."""

import re
from collections.abc import Iterator, Mapping

from tools.infra.planned import Plan, Resource
from tools.manifest import Manifest

Manifests = Mapping[str, Manifest]

_DEPLOYED = {
    "available_memory": "memory",
    "available_cpu": "cpu",
    "timeout_seconds": "timeout_seconds",
    "max_instance_request_concurrency": "concurrency",
    "min_instance_count": "min_instances",
    "max_instance_count": "max_instances",
}

# What functions have that no manifest names.
_EVERYWHERE = {"SENTRY_DSN"}


def functions(plan: Plan) -> dict[str, Resource]:
    found = plan.resources("google_cloudfunctions2_function")
    return {one.block("build_config").get("entry_point", ""): one for one in found}


def all_functions_are_deployed_as_declared(plan: Plan, manifests: Manifests) -> Iterator[str]:
    found = functions(plan)
    for name in sorted(manifests.keys() ^ found.keys()):
        yield f"{name} is not both in functions/ and in the plan"
    for name in sorted(manifests.keys() & found.keys()):
        config = found[name].block("service_config")
        for attribute, key in _DEPLOYED.items():
            if config.get(attribute) != getattr(manifests[name], key):
                yield f"{name}: {attribute} is not the manifest's {key}"
        given = dict(config.get("environment_variables") or {})
        if given.pop("THREADS", None) != str(manifests[name].concurrency):
            yield f"{name}: there is not a thread for every request that it takes at once"
        missing = {*manifests[name].env, *_EVERYWHERE} ^ set(given)
        if missing:
            yield f"{name}: settings differ from the manifest: {', '.join(sorted(missing))}"


def what_was_built_is_what_runs(plan: Plan, _: Manifests) -> Iterator[str]:
    for one in plan.resources("google_storage_bucket_object"):
        if not re.fullmatch(r"[a-z0-9_]+/[0-9a-f]{64}\.zip", str(one.values.get("name"))):
            yield f"{one.address}: a bundle that changes would not be deployed"
    for name, one in functions(plan).items():
        if one.block("service_config").get("all_traffic_on_latest_revision") is not True:
            yield f"{name}: what is deployed is not what people reach"
    for written in plan.written("google_cloudfunctions2_function"):
        if "service_account" not in written["build_config"][0]:
            yield "functions are built by an account that may do anything"


POLICIES = (all_functions_are_deployed_as_declared, what_was_built_is_what_runs)
