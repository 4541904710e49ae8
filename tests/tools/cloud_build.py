"""What a build config of Cloud Build may say: the fields that are documented for the resource
Build and that somebody who writes one may set."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Seconds = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d{1,9})?s$")]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 _-]*$")]
Variable = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*=.*$")]
Own = Annotated[str, StringConstraints(pattern=r"^_[A-Z0-9_]{1,100}$")]


class Documented(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Step(Documented):
    name: str
    id: Id
    entrypoint: str | None = None
    args: list[str] = []
    script: str | None = None
    env: list[Variable] = []
    secretEnv: list[str] = []  # noqa: N815
    dir: str | None = None
    waitFor: list[str] = []  # noqa: N815
    timeout: Seconds | None = None
    allowFailure: bool = False  # noqa: N815
    allowExitCodes: list[int] = []  # noqa: N815
    automapSubstitutions: bool = False  # noqa: N815


class Options(Documented):
    logging: Literal["LEGACY", "GCS_ONLY", "CLOUD_LOGGING_ONLY", "NONE"] | None = None
    machineType: (  # noqa: N815
        Literal["E2_MEDIUM", "E2_HIGHCPU_8", "E2_HIGHCPU_32", "N1_HIGHCPU_8", "N1_HIGHCPU_32"]
        | None
    ) = None
    diskSizeGb: int | None = None  # noqa: N815
    substitutionOption: Literal["MUST_MATCH", "ALLOW_LOOSE"] | None = None  # noqa: N815
    dynamicSubstitutions: bool = False  # noqa: N815
    automapSubstitutions: bool = False  # noqa: N815
    env: list[Variable] = []
    secretEnv: list[str] = []  # noqa: N815


class Build(Documented):
    steps: list[Step] = Field(min_length=1, max_length=300)
    timeout: Seconds | None = None
    queueTtl: Seconds | None = None  # noqa: N815
    logsBucket: str | None = None  # noqa: N815
    options: Options = Options()
    substitutions: dict[Own, str] = Field(default={}, max_length=200)
    tags: list[str] = []
    serviceAccount: (  # noqa: N815
        Annotated[str, StringConstraints(pattern=r"^projects/[^/]+/serviceAccounts/[^/]+$")] | None
    ) = None
