"""JSON as the record keeps it: keys sorted, nothing escaped that need not be, the same bytes everywhere."""

from __future__ import annotations

import json
from typing import Any


def dump(value: Any) -> str:
    """Return `value` as JSON text with sorted keys; NaN and infinities are refused with a ValueError."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def load(text: str) -> Any:
    """Return the value of JSON text."""
    return json.loads(text)
