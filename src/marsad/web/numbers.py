"""Numbers and names that stand in addresses, within what both databases can hold."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

LARGEST = 2**53
"""What JSON's numbers hold in every language."""

Number = Annotated[int, Path(ge=1, le=LARGEST)]
"""The number of an incident, a session, a key."""

Digest = Annotated[str, Path(pattern="^[0-9a-f]{8,64}$")]
"""The digest of a report or a judgement, or the beginning of it."""

Account = Annotated[str, Path(pattern="^[0-9a-f]{16}-[1-9][0-9]{0,5}$")]
"""The key of an account: a report's telling of an incident."""
