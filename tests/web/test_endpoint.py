"""The way through an endpoint: who may enter, what is read, what comes back."""

import dataclasses
import io
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

import pytest
from flask import Request
from pydantic import Field
from werkzeug.test import EnvironBuilder

from shared.domain.errors import Conflict, Unavailable
from shared.domain.limits import Limit
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.gate import Access, Gate, Needs
from shared.web.paging import PageQuery, page_of
from shared.web.reply import Page, Reply
from shared.web.throttle import throttles
from shared.web.wire import View, Wire
from tests.people import GENEROUS, People
from tests.wire import Client


class Shelf(Wire):
    name: Annotated[str, Field(max_length=20)]
    boards: int = 1
    load: float = 0


class ShelfView(View):
    id: str
    name: str


@dataclass
class Deps:
    made: list[str] = field(default_factory=list)
    fail_with: Exception | None = None
    before: Callable[[], None] = lambda: None


def closed() -> Gate:
    raise AssertionError("no gate was bound")


shelves: Endpoint[Deps] = Endpoint("shelves", "/api/v1/shelves", closed, Deps)


@shelves.get("", access=Access.OPEN)
def list_all(call: Call[Deps], query: PageQuery) -> Page[ShelfView]:
    rows = [ShelfView(id=str(number), name="a") for number in range(45)]
    return page_of(rows, query, lambda row: row)


@shelves.get("/mine")
def mine(call: Call[Deps]) -> ShelfView:
    return ShelfView(id=call.caller.user_id, name="mine")


@shelves.get("/<id:shelf_id>", access=Access.OPTIONAL)
def show(call: Call[Deps], shelf_id: str) -> Reply[ShelfView]:
    return Reply(ShelfView(id=shelf_id, name="é" if call.visitor else "e"), etag="7")


@shelves.post("", status=201, idempotent=True, dry_run=True)
def create(call: Call[Deps], body: Shelf) -> Reply[ShelfView]:
    call.deps.before()
    if call.deps.fail_with:
        raise call.deps.fail_with
    made = call.new_id()
    if not call.dry_run:
        call.deps.made.append(made)
    return Reply(ShelfView(id=made, name=body.name), location=f"/api/v1/shelves/{made}")


@shelves.post("/pro", needs=Needs.PRO)
def pro_only(call: Call[Deps], body: Shelf) -> None:
    return None


@shelves.put("/<id:shelf_id>", if_match=True)
def replace(call: Call[Deps], shelf_id: str, body: Shelf) -> None:
    call.expect("7")


@pytest.fixture
def deps() -> Deps:
    return Deps()


@pytest.fixture
def client(people: People, deps: Deps) -> Client:
    gate = people.gate()
    return Client(shelves.bound(lambda: gate, lambda: deps).answer)


@pytest.fixture
def member(client: Client, people: People) -> Client:
    return client.signed_in(people.free().token)


def test_a_closed_route_asks_who_you_are_before_it_looks_at_the_body(client: Client) -> None:
    answer = client.post("/api/v1/shelves", raw=b"{not json")
    assert (answer.status, answer.code) == (401, "UNAUTHENTICATED")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_what_needs_pro_is_refused_before_the_body_is_looked_at(
    client: Client, people: People
) -> None:
    assert client.signed_in(people.free().token).post("/api/v1/shelves/pro", raw=b"{").code == (
        "SUBSCRIPTION_REQUIRED"
    )
    assert client.signed_in(people.pro().token).post("/api/v1/shelves/pro", raw=b"{").status == 400


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic YTpi", "Token x", "Bearer x y"])
def test_a_header_that_is_no_bearer_token_is_401_even_where_signing_in_is_optional(
    client: Client, header: str
) -> None:
    assert client.get("/api/v1/shelves/s1", Authorization=header).status == 401


def test_an_ended_session_no_longer_opens_anything(client: Client, people: People) -> None:
    person = people.free()
    assert client.signed_in(person.token).get("/api/v1/shelves/mine").status == 200
    people.accounts.end_session(person.user_id, person.session_id)
    assert client.signed_in(person.token).get("/api/v1/shelves/mine").status == 401


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/shelves/",
        "/api/v1//shelves",
        "/api/v1/shelves/a%2Fb",
        "/api/v1/shelves/%2e%2e",
        "/api/v1/shelves/" + "x" * 65,
        "/robots.txt",
    ],
)
def test_other_spellings_of_a_path_are_no_route(member: Client, path: str) -> None:
    answer = member.get(path)
    assert (answer.status, answer.code) == (404, "NOT_FOUND")
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("method", ["TRACE", "DELETE", "FOO", "PATCH"])
def test_a_method_nobody_serves_is_405_and_says_which_are(client: Client, method: str) -> None:
    answer = client.send(method, "/api/v1/shelves")
    assert answer.status == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


def test_what_is_spelled_out_is_no_id(member: Client) -> None:
    # `PUT /<id>` exists, but `mine` is not an id.
    answer = member.put("/api/v1/shelves/mine", {"name": "x"}, if_match="*")
    assert answer.status == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    options = member.send("OPTIONS", "/api/v1/shelves/mine")
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert member.get("/api/v1/shelves/mine").status == 200


def test_options_says_what_is_allowed_and_who_from(client: Client) -> None:
    answer = client.send("OPTIONS", "/api/v1/shelves", Origin="https://app.example")
    assert answer.status == 204
    assert "Content-Type" not in answer.headers
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example"
    assert "If-Match" in answer.headers["Access-Control-Allow-Headers"]
    strange = client.send("OPTIONS", "/api/v1/shelves", Origin="https://app.example.evil")
    assert "Access-Control-Allow-Origin" not in strange.headers


def test_success_comes_in_the_envelope(member: Client) -> None:
    answer = member.get("/api/v1/shelves/s1", X_Request_Id="abc-1")
    assert answer.json == {"data": {"id": "s1", "name": "é"}, "meta": {"request_id": "abc-1"}}
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Request-Id"] == "abc-1"


@pytest.mark.parametrize("sent", ["a" * 65, "é", 'x"y', "a b"])
def test_a_strange_request_id_is_replaced(client: Client, sent: str) -> None:
    answer = client.get("/api/v1/shelves/s1", X_Request_Id=sent)
    assert answer.headers["X-Request-Id"] != sent
    assert answer.meta["request_id"] == answer.headers["X-Request-Id"]


def test_a_list_is_paged(client: Client) -> None:
    answer = client.get("/api/v1/shelves?page=3&limit=20")
    assert [row["id"] for row in answer.data] == ["40", "41", "42", "43", "44"]
    meta = {key: answer.meta[key] for key in ("page", "limit", "total", "has_more")}
    assert meta == {"page": 3, "limit": 20, "total": 45, "has_more": False}
    assert client.get("/api/v1/shelves?limit=20").meta["has_more"] is True
    assert client.get("/api/v1/shelves?page=9").data == []


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("page=0", "page"),
        ("limit=101", "limit"),
        ("page=x", "page"),
        ("sort=name", "sort"),
        ("page=1&page=2", "page"),
        ("order=up", "order"),
    ],
)
def test_a_wrong_parameter_is_named(client: Client, query: str, path: str) -> None:
    answer = client.get(f"/api/v1/shelves?{query}")
    assert (answer.status, answer.paths) == (422, [path])


def test_a_parameter_on_a_route_that_has_none_is_named(member: Client) -> None:
    assert member.get("/api/v1/shelves/mine?pagee=2").paths == ["pagee"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b'{"name": "\\ud800"}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b"[]", 422),
        (b"null", 422),
        (b'{"name": "x", "load": NaN}', 422),
        (b'{"name": "x", "load": 1e400}', 422),
        (b'{"name": "x", "boards": "5"}', 422),
        (b'{"name": "x", "boards": true}', 422),
        (b'{"name": "x", "boards": 1.0}', 422),
        (b'{"name": "a\\u0000b"}', 422),
        (b'{"name": "x", "colour": "red"}', 422),
        (b'{"name": "\\\\u0000"}', 201),
    ],
)
def test_a_body_is_read_strictly(member: Client, body: bytes, status: int) -> None:
    assert member.post("/api/v1/shelves", raw=body).status == status


def test_a_fault_names_its_place_and_never_what_was_sent(member: Client) -> None:
    answer = member.post("/api/v1/shelves", {"name": ["hunter2secret"], "hue": "hunter2secret"})
    assert sorted(answer.paths) == ["hue", "name"]
    assert b"hunter2secret" not in answer.body


def test_a_body_over_the_limit_is_413_with_or_without_a_length(client: Client) -> None:
    # People are told who they are first, so this needs a route that anybody may use.
    wide: Endpoint[Deps] = Endpoint("wide", "/wide", closed, Deps)

    @wide.post("", access=Access.OPEN)
    def take(call: Call[Deps], body: Shelf) -> None:
        return None

    gate = Gate(throttles(GENEROUS), 0, ())
    answer = wide.bound(lambda: gate, Deps).answer
    body = json.dumps({"name": "x" * 300_000}).encode()
    assert Client(answer).post("/wide", raw=body).status == 413
    builder = EnvironBuilder("/wide", method="POST", content_type="application/json")
    environ = builder.get_environ()
    environ["wsgi.input"] = io.BytesIO(body)
    environ["wsgi.input_terminated"] = True
    environ.pop("CONTENT_LENGTH", None)
    environ["HTTP_TRANSFER_ENCODING"] = "chunked"
    assert answer(Request(environ)).status_code == 413


class BrokenOff(io.RawIOBase):
    """A body whose framing breaks, as a server tells it: by an exception of its own."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        raise KeyError("invalid chunk size")


def test_a_body_that_breaks_off_is_malformed(people: People, deps: Deps) -> None:
    gate = people.gate()
    environ = EnvironBuilder("/api/v1/shelves", method="POST").get_environ()
    environ |= {
        "CONTENT_TYPE": "application/json",
        "HTTP_AUTHORIZATION": f"Bearer {people.free().token}",
        "HTTP_TRANSFER_ENCODING": "chunked",
        "wsgi.input": BrokenOff(),
        "wsgi.input_terminated": True,
    }
    answer = shelves.bound(lambda: gate, lambda: deps).answer(Request(environ))
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "MALFORMED_REQUEST"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_is_taken(member: Client, kind: str) -> None:
    answer = member.post("/api/v1/shelves", raw=b'{"name": "x"}', Content_Type=kind)
    assert answer.status == 415


def test_if_match_is_needed_and_must_name_the_version(member: Client) -> None:
    def put(tag: str | None) -> int:
        return member.put("/api/v1/shelves/s1", {"name": "x"}, if_match=tag).status

    assert [put(None), put('"8"'), put('W/"7"'), put("7")] == [428, 412, 412, 412]
    assert [put('"7"'), put('"6", "7"'), put("*")] == [204, 204, 204]


def test_what_has_not_changed_is_not_sent_again(member: Client) -> None:
    assert member.get("/api/v1/shelves/s1").etag == '"7"'
    for tag in ('"7"', 'W/"7"', "*", '"1", "7"'):
        answer = member.get("/api/v1/shelves/s1", If_None_Match=tag)
        assert (answer.status, answer.body, answer.etag) == (304, b"", '"7"')
    assert member.get("/api/v1/shelves/s1", If_None_Match='"6"').status == 200


KEY = "key-0123456789abcdef"


def test_the_same_key_and_body_answer_the_same_and_work_once(member: Client, deps: Deps) -> None:
    first = member.post("/api/v1/shelves", {"name": "x"}, key=KEY)
    again = member.post("/api/v1/shelves", {"name": "x"}, key=KEY)
    assert (first.status, again.status) == (201, 201)
    assert first.body == again.body
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    assert "Idempotency-Replayed" not in first.headers
    assert len(deps.made) == 1


def test_another_body_under_the_same_key_is_refused(member: Client) -> None:
    member.post("/api/v1/shelves", {"name": "x"}, key=KEY)
    answer = member.post("/api/v1/shelves", {"name": "y"}, key=KEY)
    assert (answer.status, answer.code) == (422, "IDEMPOTENCY_KEY_REUSED")


def test_a_key_belongs_to_one_person(client: Client, people: People, deps: Deps) -> None:
    for person in (people.free(), people.free()):
        answer = client.signed_in(person.token).post("/api/v1/shelves", {"name": "x"}, key=KEY)
        assert answer.status == 201
        assert "Idempotency-Replayed" not in answer.headers
    assert len(deps.made) == 2


@pytest.mark.parametrize(
    "key",
    [
        "short",
        "x" * 129,
        "key with spaces 123",
        "ключ-ключ-ключ-ключ",
        '"key-0123456789abcdef',
        'key-0123456789abcdef"',
    ],
)
def test_a_key_that_is_no_key_is_malformed(member: Client, key: str) -> None:
    assert member.post("/api/v1/shelves", {"name": "x"}, key=key).status == 400


@pytest.mark.parametrize("failure", [Conflict(), Unavailable(), RuntimeError("bug")])
def test_a_failure_leaves_the_key_free(member: Client, deps: Deps, failure: Exception) -> None:
    deps.fail_with = failure
    assert member.post("/api/v1/shelves", {"name": "x"}, key=KEY).status >= 409
    deps.fail_with = None
    answer = member.post("/api/v1/shelves", {"name": "x"}, key=KEY)
    assert answer.status == 201
    assert "Idempotency-Replayed" not in answer.headers


def test_while_the_first_is_running_the_second_is_told_so(member: Client, deps: Deps) -> None:
    entered, leave = threading.Event(), threading.Event()

    def wait() -> None:
        entered.set()
        leave.wait(10)

    deps.before = wait
    first = threading.Thread(
        target=member.post, args=("/api/v1/shelves", {"name": "x"}), kwargs={"key": KEY}
    )
    first.start()
    entered.wait(10)
    answer = member.post("/api/v1/shelves", {"name": "x"}, key=KEY)
    leave.set()
    first.join()
    assert (answer.status, answer.code) == (409, "REQUEST_IN_PROGRESS")
    assert len(deps.made) == 1


def test_a_dry_run_answers_200_and_leaves_no_trace(member: Client, deps: Deps) -> None:
    answer = member.post("/api/v1/shelves?dry_run=true", {"name": "x"}, key=KEY)
    assert answer.status == 200
    assert "Location" not in answer.headers
    assert deps.made == []
    assert member.post("/api/v1/shelves", {"name": "y"}, key=KEY).status == 201


def test_dry_run_where_there_is_none_is_named(member: Client) -> None:
    answer = member.put("/api/v1/shelves/s1?dry_run=true", {"name": "x"}, if_match="*")
    assert answer.paths == ["dry_run"]
    assert member.post("/api/v1/shelves?dry_run=yes", {"name": "x"}).paths == ["dry_run"]


def test_a_mistake_of_ours_is_500_and_says_nothing(
    member: Client, deps: Deps, capsys: pytest.CaptureFixture[str]
) -> None:
    deps.fail_with = RuntimeError("secret detail")
    answer = member.post("/api/v1/shelves", {"name": "x"})
    assert (answer.status, answer.code) == (500, "INTERNAL_ERROR")
    assert b"secret detail" not in answer.body
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert any("secret detail" in line.get("stack_trace", "") for line in lines)


def test_an_outage_is_503_and_says_when_to_come_back(member: Client, deps: Deps) -> None:
    deps.fail_with = Unavailable()
    answer = member.post("/api/v1/shelves", {"name": "x"})
    assert (answer.status, answer.code) == (503, "UNAVAILABLE")
    assert int(answer.headers["Retry-After"]) >= 1


def test_one_line_is_logged_for_a_request_without_a_person_in_it(
    member: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    member.get("/api/v1/shelves/mine", X_Request_Id="r-1")
    (line,) = capsys.readouterr().out.splitlines()
    logged = json.loads(line)
    assert (logged["request_id"], logged["route"], logged["status"]) == (
        "r-1",
        "/api/v1/shelves/mine",
        200,
    )
    assert (member.token or "").partition(".")[0] not in line


def test_open_routes_are_counted_by_network(people: People, deps: Deps) -> None:
    gate = people.gate(open_a_minute=3)
    client = Client(shelves.bound(lambda: gate, lambda: deps).answer)
    answers = [client.get("/api/v1/shelves") for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert answers[0].headers["RateLimit-Policy"] == '"open";q=3;w=60'
    assert answers[0].headers["RateLimit"].startswith('"open";r=2;t=')
    assert int(answers[3].headers["Retry-After"]) >= 1
    elsewhere = Client(client.function, address="198.51.100.7")
    assert elsewhere.get("/api/v1/shelves").status == 200


def test_who_is_signed_in_is_counted_by_name_and_by_what_they_do(
    people: People, deps: Deps
) -> None:
    few = dataclasses.replace(GENEROUS, reads=Limit("reads", 3, 60), writes=Limit("writes", 1, 60))
    gate = dataclasses.replace(people.gate(), throttles=throttles(few))
    ann, bob = people.free(), people.free()
    client = Client(shelves.bound(lambda: gate, lambda: deps).answer, ann.token)
    answers = [client.post("/api/v1/shelves", {"name": "x"}) for _ in range(2)]
    assert [answer.status for answer in answers] == [201, 429]
    assert answers[0].headers["RateLimit-Policy"] == '"writes";q=1;w=60'
    assert answers[0].headers["RateLimit"].startswith('"writes";r=0;t=')
    assert (answers[1].code, int(answers[1].headers["Retry-After"]) >= 1) == ("RATE_LIMITED", True)
    read = client.get("/api/v1/shelves/mine")
    assert read.headers["RateLimit"].startswith('"reads";r=2;t=')
    another = client.signed_in(bob.token)
    assert another.post("/api/v1/shelves", {"name": "x"}).status == 201


def test_who_shows_no_good_token_is_counted_by_network_and_keeps_nobody_else_out(
    people: People, deps: Deps
) -> None:
    few = dataclasses.replace(GENEROUS, unproved=Limit("unproved", 2, 60))
    gate = dataclasses.replace(people.gate(), throttles=throttles(few))
    client = Client(shelves.bound(lambda: gate, lambda: deps).answer)
    asks = [client, client.signed_in("nonsense"), client, client.signed_in("nonsense")]
    answers = [one.get("/api/v1/shelves/mine") for one in asks]
    assert [answer.status for answer in answers] == [401, 401, 429, 429]
    assert answers[0].headers["RateLimit"].startswith('"unproved";r=1;t=')
    assert client.signed_in(people.free().token).get("/api/v1/shelves/mine").status == 200
    assert client.get("/api/v1/shelves").status == 200


def test_where_not_even_a_gate_can_be_made_there_is_still_an_envelope() -> None:
    answer = Client(shelves.answer).get("/api/v1/shelves")
    assert (answer.status, answer.code) == (500, "INTERNAL_ERROR")
