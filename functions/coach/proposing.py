"""How the coach comes to propose: by rule, when it is asked to balance a program, and by a tool
with which the model may suggest a change. Nothing is kept here: that is done with the answer."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from shared.coach.arguments import Arguments, Unusable
from shared.coach.lookups import Lookups, Planned
from shared.domain.access import Caller
from shared.domain.coach.facts import Citation
from shared.domain.coach.figures import check, stated
from shared.domain.coach.grounding import About, Grounding, RuleAnswer, Told
from shared.domain.coach.memory import Memory
from shared.domain.coach.model import ToolCall, ToolSpec
from shared.domain.coach.output_screen import is_sayable
from shared.domain.errors import Forbidden, Invalid, NotFound
from shared.domain.planning.balancing import balance
from shared.domain.planning.proposals import MAX_WHY, Proposal
from shared.domain.planning.proposing import Measures, propose_change
from shared.solver.turns import Turns
from shared.web.plans import plan_of

_LONGEST_PATCH = 8_000
_BALANCE = re.compile(
    r"(?:please\s+|(?:can|could|would|will)\s+you\s+(?:please\s+)?)?"
    r"(?:(?:re-?)?balance|even\s+out)\s+(?:the\s+volume\s+of\s+)?(?:my|the)\s+"
    r"(?:\w+\s+)?(?:program(?:me)?|plan|routine|split)(?:\s+for\s+me)?(?:\s+please)?\s*[.!?]*",
    re.IGNORECASE,
)
_TOOL = ToolSpec(
    "propose_program_change",
    "Puts a change of the person's own program before them, to apply or to dismiss. Changes "
    "nothing by itself. Look at the program with get_program first.",
    {
        "type": "object",
        "properties": {
            "program_id": {
                "type": "string",
                "description": "Without it: the program being followed.",
            },
            "patch": {
                "type": "string",
                "maxLength": _LONGEST_PATCH,
                "description": "A JSON patch (RFC 6902) as text, on the program as a draft: "
                '[{"op": "replace", "path": "/sessions/0/exercises/1/sets/0/count", "value": 4}].',
            },
            "why": {
                "type": "string",
                "maxLength": MAX_WHY,
                "description": "In a sentence or two, for the person.",
            },
        },
        "required": ["patch", "why"],
    },
)
_NONE = "You follow no program. Activate one, and I can balance it."
_NOT_YOURS = "This program is not yours to change. Clone it, activate your own, and ask again."
_EVEN = "Every muscle of {name} is in its range already. There is nothing to change."
_STUCK = "I found no change of sets that brings {name} nearer to its ranges: {why}"
_WHY = "It brings the weekly sets of every muscle into their range, or as near as they get."
_PROPOSED = (
    "I have put a change of {name} before you that brings the weekly sets of its muscles into "
    "their ranges. Nothing is changed until you apply it."
)


@dataclass(frozen=True)
class ProposingGrounding:
    """Everything else is as `inner` has it."""

    inner: Grounding
    lookups: Lookups
    turns: Turns
    count: Callable[[Caller], None]
    """Once more solving for this person. Raises `RateLimited`."""

    def rule_answer(self, caller: Caller, message: str) -> RuleAnswer | None:
        if _BALANCE.fullmatch(message.strip()):
            return self._balanced(caller)
        return self.inner.rule_answer(caller, message)

    def tools(self, caller: Caller) -> Sequence[ToolSpec]:
        return (*self.inner.tools(caller), _TOOL)

    def run(self, caller: Caller, call: ToolCall) -> Told:
        if call.name != _TOOL.name:
            return self.inner.run(caller, call)
        try:
            proposal = self._proposed(caller, call.arguments)
        except Invalid as invalid:
            faults = [f"{fault.path}: {fault.message}" for fault in invalid.faults]
            return Told({"error": "This cannot be proposed.", "faults": faults[:10]})
        except (Unusable, NotFound, Forbidden) as refused:
            return Told({"error": str(refused)})
        return Told(
            {"proposed": "It is before the person now, to apply or to dismiss."},
            proposals=(proposal,),
        )

    def about(self, caller: Caller, about: About) -> Told:
        return self.inner.about(caller, about)

    def memory(self, caller: Caller) -> Sequence[Memory]:
        return self.inner.memory(caller)

    def listen(self, caller: Caller, message: str) -> Sequence[Memory]:
        return self.inner.listen(caller, message)

    def _balanced(self, caller: Caller) -> RuleAnswer:
        planned = self.lookups.planned(caller)
        if planned is None:
            return RuleAnswer(_NONE)
        program = planned.program
        if program.owner_id != caller.user_id:
            return RuleAnswer(_NOT_YOURS)
        self.count(caller)
        with self.turns.taken() as solver:
            balanced = balance(program.plan, _measures(planned, caller), solver)
        if balanced.changes:
            proposal = self._made(caller, planned, balanced.changes, _WHY)
            text = _PROPOSED.format(name=program.plan.name)
            return RuleAnswer(
                text, citations=(Citation(text, f"program:{program.id}"),), proposals=(proposal,)
            )
        if balanced.conflicts:
            why = balanced.conflicts[0].message
            return RuleAnswer(_STUCK.format(name=program.plan.name, why=why))
        return RuleAnswer(_EVEN.format(name=program.plan.name))

    def _proposed(self, caller: Caller, arguments: Any) -> Proposal:
        sent = Arguments(arguments, _TOOL.parameters["properties"])
        text = sent.needed("patch", _LONGEST_PATCH)
        patch, why = _patch(text), _why(sent.needed("why", MAX_WHY), text)
        planned = self.lookups.planned(caller, sent.id("program_id"))
        if planned is None:
            raise NotFound("No program is being followed.")
        return self._made(caller, planned, patch, why)

    def _made(
        self, caller: Caller, planned: Planned, patch: list[dict[str, Any]], why: str
    ) -> Proposal:
        return propose_change(
            planned.program,
            patch,
            why,
            _measures(planned, caller),
            caller_id=caller.user_id,
            proposal_id=str(uuid4()),
            now=self.lookups.now(),
        )


def _measures(planned: Planned, caller: Caller) -> Measures:
    return Measures(planned.catalogue, caller.volume_targets, plan_of)


def _why(text: str, patch: str) -> str:
    """The person reads it, so it is held to what answers are held to. Raises `Unusable`."""
    if not is_sayable(text) or check(text, [stated(patch)]).unsupported:
        raise Unusable("why names no figures but those of the patch, and says nothing unsafe.")
    return text


def _patch(text: str) -> list[dict[str, Any]]:
    """Raises `Unusable`."""
    try:
        patch = json.loads(text)
    except (ValueError, RecursionError):
        raise Unusable("patch is JSON text.") from None
    if not isinstance(patch, list) or not all(isinstance(one, dict) for one in patch):
        raise Unusable("patch is a list of operations.")
    if not all(is_sayable(written) for written in _texts(patch)):
        raise Unusable("patch writes nothing unsafe: no doses, links or markup.")
    return patch


def _texts(value: Any) -> Iterator[str]:
    """All there are in it, however deep: the person would read them as names and notes."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)
