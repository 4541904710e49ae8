"""What the routes of `organizations` cost in Firestore."""

import json
from collections.abc import Callable

import pytest

from shared.store.database import Database
from tests.functions.gym import BASE, INVITATIONS, ME, MEMBERS, Gym
from tests.functions.sign_in import Instance
from tests.wire import Answer


def test_an_organisation_is_a_few_reads(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    instance = Instance(database)
    instance.cache_seconds = 5.0
    gym = Gym(instance)
    ann, bob = gym.verified("Ann"), gym.verified("Bob")
    client = gym.client(ann)

    def spent(ask: Callable[[], Answer]) -> tuple[int, int]:
        capsys.readouterr()
        answer = ask()
        assert answer.status < 400, answer.body
        logged = json.loads(capsys.readouterr().out.splitlines()[-1])
        return logged["reads"], logged["writes"]

    client.get(ME)
    # The organisation, one's role, its subscriptions, the month's usage, and a count.
    assert spent(lambda: client.get(ME)) == (5, 0)
    # The role, the members, their accounts.
    assert spent(lambda: client.get(MEMBERS)) == (3, 0)
    # The role twice, the members and their accounts, two limits, the inviter, the organisation,
    # open invitations; the limits, invitation, proof, the letter owed, and that it is paid.
    assert spent(lambda: gym.invite(ann, bob.email)) == (10, 8)
    assert spent(lambda: client.get(INVITATIONS)) == (2, 0)
    assert spent(lambda: gym.accept(bob)) == (12, 7)
    own = {"organization_id": bob.user["organization_id"]}
    assert spent(lambda: gym.client(bob).post(f"{BASE}/switch", own)) == (5, 1)
    assert spent(lambda: gym.client(bob).get(f"{BASE}/mine")) == (6, 0)
