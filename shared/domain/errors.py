"""Refusals: every way the product says no, by name. The web edge maps each to a status."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong place in what was sent. `path` is dotted, as in the body: `sessions.0.name`."""

    path: str
    message: str


class Refusal(Exception):
    """A request the product understood and will not carry out. `message` may be shown to anyone."""

    code: ClassVar[str]
    default_message: ClassVar[str]

    def __init__(self, message: str | None = None, **details: object) -> None:
        self.message = message or self.default_message
        self.details = details
        super().__init__(self.message)


class Malformed(Refusal):
    code = "MALFORMED_REQUEST"
    default_message = "The request could not be read."


class Unauthenticated(Refusal):
    """Nobody is signed in, or (`token_sent`) the token that was sent is not, or no longer, good."""

    code = "UNAUTHENTICATED"
    default_message = "Sign in to do this."

    def __init__(self, message: str | None = None, *, token_sent: bool = False) -> None:
        self.token_sent = token_sent
        super().__init__(message)


class Erased(Unauthenticated):
    """What would be written is of a person who is being erased, or of an organisation that was
    theirs alone. Nothing was written, and never will be. `owners`: which of these, by their ids."""

    code = "ACCOUNT_ERASED"
    default_message = "This account is gone."

    def __init__(self, owners: frozenset[str] = frozenset()) -> None:
        self.owners = owners
        super().__init__(token_sent=True)

    def told_to(self, *asking: str) -> Refusal:
        """`asking`: the ids of who asks, and of where they are. Nobody is told that they are gone
        because somebody else is."""
        return NotFound() if self.owners.isdisjoint(asking) else self


class AccountMerged(Erased):
    """Of an anonymous person: what they had belongs to an account now."""

    code = "ACCOUNT_MERGED"
    default_message = "This account was merged into another. Sign in there."


class InvalidCredentials(Refusal):
    code = "INVALID_CREDENTIALS"
    default_message = "The e-mail address or the password is wrong."


class ReauthenticationRequired(Refusal):
    code = "REAUTHENTICATION_REQUIRED"
    default_message = "Sign in again to do this."


class Forbidden(Refusal):
    code = "FORBIDDEN"
    default_message = "You are not allowed to do this."


class SubscriptionRequired(Refusal):
    code = "SUBSCRIPTION_REQUIRED"
    default_message = "This needs the Pro plan."


class NotFound(Refusal):
    """Also for what belongs to somebody else: the message never says which."""

    code = "NOT_FOUND"
    default_message = "There is nothing here."


class MethodNotAllowed(Refusal):
    code = "METHOD_NOT_ALLOWED"
    default_message = "This address does not answer that method."

    def __init__(self, allow: tuple[str, ...]) -> None:
        self.allow = allow
        super().__init__(allow=list(allow))


class Conflict(Refusal):
    code = "CONFLICT"
    default_message = "This clashes with something that exists."


class EmailTaken(Conflict):
    code = "EMAIL_TAKEN"
    default_message = "An account with this e-mail address exists."


class AlreadySubscribed(Conflict):
    code = "ALREADY_SUBSCRIBED"
    default_message = "A subscription gives access already. Change its plan in the billing portal."


class StaleProposal(Conflict):
    code = "STALE_PROPOSAL"
    default_message = "The program changed since this was proposed. Ask for a new proposal."


class ProposalExpired(Conflict):
    code = "PROPOSAL_EXPIRED"
    default_message = "This proposal is too old. Ask for a new one."


class LastOwner(Conflict):
    code = "LAST_OWNER"
    default_message = "An organisation keeps an owner. Make somebody else one first."


class LastAdmin(Conflict):
    code = "LAST_ADMIN"
    default_message = "The platform keeps an admin. Make somebody else one first."


class RequestInProgress(Conflict):
    """The same idempotency key is being worked on elsewhere."""

    code = "REQUEST_IN_PROGRESS"
    default_message = "The same request is still running."
    retry_after_seconds = 1


class PreconditionFailed(Refusal):
    code = "PRECONDITION_FAILED"
    default_message = "This changed since you read it. Read it again and repeat your change."


class PreconditionRequired(Refusal):
    code = "PRECONDITION_REQUIRED"
    default_message = "Send If-Match with the ETag of the version you are changing."


class TooLarge(Refusal):
    code = "PAYLOAD_TOO_LARGE"
    default_message = "This is too large."


class UnsupportedMediaType(Refusal):
    code = "UNSUPPORTED_MEDIA_TYPE"
    default_message = "Send application/json."


class Invalid(Refusal):
    """Understood, but breaking a rule. Carries every fault found, not only the first."""

    code = "VALIDATION_ERROR"
    default_message = "Some of what was sent is not valid."

    def __init__(self, *faults: Fault, message: str | None = None) -> None:
        self.faults = faults
        super().__init__(
            message, fields=[{"path": fault.path, "message": fault.message} for fault in faults]
        )


class Infeasible(Refusal):
    """Wishes that cannot all come true. `details.conflicts` names the fewest that clash."""

    code = "INFEASIBLE"
    default_message = "These wishes cannot all be met."


class IdempotencyKeyReused(Refusal):
    code = "IDEMPOTENCY_KEY_REUSED"
    default_message = "This Idempotency-Key was used for another request."


class RateLimited(Refusal):
    """`retry_after_seconds` is whole seconds, at least 1, until the next try can succeed.
    `headers` tell a client about the limit it met."""

    code = "RATE_LIMITED"
    default_message = "Too many requests."

    def __init__(
        self, retry_after_seconds: int, message: str | None = None, **details: object
    ) -> None:
        self.retry_after_seconds = max(1, retry_after_seconds)
        self.headers: dict[str, str] = {}
        super().__init__(message, retry_after_seconds=self.retry_after_seconds, **details)


class AiQuotaExceeded(RateLimited):
    """The FREE tier's answers of this month are used up."""

    code = "AI_QUOTA_EXCEEDED"
    default_message = "This month's answers are used up. Pro has no such limit."


class Unavailable(Refusal):
    """A dependency is down or too slow. Nothing was lost; the same request may be sent again."""

    code = "UNAVAILABLE"
    default_message = "A service this needs is not answering. Try again shortly."
    retry_after_seconds = 2


class CoachPaused(Unavailable):
    """The models have cost as much today as they may. What rules can answer is still answered."""

    code = "COACH_PAUSED"
    default_message = (
        "The coach answers by rules alone for the rest of the day. Nothing was charged."
    )

    def __init__(self, retry_after_seconds: int) -> None:
        self.retry_after_seconds = max(1, retry_after_seconds)
        super().__init__()


class ModelDown(Unavailable):
    """The language model gave no answer in time. `absent`: none is configured here at all."""

    code = "MODEL_UNAVAILABLE"
    default_message = "The coach's model is not answering. Nothing was charged. Try again shortly."
    retry_after_seconds = 10

    def __init__(self, *, absent: bool = False) -> None:
        self.absent = absent
        super().__init__()
