"""Dates of a report: words that tell a day, a month or a year, and the period each of them means.

`find` returns every mention in the order of the text, `at` reads one marked span. Words without a year are
read from the day of publication; where neither the text nor `published` gives a year, none is invented.
"""

from __future__ import annotations

from marsad.text.dates.find import EVENT, Dated, at, find

__all__ = ["EVENT", "Dated", "at", "find"]
