"""What an incident folds to: today's state, and every earlier one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, select, update

from marsad.codebook import Value
from marsad.codebook.fields import NAMES, field
from marsad.codebook.values import from_json, to_json
from marsad.errors import StoreError
from marsad.linking import Choice, Folded
from marsad.store.columns import REVIEWS, Mask, columns_of, order_number
from marsad.store.documents import WritesDocuments
from marsad.store.members import ReadsMembers
from marsad.store.plain import dump, load
from marsad.store.schema import account, member, report, shown, state
from marsad.store.terms import ReadsTerms, WritesTerms

_SHOWN = frozenset(column.name for column in shown.columns)


@dataclass(frozen=True, slots=True)
class State:
    """What an incident folded to from `opened` until `closed` (None: still).

    `certainty` is from 0 to 1, `reports` counts its reports, `langs` are their languages, `caption` is a
    line that names it; `told` is what was folded, as it is stored: `values` and `folded` read it.
    """

    incident: int
    opened: int
    closed: int | None
    review: str
    certainty: float
    reports: int
    langs: tuple[str, ...]
    caption: str
    told: str

    @property
    def values(self) -> dict[str, Value]:
        """The values of the fields, in the order of the codebook."""
        told = load(self.told)["values"]
        return {name: field(name).clean(told[name]) for name in NAMES if name in told}

    @property
    def folded(self) -> Folded:
        """The values with why each was chosen, by which accounts, and what disagrees."""
        return folded_from(load(self.told), self.certainty)


class ReadsStates(ReadsMembers, ReadsTerms):
    """Asks for states."""

    def state(self, number: int, *, as_of: int | None = None) -> State | None:
        """Return the state of an incident today, or at a time; None where it had none."""
        question = select(state).where(state.c.incident_id == number)
        if as_of is None:
            question = question.where(state.c.closed.is_(None))
        else:
            question = question.where(
                state.c.opened <= as_of, state.c.closed.is_(None) | (state.c.closed > as_of)
            )
        row = self.connection.execute(question).first()
        return None if row is None else self.read_state(row)

    def history(self, number: int) -> list[State]:
        """Return all states of an incident, the oldest first."""
        question = select(state).where(state.c.incident_id == number).order_by(state.c.opened, state.c.id)
        return [self.read_state(row) for row in self.rows(question)]

    def read_state(self, row: Row[Any]) -> State:
        """Return a row as a state."""
        langs = tuple(sorted(self.values("langs", row.langs)))
        return State(
            row.incident_id,
            row.opened,
            row.closed,
            row.review,
            row.certainty,
            row.reports,
            langs,
            row.caption,
            row.folded,
        )

    def reports_of(self, number: int) -> Sequence[Row[Any]]:
        """Return the reports of an incident, by publication, then digest."""
        question = select(
            report.c.id, report.c.digest, report.c.lang, report.c.title, report.c.text, report.c.published
        ).where(
            report.c.id.in_(
                select(account.c.report_id)
                .join(member, member.c.account_id == account.c.id)
                .where(member.c.incident_id == number, member.c.closed.is_(None))
            )
        )
        return sorted(self.rows(question), key=lambda row: (row.published or "", row.digest))

    def state_values(
        self, folded: Folded, told: Sequence[Any], review: str, caption: str, mask: Mask
    ) -> dict[str, Any]:
        """Return the columns of a state; `told` are its reports with lang and title, the latest last.

        `mask` makes one number of values: `mask` or, where new ones may come, `new_mask`.
        """
        return {
            **columns_of(folded, mask),
            "langs": mask("langs", {row.lang for row in told}),
            "reports": len(told),
            "review": review,
            "caption": caption or (told[-1].title or "")[:300],
            "folded": dump(folded_to(folded)),
        }


class WritesStates(ReadsStates, WritesTerms, WritesDocuments):
    """Keeps states."""

    def put_state(
        self, number: int, folded: Folded, *, at: int, review: str = "machine", caption: str = ""
    ) -> bool:
        """Keep what an incident folds to; return whether anything is other than before.

        The state before is closed, and kept. Without a caption the incident is named by the title of its
        latest report. Raises StoreError for an incident without accounts, ValueError for another state of
        review than those of REVIEWS.
        """
        if review not in REVIEWS:
            raise ValueError(f"got the state of review {review!r}, expected one of {', '.join(REVIEWS)}")
        told = self.reports_of(number)
        if not told:
            raise StoreError(f"got the incident {number}, which has no account: regroup first")
        values = self.state_values(folded, told, review, caption, self.new_mask)
        old = self.connection.execute(
            select(state).where(state.c.incident_id == number, state.c.closed.is_(None))
        ).first()
        same = old is not None and all(old._mapping[name] == value for name, value in values.items())
        order = order_number(values["first_day"], number)
        if not same:
            if old is not None:
                at = max(at, old.opened)
                self.do(update(state).where(state.c.id == old.id).values(closed=at))
            made = self.insert(state, incident_id=number, opened=at, closed=None, **values)
            self._show(number, order, made, at, values)
        self.put_document(order, told, folded, review)
        return not same

    def close_state(self, number: int, *, at: int) -> None:
        """Close the state of an incident that is no more; it is no longer listed or found."""
        old = self.connection.execute(
            select(state.c.id, state.c.opened).where(state.c.incident_id == number, state.c.closed.is_(None))
        ).first()
        if old is not None:
            self.do(update(state).where(state.c.id == old.id).values(closed=max(at, old.opened)))
        self.hide(number)

    def _show(self, number: int, order: int, made: int, at: int, values: Mapping[str, Any]) -> None:
        """Put the state among those shown today."""
        self.hide(number)
        self.do(shown.insert(), shown_row(number, order, made, at, values))

    def hide(self, number: int) -> None:
        """Take an incident from those shown today."""
        self.drop_document(number)
        self.do(delete(shown).where(shown.c.incident_id == number))


def shown_row(number: int, order: int, made: int, at: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of `shown` for the state `made` of an incident."""
    own = {name: value for name, value in values.items() if name in _SHOWN}
    return {**own, "id": order, "incident_id": number, "state_id": made, "opened": at}


def folded_to(folded: Folded) -> dict[str, Any]:
    """Return what was folded as JSON; account keys stand once, in a list, and are named by place."""
    keys = sorted({
        key for choice in folded.choices.values()
        for some in (choice.keys, *(those for _, those in choice.others)) for key in some
    })  # fmt: skip
    place = {key: number for number, key in enumerate(keys)}

    def named(some: Iterable[str]) -> list[int]:
        return [place[key] for key in some]

    return {
        "keys": keys,
        "values": {name: to_json(value) for name, value in folded.values.items()},
        "choices": {
            name: [
                to_json(choice.value),
                choice.why,
                named(choice.keys),
                [[to_json(value), named(some)] for value, some in choice.others],
            ]
            for name, choice in folded.choices.items()
        },
    }


def folded_from(told: Mapping[str, Any], certainty: float) -> Folded:
    """Return what `folded_to` wrote."""
    keys = told["keys"]

    def named(some: Iterable[int]) -> tuple[str, ...]:
        return tuple(keys[number] for number in some)

    return Folded(
        {name: from_json(name, told["values"][name]) for name in NAMES if name in told["values"]},
        {
            name: Choice(
                from_json(name, value),
                why,
                named(own),
                tuple((from_json(name, other), named(some)) for other, some in others),
            )
            for name, (value, why, own, others) in (
                (name, told["choices"][name]) for name in NAMES if name in told["choices"]
            )
        },
        certainty,
    )
