"""The function `programs` over the real database."""

import threading
from collections.abc import Callable

import pytest

from functions.programs import main, steps
from shared.domain.exercises import Standing
from shared.store.database import Database
from shared.store.programs import FirestorePrograms
from tests.people import People, now
from tests.stocked import (
    catalogue_of,
    custom_exercise,
    draft,
    entry,
    session,
    stock,
    stock_templates,
    templates,
)
from tests.wire import Answer, Client
from tools.seed.templates import template_id

URL = "/api/v1/programs"
KEY = "key-0123456789abcdef"
NOBODYS = "3f0e8a52-7d2c-4a51-9d53-1c2b3a4d5e6f"


@pytest.fixture
def client(people: People, connected: Callable[[], Database]) -> Client:
    database = connected()
    stock(database)
    deps = steps.Deps(FirestorePrograms(database), catalogue_of(database), now)
    gate = people.gate()
    return Client(main.endpoint.bound(lambda: gate, lambda: deps).answer)


@pytest.fixture
def pro(client: Client, people: People) -> Client:
    return client.signed_in(people.pro().token)


@pytest.fixture
def other(client: Client, people: People) -> Client:
    return client.signed_in(people.pro().token)


def created(client: Client, **changes: object) -> Answer:
    answer = client.post(URL, draft(**changes))
    assert answer.status == 201, answer.body
    return answer


def path(answer: Answer) -> str:
    return f"{URL}/{answer.data['id']}"


def test_a_program_is_kept_whole(pro: Client) -> None:
    answer = created(pro, description="Six days")
    assert answer.headers["Location"] == path(answer)
    shown = pro.get(path(answer))
    assert shown.status == 200
    assert shown.data == answer.data
    assert shown.etag == answer.etag
    assert shown.data["structure"]["days"] == ["MON", "TUE", "WED", "THU", "FRI", "SAT"]
    first = shown.data["sessions"][0]
    assert (first["name"], len(first["exercises"])) == ("Push", 3)
    assert first["exercises"][0]["sets"][0] == {
        "kind": "WORKING",
        "count": 3,
        "reps_min": 8,
        "reps_max": 12,
        "rir": None,
        "percent_1rm": None,
        "rest_seconds": None,
        "tempo": None,
        "notes": "",
    }
    ids = [one["id"] for one in shown.data["sessions"]]
    ids += [one["id"] for each in shown.data["sessions"] for one in each["exercises"]]
    assert len(set(ids)) == len(ids) == 12


def test_creating_asks_for_pro_and_reading_does_not(client: Client, people: People) -> None:
    person = people.pro()
    answer = created(client.signed_in(person.token))
    people.ends_pro(person)
    lapsed = client.signed_in(person.token)
    assert lapsed.get(path(answer)).status == 200
    assert lapsed.post(f"{path(answer)}/activate").status == 200
    for refused in (
        lapsed.post(URL, draft()),
        lapsed.put(path(answer), draft(), if_match=answer.etag),
        lapsed.patch(path(answer), {"name": "x"}, if_match=answer.etag),
        lapsed.post(f"{path(answer)}/clone", {}),
        lapsed.post(f"{path(answer)}/sessions", session("S", "squat")),
    ):
        assert (refused.status, refused.code) == (403, "SUBSCRIPTION_REQUIRED")
    assert lapsed.delete(path(answer), if_match=answer.etag).status == 204


def test_somebody_elses_program_looks_like_none(pro: Client, other: Client) -> None:
    answer = created(pro)
    sessions = f"{path(answer)}/sessions/{answer.data['sessions'][0]['id']}"

    def everything(where: str, below: str) -> list[Answer]:
        return [
            other.get(where),
            other.get(f"{where}/lint"),
            other.put(where, draft(), if_match="*"),
            other.patch(where, {"name": "x"}, if_match="*"),
            other.delete(where, if_match="*"),
            other.post(f"{where}/clone", {}),
            other.post(f"{where}/activate"),
            other.post(f"{where}/generate-schedule", {"start_date": "2026-01-01"}),
            other.post(f"{where}/sessions", session("S", "squat")),
            other.put(below, session("S", "squat"), if_match="*"),
            other.delete(below, if_match="*"),
        ]

    nothing = f"{URL}/{NOBODYS}"
    foreign = everything(path(answer), sessions)
    missing = everything(nothing, f"{nothing}/sessions/{NOBODYS}")
    for theirs, none in zip(foreign, missing, strict=True):
        assert theirs.status == none.status == 404
        unlike = {"request_id", "timestamp"}
        assert {k: v for k, v in theirs.json["error"].items() if k not in unlike} == {
            k: v for k, v in none.json["error"].items() if k not in unlike
        }
    assert pro.get(path(answer)).etag == answer.etag


def test_an_unknown_exercise_is_named_by_its_place(pro: Client) -> None:
    sessions = draft()["sessions"]
    assert isinstance(sessions, list)
    sessions[1]["exercises"][0]["exercise_id"] = NOBODYS
    answer = pro.post(URL, draft(sessions=sessions))
    assert (answer.status, answer.paths) == (422, ["sessions.1.exercises.0.exercise_id"])
    alone = created(pro)
    added = pro.post(
        f"{path(alone)}/sessions",
        {
            "name": "S",
            "exercises": [
                {"exercise_id": NOBODYS, "sets": [{"kind": "AMRAP", "count": 1, "reps_min": 5}]}
            ],
        },
    )
    assert added.paths == ["exercises.0.exercise_id"]


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        ({"name": " "}, ["name"]),
        ({"name": "x" * 101}, ["name"]),
        ({"duration_weeks": 53}, ["duration_weeks"]),
        ({"duration_weeks": "8"}, ["duration_weeks"]),
        ({"split_type": "PPL"}, ["split_type"]),
        ({"owner_id": "me"}, ["owner_id"]),
        ({"sessions": []}, ["sessions"]),
        ({"structure": {"type": "WEEKLY", "days": []}}, ["structure.days"]),
        ({"structure": {"type": "WEEKLY", "days": ["MON", "MON"]}}, ["structure.days"]),
        ({"structure": {"type": "CYCLIC", "days_on": 15, "days_off": 1}}, ["structure.days_on"]),
        ({"structure": {"type": "CYCLIC", "days_on": 3}}, ["structure.days_off"]),
        ({"structure": {"type": "MONTHLY"}}, ["structure.type"]),
        ({"structure": {"days": ["MON"]}}, ["structure.type"]),
        ({"structure": None}, ["structure"]),
        ({"sessions": [{"name": "S", "exercises": []}]}, ["sessions.0.exercises"]),
        (
            {"sessions": [session("S", "squat", "squat")]},
            ["sessions.0.exercises.1.exercise_id"],
        ),
        (
            {"sessions": [{"name": "S", "exercises": [entry("squat", reps_min=9, reps_max=8)]}]},
            ["sessions.0.exercises.0.sets.0.reps_min"],
        ),
        (
            {"sessions": [{"name": "S", "exercises": [entry("squat", reps_max=None)]}]},
            ["sessions.0.exercises.0.sets.0.reps_max"],
        ),
        (
            {"sessions": [{"name": "S", "exercises": [entry("squat", count=11)]}]},
            ["sessions.0.exercises.0.sets.0.count"],
        ),
        (
            {
                "sessions": [
                    {
                        "name": "S",
                        "exercises": [
                            {
                                "exercise": {"name": "B", "muscle_contributions": {"CHEST": 1}},
                                "sets": [
                                    {"kind": "WORKING", "count": 1, "reps_min": 1, "reps_max": 1}
                                ],
                            }
                        ],
                    }
                ]
            },
            ["sessions.0.exercises.0.exercise", "sessions.0.exercises.0.exercise_id"],
        ),
    ],
)
def test_a_draft_that_breaks_a_rule_names_the_place(
    pro: Client, change: dict[str, object], paths: list[str]
) -> None:
    answer = pro.post(URL, draft(**change))
    assert answer.status == 422
    assert sorted(answer.paths) == sorted(paths)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": " "}, "This is blank."),
        ({"structure": {"type": "MONTHLY"}}, "There is no such type."),
        ({"structure": {"days": ["MON"]}}, "Field required"),
    ],
)
def test_a_fault_is_told_without_the_words_of_a_schema(
    pro: Client, change: dict[str, object], message: str
) -> None:
    answer = pro.post(URL, draft(**change))
    assert [fault["message"] for fault in answer.json["error"]["details"]["fields"]] == [message]


def test_two_sessions_may_have_one_name(pro: Client) -> None:
    sessions = [session("Legs", "squat"), session("Legs", "squat")]
    assert len(created(pro, sessions=sessions).data["sessions"]) == 2


def test_a_draft_over_the_document_budget_is_413_with_the_numbers(pro: Client) -> None:
    row = {"kind": "WORKING", "count": 1, "reps_min": 1, "reps_max": 1, "notes": "ж" * 60}
    slugs = [
        "squat",
        "leg-press",
        "bench-press",
        "overhead-press",
        "deadlift",
        "lat-pulldown",
        "bent-over-row",
        "face-pull",
        "hammer-curl",
        "dumbbell-curl",
    ]
    exercises = [{**entry(slug), "sets": [row] * 12} for slug in slugs]
    sessions = [{"name": f"S{n}", "exercises": exercises} for n in range(14)]
    import json

    raw = json.dumps(draft(sessions=sessions), ensure_ascii=False, separators=(",", ":")).encode()
    answer = pro.post(URL, raw=raw)
    assert answer.status == 413
    details = answer.json["error"]["details"]
    assert details["limit_bytes"] == 262_144 < details["actual_bytes"]


def test_of_two_writers_with_one_etag_exactly_one_wins(
    pro: Client, people: People, connected: Callable[[], Database]
) -> None:
    answer = created(pro)

    def process() -> Client:
        # Another process has its own connection and caches.
        database = connected()
        deps = steps.Deps(FirestorePrograms(database), catalogue_of(database), now)
        gate = People(database).gate()
        bound = main.endpoint.bound(lambda: gate, lambda: deps)
        return Client(bound.answer, pro.token)

    writers = [process() for _ in range(2)]
    etag = answer.etag
    for round_number in range(15):
        barrier = threading.Barrier(6)
        statuses: list[int] = []

        def write(
            number: int,
            barrier: threading.Barrier = barrier,
            etag: str = etag,
            statuses: list[int] = statuses,
            name: str = f"r{round_number}",
        ) -> None:
            barrier.wait()
            writer = writers[number % 2]
            body = {"name": f"{name}w{number}"}
            statuses.append(writer.patch(path(answer), body, if_match=etag).status)

        threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(statuses) == [200, 412, 412, 412, 412, 412]
        etag = pro.get(path(answer)).etag


def test_changing_needs_the_version_one_has_seen(pro: Client) -> None:
    answer = created(pro)
    assert pro.put(path(answer), draft()).status == 428
    assert pro.patch(path(answer), {"name": "x"}).status == 428
    assert pro.delete(path(answer)).status == 428
    assert pro.patch(path(answer), {"name": "x"}, if_match='"99"').status == 412
    changed = pro.patch(path(answer), {"name": "x"}, if_match=answer.etag)
    assert (changed.status, changed.data["name"], changed.data["version"]) == (200, "x", 2)
    assert pro.delete(path(answer), if_match=answer.etag).status == 412
    assert pro.delete(path(answer), if_match=changed.etag).status == 204
    assert pro.get(path(answer)).status == 404
    assert pro.get(URL).meta["total"] == 0


def test_sessions_that_go_on_keep_their_ids(pro: Client) -> None:
    answer = created(pro)
    ids = {one["name"]: one["id"] for one in answer.data["sessions"]}
    turned = [session("Legs", "squat"), session("Push", "bench-press"), session("Core", "squat")]
    changed = pro.put(path(answer), draft(sessions=turned), if_match=answer.etag)
    after = {one["name"]: one["id"] for one in changed.data["sessions"]}
    assert (after["Legs"], after["Push"]) == (ids["Legs"], ids["Push"])


def test_a_patch_changes_what_it_names_and_takes_no_null(pro: Client) -> None:
    answer = created(pro, description="before")
    cyclic = {"type": "CYCLIC", "days_on": 3, "days_off": 1}
    changed = pro.patch(path(answer), {"structure": cyclic}, if_match=answer.etag)
    assert changed.data["structure"] == cyclic
    assert changed.data["description"] == "before"
    assert changed.data["sessions"] == answer.data["sessions"]
    refused = pro.patch(path(answer), {"name": None, "hue": 1}, if_match=changed.etag)
    assert sorted(refused.paths) == ["hue", "name"]


def test_sessions_come_and_go_one_by_one(pro: Client) -> None:
    answer = created(pro)
    added = pro.post(f"{path(answer)}/sessions", session("Arms", "hammer-curl"), key=KEY)
    assert added.status == 201
    assert [one["name"] for one in added.data["sessions"]] == ["Push", "Pull", "Legs", "Arms"]
    assert added.etag != answer.etag
    again = pro.post(f"{path(answer)}/sessions", session("Arms", "hammer-curl"), key=KEY)
    assert again.headers["Idempotency-Replayed"] == "true"
    where = added.headers["Location"]
    changed = pro.put(where, session("Arms B", "dumbbell-curl"), if_match=added.etag)
    assert changed.data["sessions"][3]["name"] == "Arms B"
    assert changed.data["sessions"][3]["id"] == where.rsplit("/", 1)[1]
    assert pro.delete(where, if_match=added.etag).status == 412
    assert pro.delete(where, if_match=changed.etag).status == 204
    left = pro.get(path(answer))
    assert len(left.data["sessions"]) == 3
    assert pro.delete(where, if_match=left.etag).status == 404


def test_the_last_session_stays(pro: Client) -> None:
    answer = created(pro, sessions=[session("Only", "squat")])
    where = f"{path(answer)}/sessions/{answer.data['sessions'][0]['id']}"
    refused = pro.delete(where, if_match=answer.etag)
    assert (refused.status, refused.code) == (409, "CONFLICT")


def test_parallel_sessions_are_all_added(pro: Client) -> None:
    answer = created(pro, sessions=[session("One", "squat")])

    def add(number: int) -> None:
        pro.post(f"{path(answer)}/sessions", session(f"S{number}", "squat"))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = {one["name"] for one in pro.get(path(answer)).data["sessions"]}
    assert names == {"One", *(f"S{number}" for number in range(6))}


def test_a_clone_is_ones_own(pro: Client, people: People, database: Database) -> None:
    stock_templates(database)
    source = next(one for one in templates() if one.slug == "gzclp")
    copied = pro.post(f"{URL}/{source.id}/clone")
    assert copied.status == 201
    assert copied.data["name"] == f"My {source.plan.name}"
    assert copied.data["source_template_id"] == source.id
    assert copied.data["is_template"] is False
    assert len(copied.data["sessions"]) == len(source.plan.sessions)
    twice = pro.post(f"{path(copied)}/clone", {"name": "Again"})
    assert (twice.data["name"], twice.data["source_template_id"]) == ("Again", source.id)
    assert twice.data["id"] != copied.data["id"]


def test_templates_are_open_and_change_for_nobody(
    client: Client, pro: Client, database: Database
) -> None:
    stock_templates(database)
    listed = client.get(f"{URL}?template=true&limit=100&sort=name&order=asc")
    assert listed.meta["total"] == len(templates())
    assert all(row["is_template"] for row in listed.data)
    where = f"{URL}/{template_id('phul')}"
    shown = client.get(where)
    assert shown.status == 200
    assert pro.patch(where, {"name": "mine"}, if_match=shown.etag).status == 403
    # Who may is decided before anything that was sent.
    assert pro.patch(where, raw=b"{").status == 403
    assert pro.post(f"{where}/sessions", raw=b"{").status == 403
    assert pro.put(f"{URL}/{template_id('no such template')}", raw=b"{").status == 404
    assert pro.delete(where, if_match=shown.etag).status == 403
    assert client.get(where, If_None_Match=shown.etag).status == 304
    assert client.get(URL).status == 401
    assert client.get(f"{URL}/{NOBODYS}").status == 401


def test_a_list_is_searched_filtered_sorted_and_counted(pro: Client) -> None:
    for name, split in (("Bravo", "FULL_BODY"), ("alpha", "CUSTOM"), ("Charlie bravo", "CUSTOM")):
        created(pro, name=name, split_type=split)

    def names(query: str) -> list[str]:
        return [row["name"] for row in pro.get(f"{URL}?{query}").data]

    assert names("sort=name&order=asc") == ["alpha", "Bravo", "Charlie bravo"]
    assert names("sort=created_at&order=desc") == ["Charlie bravo", "alpha", "Bravo"]
    assert names("search=BRAVO&sort=name&order=asc") == ["Bravo", "Charlie bravo"]
    assert names("split_type=CUSTOM&sort=name&order=asc") == ["alpha", "Charlie bravo"]
    assert names("search=%C3%84LPHA") == names("search=A%CC%88lpha") == ["alpha"]
    page = pro.get(f"{URL}?limit=2&page=2&sort=name&order=asc")
    assert [row["name"] for row in page.data] == ["Charlie bravo"]
    assert (page.meta["total"], page.meta["has_more"]) == (3, False)
    assert pro.get(f"{URL}?sort=owner_id").status == 422


def test_following_a_program(client: Client, people: People, database: Database) -> None:
    stock_templates(database)
    free = client.signed_in(people.free().token)
    assert free.get(f"{URL}/active").status == 404
    chosen = template_id("phul")
    assert free.post(f"{URL}/{chosen}/activate").status == 200
    assert free.get(f"{URL}/active").data["id"] == chosen
    followed = [row["id"] for row in free.get(f"{URL}?template=true").data if row["is_active"]]
    assert followed == [chosen]
    pro = client.signed_in(people.pro().token)
    own = created(pro)
    pro.post(f"{path(own)}/activate")
    assert pro.get(URL).data[0]["is_active"] is True
    pro.delete(path(own), if_match=own.etag)
    assert pro.get(f"{URL}/active").status == 404


def test_a_program_shared_in_the_organisation_is_found_there(
    client: Client, people: People
) -> None:
    person = people.pro()
    pro = client.signed_in(person.token)
    answer = created(pro, visibility="ORGANIZATION")
    assert pro.get(path(answer)).data["visibility"] == "ORGANIZATION"
    assert people.database.get(("orgs", person.organization_id, "programs", answer.data["id"]))
    private = pro.patch(path(answer), {"visibility": "PRIVATE"}, if_match=answer.etag)
    assert private.status == 200
    assert people.database.get(("users", person.user_id, "programs", answer.data["id"]))
    assert not people.database.get(("orgs", person.organization_id, "programs", answer.data["id"]))
    assert [row["id"] for row in pro.get(URL).data] == [answer.data["id"]]


def test_the_schedule_rotates_across_weeks(pro: Client) -> None:
    answer = created(pro, structure={"type": "WEEKLY", "days": ["MON", "THU"]})
    body = {"start_date": "2026-12-28", "weeks": 2}
    days = pro.post(f"{path(answer)}/generate-schedule", body)
    assert days.status == 200
    assert [(day["date"], day["weekday"], day["session_name"]) for day in days.data] == [
        ("2026-12-28", "MON", "Push"),
        ("2026-12-31", "THU", "Pull"),
        ("2027-01-04", "MON", "Legs"),
        ("2027-01-07", "THU", "Push"),
    ]
    whole = pro.post(f"{path(answer)}/generate-schedule", {"start_date": "2026-12-28"})
    assert len(whole.data) == 16
    for wrong in (
        {"start_date": "2026-02-30"},
        {"start_date": "9999-12-01"},
        {"start_date": "1798761600"},
        {"weeks": 1},
    ):
        assert pro.post(f"{path(answer)}/generate-schedule", wrong).status == 422


def test_lint_finds_and_mends(pro: Client) -> None:
    answer = created(pro)
    findings = pro.get(f"{path(answer)}/lint").data
    assert {"rule", "severity", "message", "muscle_group", "session_id", "fix"} <= set(findings[0])
    assert any(finding["fix"] for finding in findings)


def test_trying_out_needs_the_same_rights_and_changes_nothing(
    client: Client, pro: Client, people: People
) -> None:
    free = client.signed_in(people.free().token)
    assert free.post(f"{URL}?dry_run=true", draft()).status == 403
    tried = pro.post(f"{URL}?dry_run=true", draft())
    assert (tried.status, tried.data["name"]) == (200, "PPL")
    assert pro.get(f"{URL}/{tried.data['id']}").status == 404
    assert pro.post(f"{URL}?dry_run=true", draft(name="")).status == 422
    answer = created(pro)
    where = f"{path(answer)}?dry_run=true"
    assert pro.patch(where, {"name": "x"}, if_match=answer.etag).data["name"] == "x"
    assert pro.patch(where, {"name": "x"}, if_match='"9"').status == 412
    assert pro.delete(where, if_match=answer.etag).status == 200
    assert pro.post(f"{path(answer)}/clone?dry_run=true").status == 200
    assert pro.get(path(answer)).data == answer.data
    assert pro.get(URL).meta["total"] == 1


def test_a_lost_answer_does_not_make_a_second_program(pro: Client) -> None:
    first = pro.post(URL, draft(), key=KEY)
    again = pro.post(URL, draft(), key=KEY)
    assert first.body == again.body
    assert pro.get(URL).meta["total"] == 1
    assert pro.post(URL, draft(name="other"), key=KEY).code == "IDEMPOTENCY_KEY_REUSED"


def test_an_exercise_just_made_elsewhere_can_be_used_at_once(
    client: Client, people: People, connected: Callable[[], Database]
) -> None:
    person = people.pro()
    pro = client.signed_in(person.token)
    created(pro)  # The function has read both catalogues now.
    made = custom_exercise(person.organization_id, NOBODYS, "Log Press")
    elsewhere = catalogue_of(connected())
    elsewhere.add(made)
    body = {"exercise_id": NOBODYS, "sets": [{"kind": "AMRAP", "count": 1, "reps_min": 5}]}
    answer = created(pro, sessions=[{"name": "S", "exercises": [body]}])
    stored = elsewhere.load(person.organization_id, 0).find(NOBODYS)
    assert stored is not None
    retired = elsewhere.retire(stored, FirestorePrograms(people.database).uses)
    assert retired.standing is Standing.ARCHIVED
    assert pro.patch(path(answer), {"name": "kept"}, if_match=answer.etag).status == 200


def test_there_is_room_for_so_many_programs(pro: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.store.programs.MOST_PROGRAMS", 1)
    created(pro)
    assert pro.post(URL, draft()).code == "CONFLICT"
