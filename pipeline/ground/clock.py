"""The time of a run, and how it is written: one moment for all that a run says."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def now() -> datetime:
    """The time of this run: SOURCE_DATE_EPOCH where it is set (reproducible-builds.org), else the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.replace(microsecond=0)


def timestamp(moment: datetime) -> str:
    """A moment in UTC as xsd:dateTime: 2026-01-02T03:04:05Z."""
    return moment.isoformat().replace("+00:00", "Z")
