"""What a list of incidents is asked by, as parameters of an address: checked, and turned into Filters."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from marsad.codebook import Language
from marsad.store import Filters, Near

Many = Annotated[list[Annotated[str, StringConstraints(max_length=200)]], Field(max_length=50)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
_DEGREES = r"-?\d{1,3}(\.\d{1,12})?"


class Asked(BaseModel):
    """Filters: all that are given must hold, of each one any of its values."""

    model_config = ConfigDict(extra="forbid")

    since: Day | None = Field(None, description="On this day or after (2019-12-05).")
    until: Day | None = Field(None, description="On this day or before.")
    country: Many = Field([], description="Country, two letters (MA).")
    outcome: Many = Field([], description="Outcome, a key of the codebook.")
    stage: Many = Field([], description="Stage reached.")
    attack_type: Many = Field([], description="Type of attack.")
    weapon: Many = Field([], description="Weapon.")
    target_type: Many = Field([], description="Type of target.")
    actor: Many = Field([], description="Who: lone, cell, group.")
    affiliation: Many = Field([], description="Organisation, its canonical name.")
    agency: Many = Field([], description="Security service, its canonical name.")
    disruption: Many = Field([], description="What stopped it.")
    suicide: bool | None = Field(None, description="Suicide attacks, or none.")
    review: Many = Field([], description="State of review: machine, corrected, accepted, rejected.")
    min_certainty: float | None = Field(
        None, ge=0, le=1, allow_inf_nan=False, description="At least so sure."
    )
    language: list[Language] = Field([], max_length=10, description="Language of one of its reports.")
    near: str | None = Field(
        None, pattern=rf"^{_DEGREES},{_DEGREES},\d{{1,5}}(\.\d{{1,6}})?$",
        description="Within a circle: LAT,LON,KM, as 33.89,-5.55,50.",
    )  # fmt: skip
    q: Annotated[str, StringConstraints(min_length=1, max_length=1000)] | None = Field(
        None, description='Words of reports or values, "phrases", beginnings*.'
    )

    def filters(self) -> Filters:
        """Return the filters; raises ValueOutsideCodebookError for a value that is none."""
        near = None if self.near is None else Near(*(float(part) for part in self.near.split(",")))
        return Filters(
            since=self.since, until=self.until, countries=tuple(self.country), outcomes=tuple(self.outcome),
            stages=tuple(self.stage), attack_types=tuple(self.attack_type), weapons=tuple(self.weapon),
            target_types=tuple(self.target_type), actors=tuple(self.actor),
            affiliations=tuple(self.affiliation), agencies=tuple(self.agency),
            disruptions=tuple(self.disruption), suicide=self.suicide, near=near, reviews=tuple(self.review),
            min_certainty=self.min_certainty, languages=tuple(self.language), text=self.q,
        )  # fmt: skip


class AskedPage(Asked):
    """Filters, and which page of what passes them."""

    order: Literal["latest", "earliest", "changed", "doubtful", "told"] = Field(
        "latest", description="By day, last changed, least certain, or told most often first."
    )
    cursor: str | None = Field(None, max_length=200, description="`next` of the page before.")
    limit: int = Field(50, ge=1, le=500, description="Incidents of a page, at most.")
