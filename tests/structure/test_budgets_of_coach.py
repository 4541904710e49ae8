"""What a question to the coach costs in Firestore, beside what the model costs."""

import json
from collections.abc import Callable

import pytest

from shared.store.account_cache import AccountCache
from shared.store.accounts import FirestoreAccounts
from shared.store.database import Database
from tests.functions.coaching import CHAT, QUOTA, TALKS, coached
from tests.people import People, now
from tests.wire import Answer

PLAIN = {"message": "What should I think about before a heavy day?"}


def test_a_question_is_some_reads_and_none_by_rule(
    database: Database, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    def spent(ask: Callable[[], Answer]) -> tuple[int, int]:
        capsys.readouterr()
        answer = ask()
        assert answer.status < 400, answer.body
        logged = json.loads(capsys.readouterr().out.splitlines()[-1])
        return logged["reads"], logged["writes"]

    # An account is remembered for seconds, of which a busy machine may take many.
    people.accounts = FirestoreAccounts(database, AccountCache(lambda: 0.0), now)
    with coached(database, people) as house:
        client = house.client()
        talk = client.post(CHAT, PLAIN).data["conversation_id"]
        # The subscriptions; the memory and the preferences; the month twice; the limit of the
        # hour; the day's cost. The reservation, the limit, the day's cost; the month, the
        # conversation and two messages.
        assert spent(lambda: client.post(CHAT, PLAIN)) == (7, 7)
        assert spent(lambda: client.post(CHAT, {**PLAIN, "conversation_id": talk})) == (9, 7)
        assert spent(lambda: client.post(CHAT, {"message": "plates for 100 kg?"})) == (0, 3)
        assert spent(lambda: client.post(CHAT, {"message": "I have chest pain"})) == (0, 3)
        assert spent(lambda: client.get(QUOTA)) == (2, 0)
        assert spent(lambda: client.get(TALKS)) == (4, 0)
        assert spent(lambda: client.get(f"{TALKS}/{talk}")) == (5, 0)
