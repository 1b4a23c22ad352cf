"""The verbs by which a team reviews the record: the queue, comments, double coding, agreement, teaching."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from marsad.codebook import Language
from marsad.codebook.fields import field
from marsad.codebook.values import from_json, to_json
from marsad.errors import InputError
from marsad.pipeline.blind import owes, proposed, rounds_of
from marsad.pipeline.deciding import Deciding
from marsad.pipeline.marking import suggested
from marsad.pipeline.settle import Settled, judgement_of, settle
from marsad.pipeline.show import show
from marsad.pipeline.teaching import Lesson, lessons
from marsad.pipeline.waiting import refill
from marsad.review import INCIDENT, WHYS, Round, alike, rounds
from marsad.review.agreement import Agreement, agreement
from marsad.store import Filters, Reading
from marsad.store.waiting import Queue

MINUTE = 60_000_000
"""Microseconds."""


class Reviewing(Deciding):
    """Review of a record; `Record` is this and more."""

    def queue(
        self,
        filters: Filters | None = None,
        *,
        who: str | None = None,
        whys: Sequence[str] = (),
        cursor: str | None = None,
        limit: int = 50,
    ) -> Queue:
        """List what waits for a person's look: the least certain and the most consequential first."""
        strange = sorted(set(whys) - set(WHYS))
        if strange:
            raise InputError(f"got the reason {strange[0]!r}, expected one of {', '.join(WHYS)}")
        with self.store.reading() as r:
            return r.waiting(
                at=self.clock(), person=who, whys=whys, filters=filters or Filters(), cursor=cursor,
                limit=limit,
            )  # fmt: skip

    def fill_queue(self, *, anew: bool = False) -> int:
        """Reckon the queue of a record that has none, or `anew`; return how many incidents wait."""
        with self.store.writing() as w:
            if not anew and (w.count_waiting() or not w.count()):
                return sum(w.count_waiting().values())
            return refill(w)

    def claim_task(self, number: int, *, who: str, minutes: int = 60, over: bool = False) -> int:
        """Take an incident from the queue for a while, so that nobody else begins with it."""
        if not who.strip():
            raise InputError("got no name, expected who takes the incident: give --as NAME")
        with self.store.writing() as w:
            number, at = w.incident(number), self.clock()
            held = w.lease(number, at=at)
            if held is not None and held[0] != who and not over:
                until = datetime.fromtimestamp(held[1] / 1_000_000, UTC).strftime("%H:%M UTC")
                raise InputError(
                    f"{held[0]} has taken the incident {number} until {until}: take another one, or take it "
                    "over"
                )
            w.put_lease(number, who, at=at, until=at + minutes * MINUTE)
            return at + minutes * MINUTE

    def release_task(self, number: int, *, who: str) -> bool:
        """Give an incident back to the queue; says whether it was theirs to give."""
        with self.store.writing() as w:
            held = w.lease(w.incident(number), at=self.clock())
            if held is None or held[0] != who:
                return False
            w.drop_lease(w.incident(number))
            return True

    def comment(
        self, number: int, text: str, *, who: str, field: str | None = None, about: str | None = None
    ) -> str:
        """Say something about an incident, one of its fields or a judgement; it decides nothing."""
        with self.store.writing() as w:
            whole = None if about is None else self._judged(w, about).digest
            made = self._keep(w, "comment", self._members(w, number), who, text, field=field, about=whole)
            return made.digest

    def suggest(self, number: int, field: str, words: object) -> list[dict[str, Any]]:
        """Tell what value words of a report give for a field: a date, a place, a number, a name."""
        with self.store.reading() as r:
            return suggested(r, self._members(r, number), field, words)

    def send_to_second(
        self, number: int, second: str, *, who: str, reason: str, first: str | None = None,
        bare: bool = False,
    ) -> Settled:  # fmt: skip
        """Ask a second person to code an incident without seeing the first one's values."""
        first = " ".join((first or who).split())
        second = " ".join(second.split())
        if not second or first == second:
            raise InputError(f"got the coders {first!r} and {second!r}, expected two people")
        with self.store.writing() as w:
            keys = self._members(w, number)
            for one in self._rounds(w, keys):
                if one.state in ("open", "disputed"):
                    raise InputError(
                        f"{' and '.join(one.coders)} are at the incident {number} already ({one.state}): "
                        "let them end it, or undo it"
                    )
            state = w.state(w.incident(number))
            made = self._keep(w, "second", keys, who, reason, first=first, second=second, bare=bare)
            if state is not None and first == made.who:
                folded = state.folded
                self._keep(
                    w, "code", keys, first, reason, round=made.digest, incident=state.review != "rejected",
                    values={name: to_json(value) for name, value in folded.values.items()},
                    changed=[n for n, choice in folded.choices.items() if choice.why == "corrected"],
                )  # fmt: skip
            return replace(settle(w, keys, at=made.at), judgement=made.digest)

    def sheet(self, number: int, *, who: str, lang: Language = "en") -> dict[str, Any]:
        """Show an incident to one who is to code it, with its reports' texts and nobody's values."""
        with self.store.reading() as r:
            keys = self._members(r, number)
            owed = self._owed(r, keys, number, who)
            told = show(r, number, lang=lang, viewer=who)
            kept = r.reports(one["digest"] for one in told["reports"]).values()
            texts = {one.digest: one.report.text for one in kept if one.report is not None}
            return {**told, "round": owed.digest, "texts": texts}

    def hand_in(
        self, number: int, values: Mapping[str, object] | None, *, who: str, reason: str = ""
    ) -> Settled:
        """Hand in a sheet: the values that differ from what was shown, or that there is no incident."""
        who = " ".join(who.split())
        with self.store.writing() as w:
            keys = self._members(w, number)
            owed = self._owed(w, keys, number, who)
            before = proposed(w, keys, owed.bare)
            given = {name: from_json(name, value) for name, value in (values or {}).items()}
            after = {**before, **given}
            changed = [name for name, value in after.items() if not alike(value, before[name])]
            return self._judge(
                w, "code", owed.asked.accounts, who, reason, round=owed.digest, incident=values is not None,
                values={} if values is None else {name: to_json(value) for name, value in after.items()},
                changed=[] if values is None else changed,
            )  # fmt: skip

    def adjudicate(
        self, number: int, values: Mapping[str, object] | None, *, who: str, reason: str
    ) -> Settled:
        """Settle what two coders disagree on: a value for each such field, or that there is no incident."""
        who = " ".join(who.split())
        with self.store.writing() as w:
            begun = [one for one in self._rounds(w, self._members(w, number)) if one.state == "disputed"]
            if not begun:
                raise InputError(
                    f"no two coders disagree on the incident {number}: there is nothing to settle"
                )
            one = begun[-1]
            if who in one.coders:
                raise InputError(f"{who} coded the incident {number}, expected a third person to settle it")
            return self._judge(
                w, "adjudicate", one.asked.accounts, who, reason, round=one.digest,
                incident=values is not None, values=_settling(one, values),
            )  # fmt: skip

    def agreement(
        self, *, since: int | None = None, until: int | None = None, coders: Sequence[str] = ()
    ) -> list[Agreement]:
        """Tell how far coders agree on each field beyond chance: Krippendorff's alpha over double codings."""
        with self.store.reading() as r:
            judged = [judgement_of(row) for row in r.judgements()]
        wanted = set(coders)
        return agreement(
            one
            for one in rounds(judged)
            if (since is None or one.asked.at >= since)
            and (until is None or one.asked.at < until)
            and wanted <= set(one.coders)
        )

    def corrections(self) -> Iterator[Lesson]:
        """Write the reports whose incidents people have looked at as marked reports, to teach readers by."""
        with self.store.reading() as r:
            yield from lessons(r)

    @staticmethod
    def _rounds(r: Reading, keys: Sequence[str]) -> list[Round]:
        """Return the rounds of the incident that holds accounts, the oldest first."""
        judged = [judgement_of(row) for row in r.judgements(keys)]
        live = frozenset(r.numbers({key for one in judged for key in one.accounts} | set(keys)))
        return rounds_of(judged, frozenset(keys), live)

    def _owed(self, r: Reading, keys: Sequence[str], number: int, who: str) -> Round:
        """Return the round in which a person owes a sheet on an incident; raises InputError."""
        found = owes(self._rounds(r, keys), who)
        if found is None:
            raise InputError(
                f"no sheet on the incident {number} is asked of {who}: `marsad queue` tells which"
            )
        return found


def _settling(one: Round, values: Mapping[str, object] | None) -> dict[str, Any]:
    """Return the values of a decision as JSON; refuse one that leaves a field in dispute."""
    if values is None:
        return {}
    given = {name: to_json(from_json(name, value)) for name, value in values.items()}
    if one.disputed == (INCIDENT,):
        told = next(sheet for sheet in one.pair or () if sheet.incident)
        return {name: to_json(told.values[name]) for name in sorted(told.changed)} | given
    left = [name for name in one.disputed if name not in given]
    if left:
        names = ", ".join(field(name).name for name in left)
        raise InputError(f"got no value for {names}, expected one for each field that the coders differ on")
    return given
