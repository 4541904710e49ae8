"""What the coach remembers, over HTTP: seen, corrected and deleted by the person alone."""

from collections.abc import Iterator
from functools import partial

import pytest

from shared.domain.coach.memory import MOST_MEMORIES
from shared.domain.coach.own_texts import Source
from shared.events.messages.texts_changed import TextsChanged
from shared.store.database import Database
from tests.functions.coaching import CHAT, House, coached
from tests.people import People
from tests.races import outcomes, together
from tests.wire import Client

MEMORY = "/api/v1/coach/memory"


@pytest.fixture
def house(database: Database, people: People) -> Iterator[House]:
    with coached(database, people) as house:
        yield house


def says(client: Client, *messages: str) -> None:
    for message in messages:
        assert client.post(CHAT, {"message": message}).status == 200


def kept(client: Client) -> list[str]:
    return [one["text"] for one in client.get(f"{MEMORY}?order=asc").data]


def test_what_is_said_in_a_chat_is_seen_corrected_and_deleted(house: House) -> None:
    ann = house.client()
    says(ann, "Remember that I train at 6 am.", "I have no barbell. How do I grow my legs?")
    assert kept(ann) == ["I train at 6 am.", "I have no barbell."]
    newest, oldest = ann.get(MEMORY).data
    assert (newest["kind"], oldest["kind"]) == ("EQUIPMENT", "SCHEDULE")
    place = f"{MEMORY}/{oldest['id']}"
    assert ann.get(place).data == oldest
    corrected = ann.put(place, {"text": " I train  at noon. "})
    assert (corrected.status, corrected.data["text"]) == (200, "I train at noon.")
    assert ann.delete(place).status == 204
    assert ann.get(place).status == ann.delete(place).status == 404
    assert ann.put(place, {"text": "x"}).status == 404
    assert kept(ann) == ["I have no barbell."]
    assert ann.delete(MEMORY).status == 204
    assert kept(ann) == []


def test_whoever_searches_by_meaning_hears_of_each_change(house: House) -> None:
    ann = house.client()
    says(ann, "Remember that I have no barbell.")
    (one,) = ann.get(MEMORY).data
    ann.put(f"{MEMORY}/{one['id']}", {"text": "I have no barbell."})
    ann.put(f"{MEMORY}/{one['id']}", {"text": "I have a barbell now."})
    ann.delete(MEMORY)
    told = [
        (told.source, told.ids)
        for told in house.told
        if isinstance(told, TextsChanged) and told.source is not None
    ]
    # What was put as it stood was no change.
    assert told == [(Source.MEMORY, (one["id"],))] * 3


def test_the_whole_list_is_put_at_once(house: House) -> None:
    ann = house.client()
    says(ann, "Remember that I have no barbell.", "Remember that I like mornings")
    first, second = ann.get(f"{MEMORY}?order=asc").data
    new = {"memories": [{"text": "New"}, {"id": first["id"], "text": first["text"]}]}
    answer = ann.put(MEMORY, new)
    assert [one["text"] for one in answer.data] == ["New", "I have no barbell."]
    assert answer.data[1] == first
    assert answer.meta["total"] == 2
    assert ann.get(f"{MEMORY}/{second['id']}").status == 404
    unknown = ann.put(MEMORY, {"memories": [{"id": second["id"], "text": "x"}]})
    assert (unknown.status, unknown.paths) == (422, ["memories.0.id"])
    too_much = {"memories": [{"text": f"{number}"} for number in range(MOST_MEMORIES + 1)]}
    assert ann.put(MEMORY, too_much).status == 422


@pytest.mark.parametrize("text", ["", "   ", "x" * 301, 7, None])
def test_a_memory_is_a_short_text(house: House, text: object) -> None:
    ann = house.client()
    says(ann, "Remember that I have no barbell.")
    (one,) = ann.get(MEMORY).data
    answer = ann.put(f"{MEMORY}/{one['id']}", {"text": text})
    assert (answer.status, answer.paths) == (422, ["text"])
    assert kept(ann) == ["I have no barbell."]


def test_nobody_sees_or_touches_what_others_told(house: House) -> None:
    ann, bob = house.client(), house.client()
    says(ann, "Remember that I have no barbell.")
    (one,) = ann.get(MEMORY).data
    place = f"{MEMORY}/{one['id']}"
    assert bob.get(MEMORY).data == []
    assert bob.get(place).status == bob.delete(place).status == 404
    assert bob.put(place, {"text": "x"}).status == 404
    assert bob.delete(MEMORY).status == 204
    assert kept(ann) == ["I have no barbell."]


def test_what_is_told_at_once_is_all_kept(house: House) -> None:
    ann = house.client()
    calls = [partial(says, ann, f"Remember that thing {number} matters") for number in range(6)]
    assert outcomes(together(calls)) == {"done": 6}
    assert sorted(kept(ann)) == [f"thing {number} matters" for number in range(6)]
