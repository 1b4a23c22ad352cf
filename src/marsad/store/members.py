"""Which accounts stand together as one incident: today, on any day before, and how that changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update

from marsad.errors import MissingError
from marsad.store.accounts import ReadsAccounts
from marsad.store.base import chunks
from marsad.store.schema import account, incident, member


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What a new grouping made: `groups` the accounts of each incident, `changed` the incidents whose
    accounts are others than before, `retired` those that are no more, each with the one that took most of
    its accounts (None where they were closed)."""

    groups: Mapping[int, tuple[str, ...]]
    changed: frozenset[int]
    retired: Mapping[int, int | None]


class ReadsMembers(ReadsAccounts):
    """Asks which accounts stand together."""

    def members(self, number: int, *, as_of: int | None = None) -> tuple[str, ...]:
        """Return the keys of an incident's accounts in ascending order, today or at a time."""
        question = (
            select(account.c.key)
            .join(member, member.c.account_id == account.c.id)
            .where(member.c.incident_id == number)
        )
        if as_of is None:
            question = question.where(member.c.closed.is_(None))
        else:
            question = question.where(
                member.c.opened <= as_of, member.c.closed.is_(None) | (member.c.closed > as_of)
            )
        return tuple(sorted(row.key for row in self.rows(question)))

    def incidents_of(self, keys: Iterable[str]) -> dict[str, int]:
        """Return the incident of each account today, by key; accounts without one are left out."""
        found: dict[str, int] = {}
        for part in chunks(sorted(set(keys))):
            question = (
                select(account.c.key, member.c.incident_id)
                .join(member, member.c.account_id == account.c.id)
                .where(account.c.key.in_(part), member.c.closed.is_(None))
            )
            found |= {row.key: row.incident_id for row in self.rows(question)}
        return dict(sorted(found.items()))

    def incident(self, number: int) -> int:
        """Return the incident that stands for `number` today: itself, or what it was merged into.

        Raises MissingError where there never was such an incident.
        """
        seen = {number}
        while True:
            row = self.connection.execute(
                select(incident.c.merged_into).where(incident.c.id == number)
            ).first()
            if row is None:
                raise MissingError(f"got the incident {number}, which the record does not hold: look it up")
            if row.merged_into is None or row.merged_into in seen:
                return number
            number = row.merged_into
            seen.add(number)


class WritesMembers(ReadsMembers):
    """Brings accounts together and apart."""

    def regroup(self, groups: Sequence[Sequence[str]], *, at: int) -> Regrouped:
        """Make each group of account keys one incident, and return what changed.

        A group keeps the incident with which it shares most accounts, on ties the one with the lowest
        number; each incident stays with one group. A group left without one takes up a retired incident
        that most of its accounts stood in last, else a new one. An incident that loses all its accounts is
        retired, and names the one that took most of them. Raises StoreError for a key that is not there,
        ValueError for an account in two groups or an empty group.
        """
        wanted = [tuple(sorted(group)) for group in groups]
        keys = [key for group in wanted for key in group]
        if len(set(keys)) < len(keys) or not all(wanted):
            raise ValueError("got an empty group, or an account in two groups, expected each account once")
        rows = self.known(keys)
        before = self.incidents_of(keys)
        placed = self._place(wanted, before, rows)
        for at_group in range(len(wanted)):
            if at_group not in placed:
                placed[at_group] = self.insert(incident, created=at)
            else:
                self.do(
                    update(incident)
                    .where(incident.c.id == placed[at_group], incident.c.merged_into.is_not(None))
                    .values(merged_into=None)
                )
        changed = self._move(wanted, placed, before, rows, at)
        retired = self._retire(set(before.values()) - set(placed.values()), wanted, placed, before)
        done = {placed[number]: group for number, group in enumerate(wanted)}
        return Regrouped(done, frozenset(changed - set(retired)), retired)

    def retire_empty(self, numbers: Iterable[int]) -> list[int]:
        """Return those of the incidents that have no account any more."""
        return [number for number in numbers if not self.members(number)]

    def _place(
        self, wanted: list[tuple[str, ...]], before: Mapping[str, int], rows: Mapping[str, int]
    ) -> dict[int, int]:
        """Return the incident that each group keeps, by the group's place, where it keeps one."""
        first = self._first(rows[key] for key in before)
        placed = _matched(
            Counter(
                (number, before[key]) for number, group in enumerate(wanted) for key in group if key in before
            ),
            {
                number: min((first[rows[key]] for key in group if key in before), default=0)
                for number, group in enumerate(wanted)
            },
        )
        bare = [number for number in range(len(wanted)) if number not in placed]
        if not bare:
            return placed
        last = self._last_retired([rows[key] for number in bare for key in wanted[number]])
        shared = Counter(
            (number, last[rows[key]])
            for number in bare
            for key in wanted[number]
            if rows[key] in last and last[rows[key]] not in placed.values()
        )
        return placed | _matched(shared, {})

    def _first(self, rows: Iterable[int]) -> dict[int, int]:
        """Return for each account a number that tells which came first into the incident it is in now."""
        found: dict[int, int] = {}
        now = member.alias()
        for part in chunks(rows):
            question = (
                select(member.c.account_id, func.min(member.c.id).label("first"))
                .join(
                    now,
                    (now.c.account_id == member.c.account_id) & (now.c.incident_id == member.c.incident_id),
                )
                .where(member.c.account_id.in_(part), now.c.closed.is_(None))
                .group_by(member.c.account_id)
            )
            found |= {row.account_id: row.first for row in self.rows(question)}
        return found

    def _last_retired(self, rows: list[int]) -> dict[int, int]:
        """Return for each account the retired incident in which it stood last, where there is one."""
        found: dict[int, int] = {}
        for part in chunks(rows):
            question = (
                select(member.c.account_id, member.c.incident_id)
                .join(incident, incident.c.id == member.c.incident_id)
                .where(
                    member.c.account_id.in_(part),
                    member.c.closed.is_not(None),
                    incident.c.merged_into.is_not(None),
                )
                .order_by(member.c.id)
            )
            found |= {row.account_id: row.incident_id for row in self.rows(question)}
        return found

    def _move(
        self,
        wanted: list[tuple[str, ...]],
        placed: Mapping[int, int],
        before: Mapping[str, int],
        rows: Mapping[str, int],
        at: int,
    ) -> set[int]:
        """Close and open member rows; return the incidents that were touched."""
        moved = [
            (key, placed[number]) for number, group in enumerate(wanted) for key in group
            if before.get(key) != placed[number]
        ]  # fmt: skip
        touched = {number for _, number in moved} | {before[key] for key, _ in moved if key in before}
        closing = [rows[key] for key, _ in moved if key in before]
        since: dict[int, int] = {}
        for part in chunks(closing):
            question = select(member.c.account_id, member.c.opened)
            question = question.where(member.c.account_id.in_(part), member.c.closed.is_(None))
            since |= {row.account_id: row.opened for row in self.rows(question)}
        for row, opened in since.items():
            self.do(
                update(member)
                .where(member.c.account_id == row, member.c.closed.is_(None))
                .values(closed=max(at, opened))
            )
        made = [
            {"account_id": rows[key], "incident_id": number, "opened": max(at, since.get(rows[key], at))}
            for key, number in moved
        ]
        if made:
            self.do(member.insert(), made)
        return touched

    def _retire(
        self,
        maybe: set[int],
        wanted: list[tuple[str, ...]],
        placed: Mapping[int, int],
        before: Mapping[str, int],
    ) -> dict[int, int | None]:
        """Mark the incidents that lost all their accounts, each with the one that took most of them."""
        heirs = Counter(
            (before[key], placed[number])
            for number, group in enumerate(wanted)
            for key in group
            if before.get(key) in maybe
        )
        retired: dict[int, int | None] = {}
        for (old, heir), _ in sorted(heirs.items(), key=lambda item: (-item[1], item[0])):
            if old not in retired and not self.members(old):
                retired[old] = heir
                self.do(update(incident).where(incident.c.id == old).values(merged_into=heir))
        return retired


def _matched(shared: Counter[tuple[int, int]], first: Mapping[int, int]) -> dict[int, int]:
    """Give each group one incident and each incident one group: most shared first, then the older incident,
    then the group whose accounts were in it first."""
    found: dict[int, int] = {}
    taken: set[int] = set()

    def rank(item: tuple[tuple[int, int], int]) -> tuple[int, int, int, int]:
        (group, old), count = item
        return -count, old, first.get(group, 0), group

    for (group, old), _ in sorted(shared.items(), key=rank):
        if group not in found and old not in taken:
            found[group] = old
            taken.add(old)
    return found
