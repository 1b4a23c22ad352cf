"""Accounts: signing in and out, passwords by one-time links, roles, keys. All of it stands in the audit.

What a person typed wrongly raises Refusal, with words for the page.
"""

from __future__ import annotations

import re
import unicodedata

from marsad.store import Writing
from marsad.store.people import Person
from marsad.store.sessions import Ticket
from marsad.web.desk import Desk
from marsad.web.people.roles import ROLES, scopes_of
from marsad.web.people.visits import Visit
from marsad.web.refusal import Refusal
from marsad.web.security import lockout, passwords
from marsad.web.security.secrets import digest, fresh
from marsad.web.settings import SECOND

FIRST = "first admin"
CHOOSE = "choose a password"
TOKEN = "marsad_"
LONGEST_NAME = 80
LONGEST_STAY = 366
"""Days that a key is good for, at most."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def clean_name(raw: str) -> str:
    """Return a name as it is kept; raises Refusal for one that cannot be."""
    name = " ".join(unicodedata.normalize("NFC", raw).split())
    if not name or len(name) > LONGEST_NAME or _CONTROL.search(name):
        raise Refusal("wrong", "people.name_wrong")
    return name


def sign_in(desk: Desk, name: str, password: str, address: str) -> str:
    """Begin a session and return its secret; raises Refusal: `locked` with the wait, or `wrong`.

    Nothing tells a name that is not there from a wrong password.
    """
    name = _CONTROL.sub("?", " ".join(unicodedata.normalize("NFC", name[:LONGEST_NAME]).split()))
    password = password[: passwords.LONGEST + 1]
    with desk.store.reading() as r:
        wait = lockout.locked(r, name, address, desk.clock())
        who = None if wait else r.person(name)
    if wait:
        raise Refusal("locked", "people.locked", wait=wait)
    able = who is not None and who.disabled is None
    right = desk.passwords.right(who.password if who and able else None, password)
    at = desk.clock()
    if not right or who is None:
        with desk.store.writing() as w:
            wait = lockout.failed(w, name, address, at)
            if who is not None:
                desk.log(w, who.name, "sign in failed", who.name)
        raise Refusal("wrong", "people.sign_in_wrong", wait=wait)
    secret = fresh()
    again = desk.passwords.hash(password) if desk.passwords.outworn(who.password or "") else who.password
    with desk.store.writing() as w:
        now = w.person(name)
        if wait := lockout.locked(w, name, address, at):  # others failed while this one was looked at
            raise Refusal("locked", "people.locked", wait=wait)
        if now is None or now.disabled is not None or now.password != who.password:
            raise Refusal("wrong", "people.sign_in_wrong")
        if again != who.password:
            w.put_person(name, role=now.role, at=at, password=again)
        lockout.succeeded(w, name, address)
        w.sweep_sessions(
            created_before=at - desk.settings.absolute * SECOND, seen_before=at - desk.settings.idle * SECOND
        )
        w.put_session(digest(secret), person=who.number, at=at)
        desk.log(w, name, "signed in", name)
    return secret


def sign_out(desk: Desk, visit: Visit) -> None:
    """End the session of a visit."""
    with desk.store.writing() as w:
        if w.end_session(visit.session, person=visit.number):
            desk.log(w, visit.name, "signed out", visit.name)


def first_link(desk: Desk) -> str | None:
    """Return the secret of a link by which the first admin is made; None where there is an admin."""
    at = desk.clock()
    with desk.store.writing() as w:
        if admins(w):
            return None
        secret = fresh()
        until = at + desk.settings.first_link * SECOND
        w.put_ticket(digest(secret), purpose=FIRST, person=None, at=at, until=until)
        desk.log(w, "server", "made a link for the first admin", "people")
    return secret


def admins(w: Writing) -> list[Person]:
    """Return those who can sign in as an admin."""
    return [one for one in w.persons() if one.role == "admin" and one.password and one.disabled is None]


def ticket(desk: Desk, secret: str) -> Ticket:
    """Return the one-time link with a secret; raises Refusal where it is no longer good, or never was."""
    with desk.store.reading() as r:
        found = r.ticket(digest(secret[:200]))
    if found is None or found.used is not None or found.until <= desk.clock():
        raise Refusal("gone", "people.link_gone")
    return found


def choose_password(desk: Desk, secret: str, password: str, *, name: str = "") -> str:
    """Use a one-time link: set the password of its person, or make the first admin `name`; return the name.

    All sessions of that person end. Raises Refusal.
    """
    link = ticket(desk, secret)
    who = link.person or clean_name(name)
    good_enough(password, who)
    kept = desk.passwords.hash(password)
    at = desk.clock()
    with desk.store.writing() as w:
        if not w.use_ticket(link.number, at=at):
            raise Refusal("gone", "people.link_gone")
        if link.purpose == FIRST:
            if admins(w):
                raise Refusal("gone", "people.link_gone")
            w.put_person(who, role="admin", at=at, password=kept)
            desk.log(w, who, "became the first admin", who)
        else:
            person = _person(w, who)
            if person.disabled is not None:
                raise Refusal("gone", "people.link_gone")
            w.put_person(who, role=person.role, at=at, password=kept)
            w.end_sessions(person.number)
            desk.log(w, who, "chose a password", who)
    return who


def change_password(desk: Desk, visit: Visit, old: str, new: str, address: str) -> None:
    """Change one's own password; all other sessions end. Raises Refusal."""
    with desk.store.reading() as r:
        wait = lockout.locked(r, visit.name, address, desk.clock())
        who = r.person(visit.name)
    if wait:
        raise Refusal("locked", "people.locked", wait=wait)
    if who is None or not desk.passwords.right(who.password, old[: passwords.LONGEST + 1]):
        with desk.store.writing() as w:
            wait = lockout.failed(w, visit.name, address, desk.clock())
        raise Refusal("wrong", "people.old_wrong", wait=wait)
    good_enough(new, visit.name)
    kept, at = desk.passwords.hash(new), desk.clock()
    with desk.store.writing() as w:
        now = _person(w, visit.name)
        w.put_person(visit.name, role=now.role, at=at, password=kept, disabled=now.disabled)
        w.end_sessions(now.number, but=visit.session)
        desk.log(w, visit.name, "changed their password", visit.name)


def add_person(desk: Desk, visit: Visit, name: str, role: str) -> str:
    """Make an account without a password; return the secret of the link by which one is chosen."""
    name, at = clean_name(name), desk.clock()
    if role not in ROLES:
        raise Refusal("wrong", "people.role_wrong")
    with desk.store.writing() as w:
        if any(_alike(one.name) == _alike(name) for one in w.persons()):
            raise Refusal("wrong", "people.name_taken")
        person = w.put_person(name, role=role, at=at)
        desk.log(w, visit.name, "added a person", name, {"role": role})
        return _link(desk, w, person)


def new_link(desk: Desk, visit: Visit, name: str) -> str:
    """Return the secret of a new link by which a person chooses a password; older ones end."""
    with desk.store.writing() as w:
        person = _person(w, name)
        desk.log(w, visit.name, "made a link for a password", name)
        return _link(desk, w, person)


def change_role(desk: Desk, visit: Visit, name: str, role: str) -> None:
    """Give a person another role; the last admin keeps theirs. Raises Refusal."""
    if role not in ROLES:
        raise Refusal("wrong", "people.role_wrong")
    with desk.store.writing() as w:
        person = _person(w, name)
        if role != "admin":
            _spare_last(w, name)
        w.put_person(name, role=role, at=desk.clock(), password=person.password, disabled=person.disabled)
        desk.log(w, visit.name, "changed a role", name, {"from": person.role, "to": role})


def disable(desk: Desk, visit: Visit, name: str) -> None:
    """Let a person in no more: sessions and keys end, what they decided stays. Raises Refusal."""
    with desk.store.writing() as w:
        person, at = _person(w, name), desk.clock()
        _spare_last(w, name)
        w.put_person(name, role=person.role, at=at, password=None, disabled=at)
        w.end_sessions(person.number)
        w.revoke_tokens(person.number, at=at)
        desk.log(w, visit.name, "disabled a person", name)


def enable(desk: Desk, visit: Visit, name: str) -> str:
    """Let a person in again, with a new password; return the secret of the link by which it is chosen."""
    with desk.store.writing() as w:
        person = _person(w, name)
        w.put_person(name, role=person.role, at=desk.clock())
        desk.log(w, visit.name, "enabled a person", name)
        return _link(desk, w, person)


def end_session(desk: Desk, visit: Visit, number: int) -> None:
    """End one of one's own sessions; raises Refusal for one that is not."""
    with desk.store.writing() as w:
        if not w.end_session(number, person=visit.number):
            raise Refusal("missing")
        desk.log(w, visit.name, "ended a session", visit.name)


def make_token(desk: Desk, visit: Visit, name: str, scopes: list[str], days: int) -> str:
    """Make a key and return it: it is shown this once. Raises Refusal."""
    name, at = clean_name(name), desk.clock()
    if not scopes or not set(scopes) <= set(scopes_of(visit.role or "")):
        raise Refusal("wrong", "people.scopes_wrong")
    if not 1 <= days <= LONGEST_STAY:
        raise Refusal("wrong", "people.days_wrong")
    secret = TOKEN + fresh()
    with desk.store.writing() as w:
        w.put_token(
            digest(secret), person=visit.number, name=name, scopes=frozenset(scopes), at=at,
            until=at + days * 86_400 * SECOND,
        )  # fmt: skip
        desk.log(w, visit.name, "made a key", name, {"scopes": sorted(set(scopes)), "days": days})
    return secret


def revoke_token(desk: Desk, visit: Visit, number: int) -> None:
    """Make a key useless: one's own, or anybody's for an admin. Raises Refusal."""
    with desk.store.writing() as w:
        whose = None if visit.may("admin") else visit.number
        if not w.revoke_token(number, at=desk.clock(), person=whose):
            raise Refusal("missing")
        desk.log(w, visit.name, "revoked a key", f"key {number}")


def good_enough(password: str, name: str) -> None:
    """Raise Refusal, with the rule, for a new password that is not good enough."""
    broken = passwords.fault(password, name)
    if broken is not None:
        raise Refusal("wrong", f"people.password_{broken}")


def _link(desk: Desk, w: Writing, person: Person) -> str:
    """Make a link by which a person chooses a password."""
    secret, at = fresh(), desk.clock()
    until = at + desk.settings.invitation * SECOND
    w.put_ticket(digest(secret), purpose=CHOOSE, person=person.number, at=at, until=until)
    return secret


def _person(w: Writing, name: str) -> Person:
    """Return a person who is there."""
    found = w.person(name)
    if found is None:
        raise Refusal("missing")
    return found


def _spare_last(w: Writing, name: str) -> None:
    """Refuse to take the last admin away."""
    if [one.name for one in admins(w)] == [name]:
        raise Refusal("wrong", "people.last_admin")


def _alike(name: str) -> str:
    """Return what names have in common that a person would take for the same."""
    return unicodedata.normalize("NFKC", name).casefold()
