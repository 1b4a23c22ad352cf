"""What the databases' errors mean, in words that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, exc

from marsad.errors import StoreError

HOW = "name a file, sqlite:///file or postgresql+psycopg://user@host/name"
_SAFE = "nothing of what was under way is kept, all before it is safe"

_SAYINGS = (
    (("disk is full", "no space left", "could not extend file", "disk quota"),
     f"the disk is full: {_SAFE}; make room and do it again"),
    (("readonly", "read-only", "permission denied", "insufficient privilege"),
     "the record may not be written: {safe}; mind the rights of the file and of its folder"),
    (("database is locked", "lock timeout", "locknotavailable", "canceling statement due to lock"),
     f"another writer held the record for too long: {_SAFE}; do it again when that one is done"),
    (("not a database", "malformed", "corrupt"),
     "the file is no sound SQLite database: restore a backup with `marsad restore`, or name another file"),
    (("connection refused",
      "connection is bad", "could not connect", "connection failed", "server closed",
      "terminating connection",
      "connection is lost", "connection timeout", "could not translate host", "failed to resolve",
      "ssl error",
      "connection already closed", "the connection is closed", "consuming input failed"),
     f"the database cannot be reached: {_SAFE}; see that it runs and that the address is right"),
    (("unable to open database", "no such file"),
     "the record cannot be opened: mind the path and the rights of the file and of its folder"),
    (("disk i/o error", "input/output error"),
     f"the disk failed: {_SAFE}; look after the disk before going on"),
    (("password authentication", "role ", "no pg_hba", "does not exist"),
     "the database refuses: mind its name, the user and the password"),
)  # fmt: skip


def say(error: BaseException, place: str) -> StoreError:
    """Return the StoreError that tells a person what `error`, met at `place`, means and what to do."""
    inner = getattr(error, "orig", None) or error
    told = " ".join(str(inner).split())
    heard = f"{type(inner).__name__} {told}".lower()
    for signs, saying in _SAYINGS:
        if any(sign in heard for sign in signs):
            return StoreError(f"{place}: {saying.replace('{safe}', _SAFE)} ({told[:200]})")
    return StoreError(
        f"{place}: {type(inner).__name__}: {told[:300]}; {_SAFE}; run `marsad doctor`, and report this"
    )


@contextmanager
def told(engine: Engine) -> Iterator[None]:
    """Turn the database's errors within the block into StoreError."""
    try:
        yield
    except exc.DBAPIError as error:
        raise say(error, place_of(engine)) from error
    except exc.SQLAlchemyError as error:
        raise say(error, place_of(engine)) from error


def place_of(engine: Engine) -> str:
    """Return how to name a database in a message, never with its password."""
    if engine.dialect.name == "sqlite":
        return "SQLite"
    return engine.url.render_as_string(hide_password=True)
