"""What `emails` takes: only requests for letters that can be written."""

from typing import Self

from pydantic import model_validator

from shared.events.messages.email_requested import EmailRequested

from .letters import expect_fit


class WritableLetter(EmailRequested):
    """Any other is parked: asking again would not mend it."""

    @model_validator(mode="after")
    def can_be_written(self) -> Self:
        expect_fit(self.template, self.facts)
        return self
