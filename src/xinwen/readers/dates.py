"""Dates as pages write them, in ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_CHINESE = re.compile(
    r"(?P<y>\d{4})\s?[年/.-]\s?(?P<m>\d{1,2})\s?[月/.-]\s?(?P<d>\d{1,2})\s?日?"
    r"(?:[T ]{0,3}(?P<H>\d{1,2})[:：时](?P<M>\d{1,2})(?:[:：分](?P<S>\d{1,2}))?[分秒]?)?"
)


def iso_date(value: object) -> str | None:
    """A date in ISO 8601 where it can be read, the text itself where it cannot, None where there is none.

    Args:
        value: a string, a date, or seconds or milliseconds since 1970 (UTC).
    """
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_epoch(value)
    text = value.strip() if isinstance(value, str) else ""
    return (_from_text(text) or text) if text else None


def _from_epoch(value: float) -> str:
    seconds = value / 1000 if abs(value) > 1e11 else value
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return str(value)


def _from_text(text: str) -> str | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.isoformat() if len(text) > 10 else moment.date().isoformat()
    except ValueError:
        pass
    if found := _CHINESE.fullmatch(text):
        return _from_parts({name: int(part) for name, part in found.groupdict().items() if part})
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _from_parts(part: dict[str, int]) -> str | None:
    try:
        if "H" not in part:
            return date(part["y"], part["m"], part["d"]).isoformat()
        return datetime(part["y"], part["m"], part["d"], part["H"], part["M"], part.get("S", 0)).isoformat()
    except ValueError:
        return None
