"""What the platform's admins do to accounts. `admins`: those who are, and are not suspended.

Whoever acts is one of them and goes on being one, but by stepping down; who steps down is not the
last. So there is always one.
"""

from collections.abc import Set
from dataclasses import replace

from shared.domain.access import PlatformRole
from shared.domain.accounts import Account, AccountStanding
from shared.domain.errors import Conflict, Forbidden, LastAdmin

_ACTIVE, _SUSPENDED = AccountStanding.ACTIVE, AccountStanding.SUSPENDED


def suspended(admins: Set[str], by: str, account: Account) -> Account:
    """Without its sessions. Who is suspended already stays so. Raises `Conflict`, `Forbidden`."""
    _expect_admin(admins, by)
    if account.id == by:
        raise Conflict("You cannot suspend yourself.")
    _expect_used(account)
    return replace(account, standing=_SUSPENDED, sessions={})


def reinstated(admins: Set[str], by: str, account: Account) -> Account:
    """Raises `Conflict`, `Forbidden`."""
    _expect_admin(admins, by)
    _expect_used(account)
    return replace(account, standing=_ACTIVE)


def appointed(admins: Set[str], by: str, account: Account, role: PlatformRole) -> Account:
    """Raises `Conflict`, `Forbidden`, `LastAdmin`."""
    _expect_admin(admins, by)
    _expect_used(account)
    if role is account.role:
        return account
    if role is PlatformRole.ADMIN:
        _expect_fit(account)
    elif account.id == by and admins <= {by}:
        raise LastAdmin
    return replace(account, role=role, version=account.version + 1)


def _expect_admin(admins: Set[str], by: str) -> None:
    # Another instance may have let in, for some seconds, somebody who is no admin any longer.
    if by not in admins:
        raise Forbidden


def _expect_used(account: Account) -> None:
    if account.is_erasing or account.standing not in (_ACTIVE, _SUSPENDED):
        raise Conflict("This account is used no longer.")


def _expect_fit(account: Account) -> None:
    if account.is_anonymous:
        raise Conflict("An anonymous user cannot be an admin.")
    if not account.is_active:
        raise Conflict("A suspended account cannot be an admin.")
    if account.deletion_due_at is not None:
        raise Conflict("An account that is to be deleted cannot be an admin.")


def expect_no_admin(account: Account) -> None:
    """Of who would be deleted: it is asked by who is an admin whether another one is left. Raises
    `Conflict`."""
    if account.role is PlatformRole.ADMIN:
        raise Conflict("An admin of the platform steps down before they are deleted.")
