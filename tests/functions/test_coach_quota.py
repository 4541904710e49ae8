"""What the coach costs: exactly ten answers, no more at once than is fair, no costlier day."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest

from shared.domain.limits import HOUR, PROFILES, FairUse, Limit
from shared.store.database import Database
from tests.functions.coaching import CHAT, QUOTA, House, coached
from tests.people import People
from tests.races import together
from tests.wire import Answer, Client

PLAIN = "What should I think about before a heavy day?"
LOCAL = PROFILES["local"]


@pytest.fixture
def house(database: Database, people: People) -> Iterator[House]:
    with coached(database, people) as opened:
        yield opened


def statuses(answers: list[Answer | Exception]) -> dict[int, int]:
    assert all(isinstance(one, Answer) for one in answers), answers
    told = [one.status for one in answers if isinstance(one, Answer)]
    return {status: told.count(status) for status in set(told)}


def ask(client: Client) -> Answer:
    return client.post(CHAT, {"message": PLAIN})


@pytest.mark.parametrize("fail_every", [0, 2], ids=["all well", "every second call fails"])
def test_fifty_questions_at_once_get_exactly_ten_answers(
    house: House, connected: Callable[[], Database], fail_every: int
) -> None:
    ann = house.people.free()
    house.modelled.weather(fail_every=fail_every, status=400)
    others = [House(connected(), house.people, house.modelled) for _ in range(2)]
    clients = [one.client(ann) for one in (house, *others)]
    answers = together([lambda number=number: ask(clients[number % 3]) for number in range(50)])  # type: ignore[misc]
    told = statuses(answers)
    assert told[200] == 10
    assert set(told) <= {200, 429, 503}
    refused = {one.code for one in answers if isinstance(one, Answer) and one.status == 429}
    assert refused == {"AI_QUOTA_EXCEEDED"}
    assert clients[0].get(QUOTA).data["used"] == 10


def test_pro_asks_on_where_free_is_used_up(house: House) -> None:
    client = house.client(house.people.pro())
    assert {ask(client).status for _ in range(12)} == {200}
    assert client.get(QUOTA).data["limit"] is None


def test_questions_beyond_those_in_work_are_told_to_wait_for_a_moment(house: House) -> None:
    house.rates = replace(LOCAL, coach=FairUse(1_000, at_once=2))
    house.__post_init__()
    client = house.client(house.people.pro())
    house.modelled.weather(delay=1.0)
    told = statuses(together([lambda: ask(client)] * 5))
    assert told == {200: 2, 429: 3}


def test_questions_that_come_to_nothing_cannot_be_asked_for_ever(house: House) -> None:
    house.rates = replace(LOCAL, coach_hour=Limit("coach-hour", 3, HOUR))
    house.__post_init__()
    client = house.client()
    house.modelled.will(*([{"empty": True}] * 4))
    codes = [ask(client).status for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    assert client.get(QUOTA).data["used"] == 0


def test_what_comes_to_nothing_is_given_back_to_a_network(house: House) -> None:
    house.rates = replace(LOCAL, coach_anonymous=Limit("coach-anonymous", 2, HOUR))
    house.__post_init__()
    house.modelled.will({"empty": True})
    strangers = [house.client(house.people.anonymous()) for _ in range(4)]
    assert [ask(one).status for one in strangers] == [200, 200, 200, 429]
    assert ask(house.client()).status == 200


def test_fifty_people_without_an_account_have_ten_answers_together(
    house: House, connected: Callable[[], Database]
) -> None:
    """Of one subscriber, whose addresses are a /64."""
    houses = [house, House(connected(), house.people, house.modelled)]
    strangers = [
        replace(
            houses[number % 2].client(house.people.anonymous()), address=f"2001:db8:0:1::{number:x}"
        )
        for number in range(50)
    ]
    answers = together([partial(ask, one) for one in strangers])
    assert statuses(answers) == {200: 10, 429: 40}
    refused = next(one for one in answers if isinstance(one, Answer) and one.status == 429)
    assert refused.code == "AI_QUOTA_EXCEEDED"
    assert refused.headers["RateLimit-Policy"].startswith('"coach-anonymous";q=10;w=')
    assert int(refused.headers["Retry-After"]) <= 31 * 24 * HOUR
    newcomer = house.client(house.people.anonymous())
    assert ask(replace(newcomer, address="2001:db8:0:1:ffff::1")).status == 429
    assert ask(replace(newcomer, address="2001:db8:0:2::1")).status == 200


def test_when_the_day_has_cost_enough_rules_alone_answer(house: House) -> None:
    house.daily_dollars = 0
    house.__post_init__()
    client = house.client(house.people.pro())
    answer = ask(client)
    assert (answer.status, answer.code) == (503, "COACH_PAUSED")
    assert 0 < int(answer.headers["Retry-After"]) <= 24 * HOUR
    by_rule = client.post(CHAT, {"message": "Which plates for 100 kg?"})
    assert by_rule.status == 200


def test_what_answers_and_failures_cost_is_counted_by_month_and_by_day(house: House) -> None:
    ann = house.people.free()
    house.modelled.will({"text": "Rest well and eat."}, {"empty": True})
    ask(house.client(ann))
    ask(house.client(ann))
    usage = house.usage_of(ann)
    assert usage.used == 1
    assert usage.spent.tokens.taken_in > 0
    assert house.spent_today() == usage.spent.micros > 0


def test_a_model_that_hangs_is_given_up_in_time_and_costs_nothing(house: House) -> None:
    house.give_up_after(1.5)
    house.modelled.will({"hangs": True})
    client = house.client()
    began = time.monotonic()
    answer = ask(client)
    assert (answer.status, answer.code) == (503, "MODEL_UNAVAILABLE")
    assert time.monotonic() - began < 10
    assert client.get(QUOTA).data["used"] == 0
