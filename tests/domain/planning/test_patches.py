"""JSON patches on plans: what they do, what they leave alone, and where they do not fit."""

from typing import Any

import jsonpatch
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import Invalid
from shared.domain.planning.patches import MAX_OPERATIONS, patched

DOCUMENT: dict[str, Any] = {"name": "PPL", "a/b": {"~": 1}, "days": [{"sets": 3}, {"sets": 4}]}


def op(name: str, path: Any, *value: Any) -> dict[str, Any]:
    return {"op": name, "path": path} | ({"value": value[0]} if value else {})


@pytest.mark.parametrize(
    "patch",
    [
        [op("replace", "/name", "Mine")],
        [op("replace", "/days/1/sets", 5), op("test", "/days/1/sets", 5)],
        [op("add", "/days/-", {"sets": 1}), op("add", "/days/0", {"sets": 2})],
        [op("add", "/notes", "hard")],
        [op("remove", "/days/1"), op("remove", "/name")],
        [op("replace", "/a~1b/~0", 2)],
    ],
)
def test_a_patch_does_what_the_standard_says_and_leaves_what_it_was_given(
    patch: list[dict[str, Any]],
) -> None:
    before = repr(DOCUMENT)
    assert patched(DOCUMENT, patch) == jsonpatch.apply_patch(DOCUMENT, patch)
    assert repr(DOCUMENT) == before


@given(st.lists(st.tuples(st.sampled_from(["add", "remove"]), st.integers(0, 3)), min_size=1))
def test_lists_grow_and_shrink_as_the_standard_says(steps: list[tuple[str, int]]) -> None:
    document = {"days": [1, 2, 3]}
    patch = [op(name, f"/days/{index}", *([9] if name == "add" else [])) for name, index in steps]
    try:
        expected = jsonpatch.apply_patch(document, patch)
    except jsonpatch.JsonPatchException:
        with pytest.raises(Invalid):
            patched(document, patch)
    else:
        assert len(patch) > MAX_OPERATIONS or patched(document, patch) == expected


@pytest.mark.parametrize(
    "wrong",
    [
        op("move", "/name"),
        op("replace", "/name"),
        op("replace", "name", 1),
        op("replace", 5, 1),
        op("remove", "/nothing"),
        op("remove", "/days/2"),
        op("remove", "/days/01"),
        op("remove", "/days/x"),
        op("remove", "/days/²"),
        op("remove", "/name/0"),
        op("add", "/days/3", 1),
        op("add", "/name/0", 1),
        op("test", "/name", "Other"),
    ],
)
def test_what_does_not_fit_is_named_by_its_number(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        patched(DOCUMENT, [op("replace", "/name", "Mine"), wrong])
    assert refused.value.faults[0].path == "patch.1"


@pytest.mark.parametrize("number", [0, MAX_OPERATIONS + 1])
def test_a_patch_has_some_operations_and_not_too_many(number: int) -> None:
    with pytest.raises(Invalid):
        patched(DOCUMENT, [op("replace", "/name", "Mine")] * number)
