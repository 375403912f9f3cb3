"""What an address asks, put back into an address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode


@dataclass(frozen=True)
class Asking:
    """What may be asked of a page that has pages: fields are parameters, `page` counts from 1."""

    def query(self, **changed: Any) -> str:
        """It as the query of an address, "?type=minister", with some fields changed; "" where nothing is asked."""
        new = replace(self, **({"page": 1} | changed))
        fields = {k: v for k, v in vars(new).items() if v and not (k == "page" and v == 1)}
        return "?" + urlencode(fields) if fields else ""
