"""Which step of the tables' history a database stands at, and the way to the newest one."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from marsad.errors import StoreError

VERSION_TABLE = "marsad_version"


def standing(connection: Connection) -> str | None:
    """Return the step at which a database stands; None where it holds no record.

    Raises StoreError where it holds something else.
    """
    tables = set(inspect(connection).get_table_names())
    if VERSION_TABLE not in tables:
        if tables:
            some = ", ".join(sorted(tables)[:5])
            raise StoreError(
                f"the database holds other tables ({some}) and no record of marsad: name another database"
            )
        return None
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()


def newest() -> str:
    """Return the step that this marsad works with."""
    head = _scripts().get_current_head()
    assert head is not None, "the package holds no migration"
    return head


def require_newest(at: str | None) -> None:
    """Raise StoreError, with what to do, unless a database stands at the newest step."""
    if at == newest():
        return
    if at is None:
        raise StoreError("the database holds no record yet: make one with `marsad init`")
    require_known(at)
    raise StoreError(
        f"the record stands at step {at} and this marsad works with {newest()}: make a backup of it, "
        "then bring it up with `marsad init`"
    )


def require_known(at: str) -> None:
    """Raise StoreError where a newer marsad made the database."""
    if at not in {script.revision for script in _scripts().walk_revisions()}:
        raise StoreError(
            f"the record stands at step {at}, which this marsad does not know: a newer one made it; install "
            "the newest marsad"
        )


def bring_up(connection: Connection) -> None:
    """Run the steps that are missing, within the connection's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "marsad.store:migrations")
    config.attributes["version_table"] = VERSION_TABLE
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
