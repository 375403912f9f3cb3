"""An article as the learned choice of events sees it: what stands at and around each of its tokens."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extraction.events.drafts import EventDraft, Surroundings
from pipeline.recognition.mentions import Mention
from pipeline.recognition.word_features import WordClass, Words
from pipeline.vietnamese.dates import DateMention

EDGE = "^"
"""Key of what lies beyond the sentence."""
_OPEN, _CLOSE = frozenset("“‘"), frozenset("”’")
LEAD, MIDDLE = 4, 8
"""Sentences after the headline that are told apart one by one, and those that are told apart from the rest."""


class View:
    """What has been found in an article, by token; `drafts`: the events that the grammar reads in it."""

    def __init__(self, around: Surroundings, words: Words, drafts: Sequence[EventDraft]) -> None:
        self.around, self.text, self.drafts = around, around.text, drafts
        text = around.text
        size = len(text)
        self.headline_end = text.paragraph(0)[1] if size else 0
        self._headline_sentence = text.sentence_of[self.headline_end - 1] if self.headline_end else 0
        self.classes: list[WordClass] = [words.known(word) for word in text.words]
        self.kind_at: list[str] = [""] * size
        self.starting: dict[int, Mention] = {}
        self.ending: dict[int, Mention] = {}
        for mention in (*around.laws, *around.organizations, *around.persons, *around.places):
            self._note(mention)
        self.in_date = {
            i for day in around.dates for i in range(text.token_at(day.start), text.token_at(day.end_offset - 1) + 1)
        }
        self.days: list[tuple[int, DateMention]] = around.days()
        self.days_of: dict[int, list[int]] = defaultdict(list)
        for i, _ in self.days:
            self.days_of[text.sentence_of[i]].append(i)
        keys = text.keys
        self.headline_keys = set(keys[: self.headline_end])
        self.headline_pairs = set(pairwise(keys[: self.headline_end]))
        self.pairs = Counter(pairwise(keys))
        self.quoted = _quoted(around)
        self.draft_at: dict[int, set[int]] = defaultdict(set)
        for n, draft in enumerate(drafts):
            for first, _ in draft.mentions:
                self.draft_at[first].add(n)

    def _note(self, mention: Mention) -> None:
        for i in range(mention.first, mention.last):
            self.kind_at[i] = self.kind_at[i] or mention.kind
        known = self.starting.get(mention.first)
        if known is None or mention.last > known.last:
            self.starting[mention.first] = mention
        known = self.ending.get(mention.last)
        if known is None or mention.first < known.first:
            self.ending[mention.last] = mention

    def region(self, i: int) -> str:
        """Where token i stands: H headline, L0 L1 … a sentence of the lead, M the middle, N what follows."""
        if i < self.headline_end:
            return "H"
        after = self.text.sentence_of[i] - self._headline_sentence
        return f"L{after}" if after < LEAD else "M" if after < MIDDLE else "N"

    def concept(self, i: int) -> str:
        """The kind of happening that the words at token i are words of, "-" where they are none."""
        cue = self.around.cues["event-types"].get(i)
        return cue.concept.name if cue else "-"


def _quoted(around: Surroundings) -> list[bool]:
    """Whether each token stands in curly quotation marks that open in its line."""
    inside, found = False, list[bool]()
    for word, line in zip(around.text.words, around.text.breaks, strict=True):
        inside = (inside and not line and word not in _CLOSE) or word in _OPEN
        found.append(inside)
    return found
