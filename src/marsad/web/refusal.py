"""What the server refuses, as exceptions: the doors' pages and problem documents are made of them."""

from __future__ import annotations

STATUS = {
    "sign_in": 401,
    "form": 403,
    "role": 403,
    "demo": 403,
    "missing": 404,
    "method": 405,
    "slow": 408,
    "gone": 410,
    "large": 413,
    "wrong": 422,
    "locked": 429,
    "fault": 500,
    "record": 503,
}
"""Why something is refused, each with its status (RFC 9110)."""


class Refusal(Exception):  # noqa: N818 - it is an answer, not a fault
    """A request that is not done: `why` is a key of STATUS, `detail` a sentence about this one."""

    def __init__(self, why: str, detail: str = "", *, wait: int = 0) -> None:
        self.why = why
        self.status = STATUS[why]
        self.detail = detail
        self.wait = wait
        super().__init__(detail or why)
