"""JSON patches (RFC 6902) as far as a plan needs them: add, remove, replace and test."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from shared.domain.errors import Fault, Invalid
from shared.domain.linting.findings import Patch

MAX_OPERATIONS = 60
OPERATIONS = ("add", "remove", "replace", "test")


class _Misfit(Exception):
    """Why one operation cannot be carried out."""


def patched(document: Mapping[str, Any], patch: Patch) -> dict[str, Any]:
    """The document as the patch makes it; the one given stays as it is. Raises `Invalid` naming
    the first operation that does not fit."""
    if not patch:
        raise Invalid(Fault("patch", "This changes nothing."))
    if len(patch) > MAX_OPERATIONS:
        raise Invalid(Fault("patch", f"At most {MAX_OPERATIONS} operations."))
    changed: dict[str, Any] = deepcopy(dict(document))
    for number, operation in enumerate(patch):
        try:
            _carry_out(changed, operation)
        except _Misfit as misfit:
            raise Invalid(Fault(f"patch.{number}", str(misfit))) from None
    return changed


def _carry_out(document: dict[str, Any], operation: Mapping[str, Any]) -> None:
    name, path = operation.get("op"), operation.get("path")
    if name not in OPERATIONS:
        raise _Misfit(f"The operation is one of {', '.join(OPERATIONS)}.")
    if name != "remove" and "value" not in operation:
        raise _Misfit("This needs a value.")
    *steps, last = _steps(path)
    holder: Any = document
    for step in steps:
        holder = _within(holder, step)
    value = deepcopy(operation.get("value"))
    if name == "add":
        _add(holder, last, value)
    elif name == "test":
        if _within(holder, last) != value:
            raise _Misfit("What stands there is not what the patch expects.")
    else:
        place = _place(holder, last)
        if name == "replace":
            holder[place] = value
        else:
            del holder[place]


def _steps(path: object) -> list[str]:
    if not isinstance(path, str) or not path.startswith("/"):
        raise _Misfit("A path starts with a slash.")
    return [step.replace("~1", "/").replace("~0", "~") for step in path[1:].split("/")]


def _within(holder: Any, step: str) -> Any:
    return holder[_place(holder, step)]


def _place(holder: Any, step: str) -> Any:
    """The key or index under which something stands."""
    if isinstance(holder, dict) and step in holder:
        return step
    if isinstance(holder, list):
        index = _index(step)
        if index < len(holder):
            return index
    raise _Misfit("There is nothing at this path.")


def _add(holder: Any, step: str, value: Any) -> None:
    if isinstance(holder, dict):
        holder[step] = value
    elif isinstance(holder, list):
        index = len(holder) if step == "-" else _index(step)
        if index > len(holder):
            raise _Misfit("There is nothing at this path.")
        holder.insert(index, value)
    else:
        raise _Misfit("There is nothing at this path.")


def _index(step: str) -> int:
    is_index = step.isascii() and step.isdigit() and len(step) <= 3
    if not is_index or (step != "0" and step.startswith("0")):
        raise _Misfit("A place in a list is a number.")
    return int(step)
