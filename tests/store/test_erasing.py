"""What is done with each collection when somebody is erased is what infra/firestore.yaml says."""

from shared.store.erasing.rows import ROWS
from tools.infra.personal import read_personal

BELOW_THEM = {"members", "orgs", "usage"}
"""They lie below an organisation, which is gone through, or left."""
LAST = {"email_index", "identities", "users"}
"""By what somebody is known until nothing else is left."""


def test_each_collection_is_dealt_with_as_it_is_registered() -> None:
    registered: set[tuple[str, str]] = set()
    for row in read_personal().values():
        if row.erasure is not None and row.erasure.word != "keep" and row.person != "path":
            registered.add((row.collection, row.erasure.word))
    done = {(row.collection, "remove" if row.removes else "strip") for row in ROWS}
    said = {(name, word) for name, word in registered if name not in BELOW_THEM | LAST}
    # Both happen to these, and what stays in an organisation that stays is what is registered.
    assert done - {("*", "remove"), ("catalogue", "remove")} == said | {("programs", "strip")}
