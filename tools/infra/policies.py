"""What must be true of every plan, whatever Terraform says to it: who may enter, who may do what,
that nothing which arrives is lost, and that nothing fails unseen. Each policy gives a sentence for
each breach."""

from collections.abc import Callable, Iterator, Mapping

from tools.infra import alerting, arriving, facing, granting, indexing, keeping, members, running
from tools.infra.planned import Plan
from tools.manifest import Manifest

Manifests = Mapping[str, Manifest]
Policy = Callable[[Plan, Manifests], Iterator[str]]


def breaches(plan: Plan, manifests: Manifests) -> list[str]:
    return [sentence for policy in POLICIES for sentence in policy(plan, manifests)]


def the_pipeline_is_one_branch(plan: Plan, _: Manifests) -> Iterator[str]:
    for one in plan.resources("google_iam_workload_identity_pool_provider"):
        condition = str(one.values.get("attribute_condition"))
        for claim in ("assertion.repository == '", "assertion.ref == 'refs/heads/main'"):
            if claim not in condition:
                yield f"{one.address}: it does not ask for {claim.rstrip(' =' + chr(39))}"


POLICIES: tuple[Policy, ...] = (
    the_pipeline_is_one_branch,
    *running.POLICIES,
    *facing.POLICIES,
    *arriving.POLICIES,
    *keeping.POLICIES,
    *granting.POLICIES,
    *members.POLICIES,
    *indexing.POLICIES,
    *alerting.POLICIES,
)
