"""The filters of lists, searches and exports on the command line."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import click

from marsad.cli.code import IsoDate
from marsad.codebook.fields import fields
from marsad.store.columns import REVIEWS
from marsad.store.filters import Filters, Near

F = TypeVar("F", bound=Callable[..., Any])


class Circle(click.ParamType[Near]):
    """A circle: LAT,LON,KM."""

    name = "circle"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Near:
        """Return the circle; fails with a usage error otherwise."""
        try:
            lat, lon, km = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value!r} is no circle: expected LAT,LON,KM as 33.89,-5.55,50", param, ctx)
        return Near(lat, lon, km)


def _of(name: str) -> click.Choice[str]:
    return click.Choice(fields()[name].values)


_MANY: dict[str, tuple[str, Any, str]] = {
    "countries": ("--country", str, "Country, two letters (MA)."),
    "outcomes": ("--outcome", "outcome", "Outcome."),
    "stages": ("--stage", "stage", "Stage reached."),
    "attack_types": ("--attack-type", "attack_type", "Type of attack."),
    "weapons": ("--weapon", "weapons", "Weapon."),
    "target_types": ("--target-type", "target_type", "Type of target."),
    "actors": ("--actor", "actor", "Who: lone, cell, group."),
    "affiliations": ("--affiliation", str, "Organisation, its canonical name."),
    "agencies": ("--agency", str, "Security service, its canonical name."),
    "disruptions": ("--disruption", "disruption", "What stopped it."),
    "reviews": ("--review", click.Choice(REVIEWS), "State of review."),
    "languages": ("--language", click.Choice(["ar", "fr", "en"]), "Language of one of its reports."),
}
"""Filters that may be given several times, any of the values passing: option, type or field, help."""


def filtering(command: F) -> F:
    """Give a command all filters, handed to it as `filters`."""

    @wraps(command)
    def given(*args: Any, **options: Any) -> Any:
        names = [*_MANY, "since", "until", "near", "min_certainty", "suicide"]
        held = {name: options.pop(name) for name in names}
        return command(*args, filters=Filters(**held), **options)

    made: Any = given
    for name, (option, kind, told) in reversed(_MANY.items()):
        taken = _of(kind) if isinstance(kind, str) else kind
        made = click.option(option, name, multiple=True, type=taken, help=f"{told} May be repeated.")(made)
    made = click.option("--suicide/--no-suicide", default=None, help="Suicide attacks, or none.")(made)
    made = click.option(
        "--min-certainty", type=click.FloatRange(0, 1), metavar="SHARE", help="At least so sure, from 0 to 1."
    )(made)
    made = click.option("--near", type=Circle(), metavar="LAT,LON,KM", help="Within a circle.")(made)
    made = click.option("--until", type=IsoDate(), metavar="DATE", help="On this day or before.")(made)
    return cast(
        "F", click.option("--since", type=IsoDate(), metavar="DATE", help="On this day or after.")(made)
    )
