"""What a speaker asked, said, promised: "Bí thư Tỉnh đoàn đề nghị [ai] [làm gì]", over the following sentences too."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.ground.rules import rule
from pipeline.recognition.cues import Cue, Cues
from pipeline.recognition.mentions import PersonMention, RoleMention
from pipeline.vietnamese.text import Text

Span = tuple[int, int]
REPORTED = rule(
    "statement.reported",
    "what a person says, asks, promises, to the end of the sentence",
    examples=[
        ("Ông Trần Văn An cho biết: “«Việc này đã xong”».", "Trần Văn An"),
        ("Ông Trần Văn An đến. Ông cũng khẳng định «việc này phải làm ngay».", "Trần Văn An"),
        ("Ông Trần Văn An cho biết thêm rằng «việc này đã xong từ lâu».", "Trần Văn An"),
    ],
    counter=["Theo báo cáo, việc này đã xong.", "Báo chí cho biết việc này đã xong.", "Ông Trần Văn An cho biết."],
)
REQUEST = rule(
    "statement.request",
    "what is asked of whom, to the end of the paragraph",
    examples=[
        (
            "Ông Trần Văn An đề nghị các chi bộ «cần học tập nghị quyết. Việc này phải xong trước Tết».",
            "Trần Văn An to các chi bộ",
        ),
        (
            "Ông Trần Văn An đề nghị các chi bộ «cần học tập nghị quyết mới». Ảnh: Lê Văn Tám",
            "Trần Văn An to các chi bộ",
        ),
    ],
    counter=["Đơn đề nghị đã gửi hôm qua.", "Ông Trần Văn An nhận đề nghị."],
)
CONTINUED = rule(
    "statement.continued",
    "a request that goes on in the next paragraph, which a link and a modal word open",
    examples=[
        (
            "Ông Trần Văn An đề nghị các chi bộ cần học tập nghị quyết.\nBên cạnh đó «cần chăm lo đoàn viên nghèo».",
            "Trần Văn An to các chi bộ",
        ),
    ],
    counter=[
        "Ông Trần Văn An đề nghị các chi bộ cần học tập nghị quyết.\nBên cạnh đó trời mưa to.",
        "Bên cạnh đó cần chăm lo đoàn viên nghèo.",
    ],
)
MAX_ADDRESSEE = 15


@dataclass
class StatementDraft:
    """Kind, who speaks and the words that say so, to whom, what, and the verb that tells the kind."""

    kind: str
    speaker: PersonMention
    speaker_span: Span
    addressee: Span | None
    text: Span
    verb: Span
    rule: str


def find_statements(
    text: Text,
    cues: Cues,
    persons: list[PersonMention],
    held: list[tuple[PersonMention, RoleMention]],
    roles: list[RoleMention],
) -> list[StatementDraft]:
    """Find statements whose speaker is a person of the article, named, by role, or by pronoun; in order."""
    found: list[StatementDraft] = []
    holder = {(role.name.casefold(), _key(role)): person for person, role in held}
    by_end = {p.last: p for p in persons}
    role_end = {role.last: role for role in roles}
    end = 0
    for i, cue in sorted(cues["statement-kinds"].items()):
        if i < end or "speech" not in cue.kinds:
            continue
        speaker = _speaker(text, cues, i, by_end, role_end, holder, persons)
        if speaker is None:
            continue
        person, span = speaker
        draft = _statement(text, cues, cue, person, span)
        if draft is None:
            continue
        found.append(draft)
        end = draft.text[1]
        while draft and draft.kind == "request":
            draft = _continued(text, cues, draft)
            if draft:
                found.append(draft)
                end = draft.text[1]
    return found


def _key(role: RoleMention) -> str:
    return role.organization.head.casefold() if role.organization else ""


def _speaker(
    text: Text,
    cues: Cues,
    verb: int,
    by_end: dict[int, PersonMention],
    role_end: dict[int, RoleMention],
    holder: dict[tuple[str, str], PersonMention],
    persons: list[PersonMention],
) -> tuple[PersonMention, Span] | None:
    j = verb
    while not text.breaks[j] and (adverb := cues.words["before-speech"].start(text, j)) < j:
        j = adverb
    if j in by_end:
        return by_end[j], (by_end[j].begin, j)
    role = role_end.get(j)
    if role is not None and (person := holder.get((role.name.casefold(), _key(role)))):
        return person, (role.first, j)
    for size in (2, 1):
        cue = cues.at("words", j - size)
        if cue and cue.last == j and "pronoun" in cue.kinds:
            before = [p for p in persons if p.first < j]
            near = before and text.sentence_of[j] - text.sentence_of[before[-1].first] <= 3
            return (before[-1], (j - size, j)) if near else None
    return None


def _statement(text: Text, cues: Cues, cue: Cue, person: PersonMention, span: Span) -> StatementDraft | None:
    kind = cue.concept.name
    first, last = cue.last, text.sentence(cue.first)[1]
    if first < len(text) and text.keys[first] in cues.words["goes-on-speech"]:
        first = cue.first  # "ghi nhận và đánh giá cao …": the verbs are what is said
    addressee = None
    if kind == "request":
        last = _trim(text, first, text.paragraph(cue.first)[1])
        modal = next(
            (
                k
                for k in range(first, min(first + MAX_ADDRESSEE, last))
                if (word := cues.at("words", k)) and "modal" in word.kinds
            ),
            None,
        )
        if modal is not None and modal > first and not any(text.words[k] in ",.;:" for k in range(first, modal)):
            addressee, first = (first, modal), modal
    else:
        last = _trim(text, first, last)
    last = _trim(text, first, _before_credit(text, cues, first, last))
    while first < last and (after := _past_opening(text, cues, first)) > first:
        first = after
    return (
        StatementDraft(
            kind,
            person,
            span,
            addressee,
            (first, last),
            (cue.first, cue.last),
            REQUEST if kind == "request" else REPORTED,
        )
        if last - first > 2
        else None
    )


def _past_opening(text: Text, cues: Cues, i: int) -> int:
    """One past the mark or the word (rằng, thêm) at token i that stands between the verb and what is said; else i."""
    return i + 1 if text.words[i] in ',:“"' else cues.words["opens-speech"].end(text, i)


def _before_credit(text: Text, cues: Cues, first: int, last: int) -> int:
    """Where a credit (*Ảnh: Lê Văn Tám*) begins, which nobody has said; else last."""
    for k in range(first, last - 1):
        if text.capital[k] and text.keys[k] in cues.words["credit"] and text.words[k + 1] == ":":
            return k
    return last


def _trim(text: Text, first: int, last: int) -> int:
    while last > first and text.words[last - 1] in ".…;,/":
        last -= 1
    return last


def _continued(text: Text, cues: Cues, before: StatementDraft) -> StatementDraft | None:
    """The next paragraph, where a discourse link and a modal word without subject open it: "Bên cạnh đó cần …"."""
    end = text.paragraph(before.text[0])[1]
    link = cues.at("words", end)
    if link is None or "link" not in link.kinds:
        return None
    modal = cues.at("words", link.last)
    if modal is None or "modal" not in modal.kinds:
        return None
    last = _trim(text, modal.first, text.paragraph(end)[1])
    return StatementDraft(
        before.kind,
        before.speaker,
        before.speaker_span,
        before.addressee,
        (modal.first, last),
        (modal.first, modal.last),
        CONTINUED,
    )
