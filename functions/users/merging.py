"""What was done without an account goes over to the account that is signed in."""

import time
from dataclasses import asdict
from typing import Annotated, Literal

from pydantic import Field

from shared.domain.errors import Conflict, Forbidden, InvalidCredentials, Unauthenticated
from shared.domain.merging import Merging
from shared.events.messages.merge_requested import TOPIC, MergeRequested
from shared.store.merges import NOT_GOOD, Proof
from shared.store.owed import owed_creation
from shared.web.call import Call
from shared.web.wire import View, Wire

from .wiring import Deps

REFUSALS = (Conflict, Forbidden, InvalidCredentials)


class Merge(Wire):
    anonymous_refresh_token: Annotated[str, Field(min_length=1, max_length=4096)]


class MergeView(View):
    """MERGING: the rest is moved in the background; ask again with the same, or look. `left_out`:
    events and memories that the account has in other words, or has no room for. `answers`: of the
    coach, which count as the account's."""

    status: Literal["MERGED", "MERGING"]
    workouts: int
    measurements: int
    events: int
    programs: int
    imports: int
    conversations: int
    messages: int
    proposals: int
    memories: int
    answers: int
    left_out: int

    @classmethod
    def of(cls, merging: Merging) -> "MergeView":
        status: Literal["MERGED", "MERGING"] = "MERGED" if merging.is_moved else "MERGING"
        return cls(status=status, **asdict(merging.moved))


def merge(call: Call[Deps], body: Merge) -> MergeView:
    """Everything that an anonymous account has becomes part of this one, once; nobody signs in by
    the other again. The same request again answers the same."""
    deps, caller = call.deps, call.caller
    if caller.is_anonymous:
        raise Forbidden("There is no account to merge into. Register, or sign in, first.")
    proof = _proof(deps, body.anonymous_refresh_token)
    asked = MergeRequested(anonymous_id=proof.anonymous_id)
    owed = deps.owing.owe(f"merge-{proof.anonymous_id}", (TOPIC, asked))
    deps.mover.merges.begin(caller.user_id, proof, owed_creation(owed))
    merging = deps.mover.run(proof.anonymous_id, time.monotonic() + deps.merge_seconds)
    deps.owing.pay(owed)
    return MergeView.of(merging)


def _proof(deps: Deps, token: str) -> Proof:
    try:
        said = deps.refresh_tokens.read(token)
    except Unauthenticated as error:
        # Not of the token that came with the request, which is good.
        raise InvalidCredentials(NOT_GOOD) from error
    return Proof(said.user_id, said.session_id, said.generation)
