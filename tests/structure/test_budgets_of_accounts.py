"""What arriving and proving an address cost in Firestore."""

from pathlib import Path

from tests.functions.sign_in import PASSWORD, Instance
from tests.google import NONCE, google
from tests.structure.test_budgets import Measure, Spent, instance, measure
from tests.wire import Answer

__all__ = ["instance", "measure"]


def test_proofs_by_mail(instance: Instance, measure: Measure) -> None:
    client, auth = instance.client(), "/api/v1/auth"
    credentials = {"email": "ann@example.com", "password": PASSWORD}
    signed_up = client.post(f"{auth}/register", credentials)
    member = instance.client(signed_up.data["tokens"]["access_token"])
    # A window counted; the caller and the account; the proof, a letter owed and settled.
    assert measure(lambda: member.post(f"{auth}/verify-email/resend")) == Spent(3, 4)
    # Once to know whose it is, then both as they stand; the audit log's head and entry.
    token = {"token": instance.post.secret("verify_email")}
    assert measure(lambda: client.post(f"{auth}/verify-email", token)) == Spent(4, 4)
    # The caller; account, password; three windows counted and given back, and two for letters; the
    # address. A mark in the account, the proof, letters owed and settled.
    new = {"email": "new@example.com", "password": PASSWORD}
    assert measure(lambda: member.put("/api/v1/users/me/email", new)) == Spent(12, 12)
    # Two windows; index, account, password.
    email = {"email": "ann@example.com"}
    assert measure(lambda: client.post(f"{auth}/password-reset/request", email)) == Spent(5, 5)
    token = {"token": instance.post.secret("password_reset"), "password": "another long walk"}
    assert measure(lambda: client.post(f"{auth}/password-reset/confirm", token)) == Spent(7, 5)


def test_arriving_without_a_password(instance: Instance, measure: Measure, tmp_path: Path) -> None:
    client, auth = instance.client(), "/api/v1/auth"
    device = {"device_id": "phone-1"}
    # Two windows counted; account, membership, organisation; the audit log's head and entry.
    assert measure(lambda: client.post(f"{auth}/anonymous", device)) == Spent(2, 7)
    with google(tmp_path / "google.json") as there:
        instance.google = there.client()

        def enter() -> Answer:
            return client.post(f"{auth}/google", {"id_token": there.token(), "nonce": NONCE})

        # The token, the identity, the address; two windows; as registering, without a password.
        assert measure(enter) == Spent(5, 12)
        assert measure(enter) == Spent(4, 4)


def test_reading_what_the_audit_log_tells_of_oneself(instance: Instance, measure: Measure) -> None:
    member = instance.register().client
    member.get("/api/v1/users/me")
    # One entry yet: that the organisation was made.
    assert measure(lambda: member.get("/api/v1/users/me/audit")) == Spent(1, 0)


def test_asking_for_all_that_is_kept_of_oneself(instance: Instance, measure: Measure) -> None:
    member = instance.register()
    # The caller; account and password; the window; the account as it stands and the audit log's
    # head. The window; a mark in the account, the order, what is owed, the audit log's head and
    # entry; what is owed no longer.
    asked = measure(lambda: member.client.post("/api/v1/users/me/export"))
    assert asked == Spent(6, 7)
    # The order that is under way: it was counted, and that is taken back.
    again = measure(lambda: member.client.post("/api/v1/users/me/export"))
    assert again == Spent(7, 2)
