"""Every collection says whose it is, and how it is erased, exported and merged."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tools.infra.asking import NotServed
from tools.infra.indexes import read_registry
from tools.infra.personal import Personal, Treatment, read_personal

WHOLE: dict[str, str | None] = {
    "person": "fields user_id",
    "erasure": "remove",
    "export": "letters",
    "merge": "drop (there are none)",
}


def test_every_collection_says_whose_it_is_and_what_becomes_of_it() -> None:
    assert read_personal().keys() == read_registry().collections.keys()


@pytest.mark.parametrize(
    ("mistake", "sentence"),
    [
        ({"person": None}, "`person` says whose it is"),
        ({"person": "somebody"}, "`person` says whose it is"),
        ({"person": "none"}, "nobody's is not"),
        ({"erasure": None}, "`erasure` is missing"),
        ({"erasure": "forget"}, "`erasure` is one of"),
        ({"erasure": "keep"}, "says why"),
        ({"export": None}, "`export` is missing"),
        ({"export": "never"}, "says why"),
        ({"merge": None}, "`merge` is missing"),
        ({"merge": "drop"}, "says why"),
    ],
)
def test_what_a_collection_does_not_say_is_told_with_its_name(
    mistake: Mapping[str, str | None], sentence: str, tmp_path: Path
) -> None:
    assert read_personal(_written(tmp_path, WHOLE)) == {
        "letters": Personal(
            "letters",
            "fields",
            ("user_id",),
            Treatment("remove"),
            Treatment("letters"),
            Treatment("drop", "there are none"),
        )
    }
    with pytest.raises(NotServed, match=f"letters: .*{sentence}"):
        read_personal(_written(tmp_path, {**WHOLE, **mistake}))


def _written(folder: Path, about: Mapping[str, str | None]) -> Path:
    file = folder / "firestore.yaml"
    said = [f"  {key}: {value}\n" for key, value in about.items() if value is not None]
    file.write_text("letters:\n" + "".join(said))
    return file
