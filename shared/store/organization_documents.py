"""How an organisation is written in Firestore, and read again."""

from shared.domain.accounts import MembershipRole
from shared.domain.organizations import Membership, Organization
from shared.store.audit import opening
from shared.store.members import membership_creation
from shared.store.writes import Create, Document, Merge, Path, Write


def organization_path(organization_id: str) -> Path:
    return ("orgs", organization_id)


def organization_of(document: Document) -> Organization:
    data = document.data
    return Organization(document.id, data["name"], data["created_at"], data["version"])


def organization_creation(organization: Organization, owner: str) -> tuple[Write, ...]:
    """With the one who owns it, and the beginning of its chain in the audit log."""
    fields = {
        "name": organization.name,
        "created_at": organization.created_at,
        "version": organization.version,
        "membership_version": 0,
    }
    membership = Membership(organization.id, owner, MembershipRole.OWNER, organization.created_at)
    return (
        Create(organization_path(organization.id), fields),
        membership_creation(membership),
        *opening(organization.id, owner, organization.created_at),
    )


def membership_touch(document: Document) -> Merge:
    """Of an organisation whose members change. A write that leaves every field as it was is no
    change to Firestore: so it counts."""
    version = document.data["membership_version"] + 1
    return Merge(document.path, {("membership_version",): version}, unchanged_since=document)


def belonging_write(document: Document, organization_id: str) -> Merge:
    """Of an account: where its person is from now on. It counts as `membership_touch` does."""
    fields: dict[tuple[str, ...], object] = {
        ("organization_id",): organization_id,
        ("moves",): document.data.get("moves", 0) + 1,
    }
    return Merge(document.path, fields, unchanged_since=document)
