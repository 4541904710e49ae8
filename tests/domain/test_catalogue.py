"""Catalogues of several layers."""

from collections.abc import Iterator, Mapping

from shared.domain.catalogue import Catalogue
from shared.domain.exercises import Exercise
from shared.domain.muscles import Muscle
from tests.domain.published import exercise

PRESS = exercise("Press", {Muscle.CHEST: 4})
FAKE_PRESS = exercise("Press", {Muscle.ABS: 4})
CURL = exercise("Curl", {Muscle.ELBOW_FLEXORS: 4})
GLOBAL = Catalogue.of({PRESS.id: PRESS}, version=3)
OWN = Catalogue.of({CURL.id: CURL, FAKE_PRESS.id: FAKE_PRESS}, version=8)


class DecodedWhenAsked(Mapping[str, Exercise]):
    def __init__(self) -> None:
        self.decoded: list[str] = []

    def __getitem__(self, exercise_id: str) -> Exercise:
        self.decoded.append(exercise_id)
        if exercise_id != PRESS.id:
            raise KeyError(exercise_id)
        return PRESS

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("nothing may walk over a layer to find one exercise")

    def __len__(self) -> int:
        return 1


def test_an_exercise_is_found_in_any_layer() -> None:
    both = GLOBAL.extended(OWN)
    assert both.find(PRESS.id) is PRESS
    assert both.find(CURL.id) is CURL
    assert both.find("nobody") is None


def test_an_organisation_cannot_stand_in_for_a_global_exercise() -> None:
    both = GLOBAL.extended(OWN)
    assert both.find(FAKE_PRESS.id) is PRESS
    assert sorted(found.name for found in both) == ["Curl", "Press"]
    assert FAKE_PRESS not in list(both)


def test_finding_decodes_only_what_was_asked_for() -> None:
    layer = DecodedWhenAsked()
    catalogue = Catalogue.of(layer, version=1)
    assert catalogue.find(PRESS.id) is PRESS
    assert catalogue.find(CURL.id) is None
    assert layer.decoded == [PRESS.id, CURL.id]


def test_the_version_changes_with_either_layer() -> None:
    versions = {
        GLOBAL.version,
        GLOBAL.extended(OWN).version,
        GLOBAL.extended(Catalogue.of({}, version=9)).version,
        Catalogue.of({}, version=4).extended(OWN).version,
    }
    assert len(versions) == 4
