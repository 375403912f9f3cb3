"""Who took part in an event, where the words say so: "ông A dự hội nghị", "với sự tham dự của ông A", "ông A thăm B".

To be named in the sentence of an event is not to be there: a road to a person's house, a victim, who signed before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from pipeline.extraction.events.drafts import EventDraft, Span, Surroundings
from pipeline.ground.rules import rule
from pipeline.recognition.mentions import PersonMention

PARTICIPANT = rule(
    "event.participant",
    "a person who attends, leads, opens or speaks at an event, meets another or is met, as the words say",
    examples=[
        ("Sáng 27/6, ông «Trần Văn An» dự hội nghị tại Vinh.", "Trần Văn An"),
        ("Sáng 27/6, bà «Lê Thị Mai», Chủ tịch UBND tỉnh Nghệ An, chủ trì cuộc họp.", "Lê Thị Mai"),
        (
            "Sáng 27/6, xã mở hội nghị với sự tham dự của ông «Trần Văn An» và bà «Lê Thị Mai».",
            "Trần Văn An, Lê Thị Mai",
        ),
        ("Phát biểu tại hội nghị sáng 27/6, ông «Trần Văn An» cho biết việc đã xong.", "Trần Văn An"),
        ("Sáng 27/6, ông «Trần Văn An» hội đàm với bà «Lê Thị Mai».", "Trần Văn An, Lê Thị Mai"),
        ("Tham dự hội nghị sáng 27/6 có các ông: «Trần Văn An», «Lê Văn Tám».", "Trần Văn An, Lê Văn Tám"),
    ],
    counter=[
        "Sáng 27/6, xã làm lễ khởi công con đường vào nhà mẹ Lê Thị Mai.",
        "Sáng 27/6, tòa mở phiên tòa xét xử kẻ giết ông Trần Văn An.",
        "Sáng 27/6, ông Trần Văn An không dự hội nghị.",
        "Sáng 27/6, hội nghị bàn về đơn của ông Trần Văn An.",
        "Sáng 27/6, hội nghị công bố quyết định do ông Trần Văn An ký.",
        "Tham gia vào việc phá hội nghị sáng 27/6 còn có ông Trần Văn An.",
    ],
)
_MEETINGS = frozenset({"meeting", "visit", "dialogue"})
"""Kinds of events that are told by what one person does to another."""
_LIST_MARKS = frozenset(",:;-–()")
REACH = 14
"""How many tokens after the verb of one who attends the event may be named at most."""


def participants(around: Surroundings, draft: EventDraft) -> list[PersonMention]:
    """The persons that took part, in the order of the text."""
    reader = _Participation(around, draft)
    return sorted({id(p): p for p in reader.found()}.values(), key=lambda p: p.first)


class _Participation:
    """Reads the sentences that name an event; each of its tokens is passed once, however many names it has."""

    def __init__(self, around: Surroundings, draft: EventDraft) -> None:
        self.around, self.text, self.words = around, around.text, around.cues.words
        self.draft = draft
        self.persons = {person.first: person for person in around.persons}
        self._after_list: dict[int, int] = {}

    def found(self) -> list[PersonMention]:
        """The persons, some of them perhaps twice."""
        named: dict[int, list[Span]] = defaultdict(list)
        for span in sorted(self.draft.mentions):
            named[self.text.sentence(span[0])[0]].append(span)
        found: list[PersonMention] = []
        for begin, spans in named.items():
            _, end = self.text.sentence(begin)
            met = {last for _, last in spans} if self.draft.concept_name in _MEETINGS else set[int]()
            opened = end
            for k in range(begin, end):
                if k in self.persons and self._acts(self.persons[k], spans, begin, end):
                    found.append(self.persons[k])
                after = self._list_opens(k, k in met, begin)
                if after is not None and (opened == end or after >= opened):
                    listed, opened = self._listed(after, end)
                    found += listed
        return found

    def _acts(self, person: PersonMention, spans: list[Span], begin: int, end: int) -> bool:
        """Whether a person is the subject of a verb of attending before the event, or of the event itself."""
        j = self._past_list(person.last, end)
        if self.words["not-done"].end(self.text, j) > j:
            return False
        here = bisect_left(spans, (j, 0))
        if here < len(spans) and spans[here][0] == j:
            return self.draft.concept_name in _MEETINGS
        last = self.words["takes-part"].end(self.text, j)
        if last > j:
            return here < len(spans) and spans[here][0] <= last + REACH
        at_event = self.words["speaks-at"].end(self.text, begin)
        if at_event == begin or self.around.cues.at("statement-kinds", j) is None:
            return False
        said = bisect_left(spans, (at_event, 0))
        return said < len(spans) and spans[said][0] <= at_event + 2 and spans[said][1] <= person.first

    def _list_opens(self, k: int, meets: bool, begin: int) -> int | None:
        """One past the words that open a list of who was there, if they stand at token k; meets: the event ends there,
        and is one of those that one person does to another."""
        after = self.words["with-presence-of"].end(self.text, k)
        if after > k:
            return after
        if meets:
            after = self.words["with-whom"].end(self.text, k)
            return after if after > k else None
        if k == begin and (attends := self.words["takes-part"].end(self.text, k)) > k:
            if self.words["into-doing"].end(self.text, attends) > attends:
                return None  # tham gia *vào việc* lừa đảo còn có …
            opens = range(attends, min(attends + REACH, len(self.text)))
            return next((i + 1 for i in opens if self.text.keys[i] in self.words["there-is"]), None)
        return None

    def _listed(self, first: int, end: int) -> tuple[list[PersonMention], int]:
        """The persons of a list that begins at a token, titles, offices, bodies and marks between them; and its end."""
        found, j = [], first
        while j < end:
            if j in self.persons:
                found.append(self.persons[j])
                j = self.persons[j].last
            elif (after := self._past(j)) > j:
                j = after
            else:
                break
        return found, j

    def _past_list(self, j: int, end: int) -> int:
        """The first token at or after j that is no further person, title, office, body or mark of a list."""
        passed: list[int] = []
        while j < end and j not in self._after_list:
            passed.append(j)
            after = self.persons[j].last if j in self.persons else self._past(j)
            if after <= j:
                break
            j = after
        last = self._after_list.get(j, j)
        self._after_list.update(dict.fromkeys(passed, last))
        return last

    def _past(self, j: int) -> int:
        """One past the title, office, body, place, mark or joining word at token j; j where there is none."""
        cues = self.around.cues
        held = self.around.taken.covering(j)
        if held is not None and held.first == j and held.kind != "person":
            return held.last
        for scheme in ("roles", "titles"):
            if cue := cues.at(scheme, j):
                return cue.last
        pronoun = cues.at("words", j)
        if pronoun is not None and "pronoun" in pronoun.kinds:
            return pronoun.last
        if self.text.words[j] in _LIST_MARKS:
            return j + 1
        return self.words["between-participants"].end(self.text, j)
