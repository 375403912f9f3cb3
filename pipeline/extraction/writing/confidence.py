"""How sure each rule is: the share of its findings that were right on annotated articles (ontology/confidence.csv).

`tinmo evaluate GOLD ARTICLES --calibrate` measures it. A rule with few findings leans towards what is likely
for any rule: its confidence is (right + 1.6) / (found + 2), so 0.8 for one that was never seen.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping

from pipeline.ground.settings import resource

PRIOR_RIGHT, PRIOR_FOUND = 1.6, 2.0
AROUND_A_MENTION = "0.7"
"""For what is read from the words around a mention: dates, counts, roles, speakers. Not measured by rule yet."""
NAMING = ("law.", "person.", "organization.", "place.")


class Confidences:
    """How sure each rule is, by what was measured; made once and handed down."""

    def __init__(self, measured: Mapping[str, tuple[int, int]]) -> None:
        """measured: (right, found) of each rule."""
        self._measured = {rule: _share(*counts) for rule, counts in measured.items()}

    @classmethod
    def load(cls) -> Confidences:
        """As ontology/confidence.csv tells."""
        with resource("ontology/confidence.csv").open(encoding="utf-8", newline="") as file:
            return cls({row["rule"]: (int(row["right"]), int(row["found"])) for row in csv.DictReader(file)})

    def of(self, rule: str) -> str:
        """Confidence of a rule's findings, 0 to 1, as a decimal text."""
        known = self._measured.get(rule)
        if known is not None:
            return known
        return _share(0, 0) if rule.startswith(NAMING) and rule != "person.title" else AROUND_A_MENTION


def _share(right: int, found: int) -> str:
    """Two decimals at most, as xsd:decimal writes it canonically: "0.9", not "0.90"; a store gives that back."""
    return f"{round((right + PRIOR_RIGHT) / (found + PRIOR_FOUND), 2):g}"
