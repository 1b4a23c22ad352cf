"""From a coded report to the accounts that linking compares: one an incident."""

from __future__ import annotations

from marsad.errors import InputError
from marsad.linking import Account, words
from marsad.pipeline.code import Coded
from marsad.store.reports import digest_of

KEY = 16
"""Hexadecimal digits of the report's digest that begin an account's key."""


def accounts(coded: Coded) -> tuple[Account, ...]:
    """Return the accounts of a coded report in the order of its incidents, their evidence left out.

    Raises InputError where the report has no language.
    """
    report = coded.report
    if report.lang is None:
        raise InputError(f"the report {report.id!r} has no language: code it with `pipeline.code.code`")
    digest = digest_of(report)
    rare = words(report) if coded.incidents else frozenset()
    return tuple(
        Account(
            key=f"{digest[:KEY]}-{number}",
            report=digest,
            incident=incident,
            published=report.published,
            lang=report.lang,
            title=report.title,
            words=rare,
            vector=coded.vectors.get(number),
        )
        for number, incident in enumerate(coded.incidents, 1)
    )
