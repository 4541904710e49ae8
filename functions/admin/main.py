"""HTTP function `admin`: what only the platform's admins see and do."""

from http import HTTPStatus

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.domain.errors import (
    Conflict,
    LastAdmin,
    Malformed,
    NotFound,
    ReauthenticationRequired,
)
from shared.live import live_gate
from shared.web.endpoint import Endpoint
from shared.web.gate import Needs

from . import auditing, exercises, figures, people, queueing, templates
from .wiring import live_deps

endpoint = Endpoint("admin", "/api/v1/admin", live_gate, live_deps)

endpoint.get("/dashboard", needs=Needs.ADMIN)(figures.show_dashboard)

endpoint.get("/billing/parked", needs=Needs.ADMIN)(queueing.list_parked)
endpoint.post(
    "/billing/parked/<id:key>/retry",
    needs=Needs.ADMIN,
    status=HTTPStatus.ACCEPTED,
    refuses=(NotFound,),
)(queueing.retry)
endpoint.post("/catalogue/reindex", needs=Needs.ADMIN, status=HTTPStatus.ACCEPTED)(queueing.reindex)

endpoint.post(
    "/exercises", needs=Needs.ADMIN, status=HTTPStatus.CREATED, idempotent=True, refuses=(Conflict,)
)(exercises.create_exercise)
endpoint.put("/exercises/<id:exercise_id>", needs=Needs.ADMIN, if_match=True, refuses=(Conflict,))(
    exercises.replace_exercise
)
endpoint.delete("/exercises/<id:exercise_id>", needs=Needs.ADMIN, if_match=True)(
    exercises.archive_exercise
)

endpoint.post(
    "/templates", needs=Needs.ADMIN, status=HTTPStatus.CREATED, idempotent=True, refuses=(Conflict,)
)(templates.create_template)
endpoint.put("/templates/<id:template_id>", needs=Needs.ADMIN, if_match=True, refuses=(Conflict,))(
    templates.replace_template
)
endpoint.delete("/templates/<id:template_id>", needs=Needs.ADMIN, if_match=True)(
    templates.archive_template
)

endpoint.get("/users", needs=Needs.ADMIN, refuses=(Malformed,))(people.list_people)
endpoint.post("/users/<id:user_id>/suspend", needs=Needs.ADMIN, refuses=(Conflict, NotFound))(
    people.suspend
)
endpoint.post("/users/<id:user_id>/reinstate", needs=Needs.ADMIN, refuses=(Conflict, NotFound))(
    people.reinstate
)
endpoint.put(
    "/users/<id:user_id>/role",
    needs=Needs.ADMIN,
    refuses=(Conflict, LastAdmin, NotFound, ReauthenticationRequired),
)(people.change_role)
endpoint.get("/audit", needs=Needs.ADMIN, refuses=(Malformed,))(auditing.list_entries)


@functions_framework.http
def admin(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
