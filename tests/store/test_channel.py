"""What goes over the wire to Firestore: whose call it is, how often, and how it ends."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import grpc
import pytest

from shared.domain.errors import Unavailable
from shared.store.channel import open_channel, signed
from shared.store.database import Database
from shared.store.messages import CommitResponse, Document
from shared.store.writes import Put

PATH = ("users", "ann")


@dataclass
class Cloud:
    """Answers each call with the next of `outcomes`, then well."""

    outcomes: list[grpc.StatusCode] = field(default_factory=list)
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    address: str = ""

    def get(self, _: bytes, context: Any) -> bytes:
        self._note("get", context)
        return bytes(Document(name="it").SerializeToString())

    def commit(self, _: bytes, context: Any) -> bytes:
        self._note("commit", context)
        return bytes(CommitResponse().SerializeToString())

    def _note(self, name: str, context: Any) -> None:
        self.calls.append((name, dict(context.invocation_metadata())))
        if self.outcomes:
            context.abort(self.outcomes.pop(0), "as told")


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    cloud = Cloud()
    server = grpc.server(ThreadPoolExecutor(2))
    handlers = {
        "GetDocument": grpc.unary_unary_rpc_method_handler(cloud.get),
        "Commit": grpc.unary_unary_rpc_method_handler(cloud.commit),
    }
    service = grpc.method_handlers_generic_handler("google.firestore.v1.Firestore", handlers)
    server.add_generic_rpc_handlers((service,))
    port = server.add_secure_port("127.0.0.1:0", grpc.local_server_credentials())
    cloud.address = f"127.0.0.1:{port}"
    server.start()
    yield cloud
    server.stop(None).wait()


@pytest.fixture
def database(cloud: Cloud) -> Database:
    credentials = signed(grpc.local_channel_credentials(), lambda: _token("mine"))
    return Database("p", open_channel(cloud.address, credentials))


def _token(text: str) -> bytes:
    return f'{{"access_token": "{text}", "expires_in": 3600}}'.encode()


def test_a_call_carries_the_account_s_token_and_the_database_s_name(
    cloud: Cloud, database: Database
) -> None:
    database.get(PATH)
    _, said = cloud.calls[0]
    assert said["authorization"] == "Bearer mine"
    assert said["google-cloud-resource-prefix"] == "projects/p/databases/(default)"
    where = "name=projects/p/databases/%28default%29/documents/users/ann"
    assert said["x-goog-request-params"] == where


def test_a_read_is_repeated_when_the_service_was_away(cloud: Cloud, database: Database) -> None:
    cloud.outcomes = [grpc.StatusCode.UNAVAILABLE] * 3
    assert database.get(PATH) is not None
    assert len(cloud.calls) == 4


def test_a_commit_is_sent_once(cloud: Cloud, database: Database) -> None:
    cloud.outcomes = [grpc.StatusCode.UNAVAILABLE]
    with pytest.raises(Unavailable):
        database.commit(Put(PATH, {}))
    assert len(cloud.calls) == 1


@pytest.mark.parametrize(
    "status",
    [
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        grpc.StatusCode.PERMISSION_DENIED,
        grpc.StatusCode.UNAUTHENTICATED,
        grpc.StatusCode.INTERNAL,
    ],
)
def test_a_service_that_cannot_serve_is_unavailable(
    cloud: Cloud, database: Database, status: grpc.StatusCode
) -> None:
    cloud.outcomes = [status]
    with pytest.raises(Unavailable):
        database.get(PATH)


def test_our_own_mistake_is_no_outage(cloud: Cloud, database: Database) -> None:
    cloud.outcomes = [grpc.StatusCode.INVALID_ARGUMENT] * 2
    with pytest.raises(grpc.RpcError):
        database.get(PATH)
    with pytest.raises(grpc.RpcError):
        database.commit(Put(PATH, {}))


def test_without_a_token_the_database_is_unavailable(cloud: Cloud) -> None:
    def fetch() -> bytes:
        raise ConnectionRefusedError

    credentials = signed(grpc.local_channel_credentials(), fetch)
    with pytest.raises(Unavailable):
        Database("p", open_channel(cloud.address, credentials)).get(PATH)
    assert cloud.calls == []


def loaded(code: str) -> list[str]:
    told = f"{code}; import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True)
    return done.stdout.split()


def test_the_store_leaves_the_client_library_where_it_is() -> None:
    heavy = {"requests", "google.auth", "google.api_core", "google.cloud.firestore_v1.client"}
    assert heavy & set(loaded("import shared.store.database")) == set()


def test_the_client_library_still_works_beside_the_store() -> None:
    both = "import shared.store.database; from google.cloud import firestore; firestore.Client"
    assert "google.cloud.firestore_v1.client" in loaded(both)
