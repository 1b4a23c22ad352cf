"""The shapes of what the API takes and answers, for its description and for checking what comes in."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from marsad.codebook import Language
from marsad.sources.entry import MAX_CHARACTERS
from marsad.web.numbers import LARGEST

_NO_NULL = r"^[^\x00]*$"
Reason = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=_NO_NULL)]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}-[1-9][0-9]{0,5}$")]
Seen = Annotated[
    str | None,
    Field(max_length=60, description="`version` of the incident as it was seen; what came after is told."),
]
Incident = Annotated[int, Field(ge=1, le=LARGEST)]


def sound(value: Any, depth: int = 0) -> Any:
    """Return a JSON value that both databases can hold; raises ValueError for what is too deep or large."""
    if depth > DEEPEST:
        raise ValueError(f"expected a value at most {DEEPEST} deep")
    if isinstance(value, str) and (_UNSOUND.search(value) or len(value) > LONGEST):
        raise ValueError(f"expected whole Unicode without null signs, at most {LONGEST} signs")
    if isinstance(value, int | float) and not abs(value) <= LARGEST:
        raise ValueError("expected a finite number, at most 2^53")
    parts = [*value, *value.values()] if isinstance(value, dict) else value
    for part in parts if isinstance(parts, list) else ():
        sound(part, depth + 1)
    return value


_UNSOUND = re.compile("[\x00\ud800-\udfff]")
DEEPEST = 8
LONGEST = 2000
Sound = Annotated[Any, AfterValidator(sound)]


class _Taken(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Because(_Taken):
    """Why something is decided."""

    reason: Reason


class Accepting(_Taken):
    """An incident is coded rightly; a reason may be given."""

    reason: Annotated[str, StringConstraints(max_length=2000, pattern=_NO_NULL)] = ""
    seen: Seen = None


class Rejecting(Because):
    """An incident is none."""

    seen: Seen = None


class Correcting(Rejecting):
    """A field's value as a person holds it, in the JSON of the codebook, and the words that say it."""

    field: Annotated[str, StringConstraints(max_length=60)]
    value: Sound
    words: Sound = None


class Splitting(Because):
    """The accounts that tell, together, of another incident."""

    accounts: Annotated[list[Key], Field(min_length=1, max_length=1000)]


class Merging(Because):
    """Incidents that are one."""

    incidents: Annotated[list[Incident], Field(min_length=2, max_length=100)]


class Linking(Because):
    """An account that tells of an incident."""

    account: Key


class NewReport(_Taken):
    """A report to be coded and kept."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHARACTERS)]
    title: Annotated[str, StringConstraints(max_length=1000)] = ""
    id: Annotated[str, StringConstraints(max_length=200)] = ""
    lang: Language | None = None
    url: Annotated[str, StringConstraints(max_length=2000, pattern=r"^https?://[^\s\x00]+$")] | None = None
    published: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None


class Listed(BaseModel):
    """An incident of a list, as it stands today."""

    incident: int
    since: int = Field(description="Microseconds since 1970 UTC.")
    review: Literal["machine", "corrected", "accepted", "rejected"]
    certainty: float
    reports: int
    languages: list[str]
    caption: str
    values: dict[str, Any]


class Incidents(BaseModel):
    """A page of incidents; `next` is the cursor of the page after it."""

    items: list[Listed]
    next: str | None


class Shown(BaseModel):
    """An incident with its fields and the words that say them, its reports, links, judgements and history."""

    incident: int
    asked: int
    caption: str
    review: str
    certainty: float
    since: int
    version: str
    fields: dict[str, Any]
    reports: list[dict[str, Any]]
    links: list[dict[str, Any]]
    judgements: list[dict[str, Any]]
    history: list[dict[str, Any]]


class Told(BaseModel):
    """A report of a list; a deleted one has no title."""

    digest: str
    added: int
    title: str | None
    lang: str | None
    published: str | None
    deleted: int | None


class Reports(BaseModel):
    """A page of reports, in the order in which they came."""

    items: list[Told]
    next: int | None


class Report(BaseModel):
    """A report as it is kept; of a deleted one who deleted it, when and why."""

    digest: str
    added: int
    title: str | None = None
    text: str | None = None
    lang: str | None = None
    url: str | None = None
    published: str | None = None
    reader: str | None = None
    accounts: dict[str, int] = Field({}, description="Its accounts, each with its incident.")
    deleted: int | None = None
    by: str | None = None
    reason: str | None = None


class Claims(BaseModel):
    """What readers said of a report: its codings, the oldest first, with their claims."""

    items: list[dict[str, Any]]


class Judgements(BaseModel):
    """What people decided of an incident, the oldest first."""

    items: list[dict[str, Any]]


class Done(BaseModel):
    """The incidents that a decision changed, and those that are no more."""

    changed: list[int]
    retired: list[int]
    judgement: str = Field(description="By which it can be undone.")
    meanwhile: dict[str, Any] | None = Field(
        None, description="What others decided and what changed since `seen`, null where nothing did."
    )


class Added(BaseModel):
    """What became of a report."""

    digest: str
    outcome: Literal["new", "coded anew", "known", "deleted"]
    relevant: bool
    incidents: list[int]


class Problem(BaseModel):
    """Why something was not done (RFC 9457)."""

    type: str
    title: str
    status: int
    instance: str
    detail: str = ""
