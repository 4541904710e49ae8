"""What must be true of every plan about whom anything is given to: nobody but those we make, and
Google's own agents, each what it needs."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from tools.infra.granting import GRANTS, PUBLIC
from tools.infra.planned import Plan
from tools.manifest import Manifest

Manifests = Mapping[str, Manifest]

_OURS = r"serviceAccount:(fn|to|builder|deployer)(?:-[a-z0-9-]+)?@{}\.iam\.gserviceaccount\.com"
_AGENTS = r"serviceAccount:service-\d+@gcp-sa-(pubsub|secretmanager)\.iam\.gserviceaccount\.com"
_PIPELINE = r"(principalSet)://iam\.googleapis\.com/projects/\d+/.+/attribute\.repository/.+"
_NEEDS = {
    "to": {"roles/run.invoker"},
    "builder": {
        "roles/artifactregistry.writer",
        "roles/logging.logWriter",
        "roles/storage.objectViewer",
    },
    "pubsub": {"roles/pubsub.publisher", "roles/pubsub.subscriber"},
    "secretmanager": {"roles/pubsub.publisher"},
    "principalSet": {"roles/iam.workloadIdentityUser"},
}
"""Of functions their manifests tell it, and of the deployer infra/pipeline.tf alone."""


def strangers_are_given_nothing(plan: Plan, _: Manifests) -> Iterator[str]:
    given: dict[str, set[str]] = defaultdict(set)
    for one in plan.resources(*GRANTS):
        # What is not known before apply is left out.
        member, role = str(one.values.get("member", "")), str(one.values.get("role", ""))
        if not member or member in PUBLIC:
            continue
        who = _who(member, plan)
        given[who].add(role)
        if not who:
            yield f"{one.address}: {member} is nobody of ours"
        elif who != "fn" and role.startswith("roles/secretmanager."):
            yield f"{one.address}: only functions read secrets"
    for who in sorted(given.keys() & _NEEDS.keys()):
        for role in sorted(given[who] - _NEEDS[who]):
            yield f"{who}: it gets {role}, which it does not need"
        for role in sorted(_NEEDS[who] - given[who]):
            yield f"{who}: it does not get {role}, which it needs"


def _who(member: str, plan: Plan) -> str:
    """Which kind of account of this project, or empty."""
    project = re.escape(plan.variables.get("project_id", "")) or "[a-z0-9-]+"
    for pattern in (_OURS.replace("{}", project), _AGENTS, _PIPELINE):
        if found := re.fullmatch(pattern, member):
            return found[1]
    return ""


POLICIES = (strangers_are_given_nothing,)
