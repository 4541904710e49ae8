"""What the routes of `imports` are made of: a file is looked at, an order is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.accounts import Account
from shared.domain.catalogue import Catalogue
from shared.domain.errors import Conflict, Fault, Invalid, TooLarge, Unauthenticated
from shared.domain.imports.batch import Import, ImportStatus
from shared.domain.imports.found import Unreadable
from shared.domain.limits import Profile
from shared.domain.naming import name_key
from shared.events.messages.import_requested import TOPIC, ImportRequested, Step
from shared.events.outbox import Publishing
from shared.imports.files import MOST_BYTES, opened_file
from shared.imports.runs import Runs
from shared.store.accounts import FirestoreAccounts
from shared.store.limits import FirestoreLimits
from shared.web.call import Call

from .schemas import ImportDraft


@dataclass(frozen=True)
class Deps:
    runs: Runs
    accounts: FirestoreAccounts
    limits: FirestoreLimits
    rates: Profile
    outbox: Publishing
    now: Callable[[], datetime]
    undo_seconds: float = 8.0
    """For how long a request undoes by itself what it is asked to undo."""


def upload_name(owner: str, upload_id: str) -> str:
    return f"uploads/{owner}/{upload_id}"


def drafted(call: Call[Deps], body: ImportDraft) -> Import:
    """Nothing is stored. Raises `Invalid` and `TooLarge` for a file that cannot be read."""
    deps, owner, import_id = call.deps, call.caller.user_id, call.new_id()
    about = Import(
        id=import_id,
        source=body.source,
        object_name=upload_name(owner, body.upload_id or import_id),
        zone=_account(call).profile.time_zone,
        created_at=deps.now(),
        unit=body.unit,
    )
    if body.csv is None:
        _expect_upload(deps, about)
    try:
        with opened_file(deps.runs.storage, deps.runs.bucket, about, body.csv) as file:
            knows_unit = file.knows_unit
    except Unreadable as refusal:
        place = "csv" if body.upload_id is None else "upload_id"
        raise Invalid(Fault(place, refusal.message)) from None
    if not knows_unit and about.unit is None:
        raise Invalid(Fault("unit", "This file does not say which unit: send KG or LB."))
    return about


def _expect_upload(deps: Deps, about: Import) -> None:
    size = deps.runs.storage.size(deps.runs.bucket, about.object_name)
    if size is None:
        raise Invalid(Fault("upload_id", "Nothing has been sent to that address yet."))
    if size > MOST_BYTES:
        raise TooLarge(limit_bytes=MOST_BYTES, actual_bytes=size)


def surveyed(call: Call[Deps], about: Import, text: str | None = None) -> Import:
    """With what it would find now."""
    caller = call.caller
    try:
        found = call.deps.runs.survey(caller.user_id, caller.organization_id, about, text)
    except Unreadable as refusal:
        return replace(about, status=ImportStatus.FAILED, fault=refusal.message)
    return replace(about, survey=found)


def order(call: Call[Deps], about: Import, step: Step) -> None:
    caller = call.caller
    message = ImportRequested(
        user_id=caller.user_id,
        organization_id=caller.organization_id,
        import_id=about.id,
        run=about.run,
        step=step,
    )
    call.deps.outbox.publish(TOPIC, message)


def mapped(call: Call[Deps], import_id: str, mapping: Mapping[str, str | None]) -> Import:
    """Raises `Conflict` while something is being done, `Invalid` for what is not there."""
    deps, caller = call.deps, call.caller
    wanted = [one for one in mapping.values() if one is not None]
    catalogue = deps.runs.catalogue.covering(wanted, caller.organization_id)

    def changed(about: Import) -> Import:
        expect_settled(about)
        _check(about, mapping, catalogue)
        return replace(about, choices={**about.choices, **mapping})

    about = deps.runs.imports.change(caller.user_id, import_id, changed)
    names = {name_key(name): exercise_id for name, exercise_id in mapping.items()}
    deps.runs.imports.remember(caller.user_id, names)
    return about


def _check(about: Import, mapping: Mapping[str, str | None], catalogue: Catalogue) -> None:
    names = {match.name for match in about.matches}
    faults = [
        Fault(f"mapping.{name}", "The file names no such exercise.")
        for name in mapping
        if name not in names
    ]
    faults += [
        Fault(f"mapping.{name}", "There is no such exercise in the catalogue.")
        for name, exercise_id in mapping.items()
        if exercise_id is not None and catalogue.find(exercise_id) is None
    ]
    if faults:
        raise Invalid(*faults)


def expect_settled(about: Import) -> None:
    if not about.status.is_settled:
        raise Conflict("Something is being done about this import. Look again shortly.")


def _account(call: Call[Deps]) -> Account:
    account = call.deps.accounts.find(call.caller.user_id)
    if account is None:
        raise Unauthenticated(token_sent=True)
    return account
