"""What a speaker asked, said, promised: "Bí thư Tỉnh đoàn đề nghị [ai] [làm gì]", over the following sentences too."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extraction.statements.bounds import (
    MAX_ADDRESSEE,
    before_credit,
    before_further,
    past_opening,
    said_from,
    second_verb,
    speaker_stops,
    trim,
)
from pipeline.extraction.statements.speakers import Speakers
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
        ("Ông Trần Văn An nói với báo giới rằng «việc này đã xong từ lâu».", "Trần Văn An"),
        ("Bà Lê Thị Mai «nhấn mạnh ý nghĩa của ngày hội».", "Lê Thị Mai"),
        ("Bà Lê Thị Mai «cảm ơn bà con đã giúp đỡ».", "Lê Thị Mai"),
        ("Ông Trần Văn An khẳng định «việc này đã xong từ lâu», đồng thời nêu rõ việc kia còn dở.", "Trần Văn An"),
        ("Ông Trần Văn An nói và cho biết «việc này đã xong từ lâu».", "Trần Văn An"),
        ("Ông Trần Văn An xác nhận thông tin này và cho biết «việc này đã xong từ lâu».", "Trần Văn An"),
    ],
    counter=[
        "Theo báo cáo, việc này đã xong.",
        "Báo chí cho biết việc này đã xong.",
        "Ông Trần Văn An cho biết.",
        "Ông Trần Văn An nói về kế hoạch học bù cho học sinh.",
        "Ông Trần Văn An phát biểu tại buổi lễ kỷ niệm.",
        "Vợ ông Trần Văn An cho biết việc này đã xong.",
        "Nguồn tin trong chính quyền ông Trần Văn An cho biết việc này đã xong.",
        "Nguồn tin trong chính quyền Tổng thống Mỹ Donald Trump cho biết việc này đã xong.",
        "Ông Trần Văn An và bà Lê Thị Mai khẳng định việc này đã xong.",
        "Ông Trần Văn An gặp bà Lê Thị Mai. Ông cho biết việc này đã xong.",
        "Họ ngăn ông Trần Văn An phát biểu trước Quốc hội.",
        "Các ông Trần Văn An, Lê Văn Tám đến. Các đồng chí hứa sẽ làm tốt.",
    ],
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
        (
            "Ông Trần Văn An đề nghị các chi bộ «cần học tập nghị quyết mới». Ông Lê Văn Tám chụp ảnh cùng đại biểu.",
            "Trần Văn An to các chi bộ",
        ),
        ("Ông Trần Văn An đề nghị các chi bộ «cần học tập nghị quyết mới». H.H", "Trần Văn An to các chi bộ"),
        (
            "Ông Trần Văn An đề nghị các chi bộ «cần học tập nghị quyết mới». Với chi bộ xóm Đông, ông cũng mong muốn "
            "«sớm mở lớp».",
            "Trần Văn An to các chi bộ, Trần Văn An",
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
    speakers = Speakers(text, cues, persons, held, roles)
    end = 0
    for i, cue in sorted(cues["statement-kinds"].items()):
        if i < end or "speech" not in cue.kinds:
            continue
        speaker = speakers.before(i)
        if speaker is None:
            continue
        person, span = speaker
        draft = _statement(text, cues, cue, person, span, persons)
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


def _statement(
    text: Text, cues: Cues, cue: Cue, person: PersonMention, span: Span, persons: list[PersonMention]
) -> StatementDraft | None:
    kind, opened = cue.concept.name, said_from(text, cues, cue)
    if opened is not None and (second := second_verb(text, cues, opened)) is not None:
        cue, kind, opened = second, second.concept.name, said_from(text, cues, second)
    if opened is None:
        return None
    first, last = opened, text.sentence(cue.first)[1]
    addressee = None
    if kind == "request":
        last = trim(text, first, speaker_stops(text, cues, cue, persons))
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
    last = before_further(text, cues, first, last)
    last = trim(text, first, before_credit(text, cues, first, last))
    if text.words[last - 1] == "?" and text.sentence(last - 1)[0] == 0:
        return None  # a headline asks
    while first < last and (after := past_opening(text, cues, first)) > first:
        first = after
    name = REQUEST if kind == "request" else REPORTED
    words = (cue.first, cue.last)
    return StatementDraft(kind, person, span, addressee, (first, last), words, name) if last - first > 2 else None


def _continued(text: Text, cues: Cues, before: StatementDraft) -> StatementDraft | None:
    """The next paragraph, where a discourse link and a modal word without subject open it: "Bên cạnh đó cần …"."""
    end = text.paragraph(before.text[0])[1]
    link = cues.at("words", end)
    if link is None or "link" not in link.kinds:
        return None
    modal = cues.at("words", link.last)
    if modal is None or "modal" not in modal.kinds:
        return None
    last = trim(text, modal.first, text.paragraph(end)[1])
    return StatementDraft(
        before.kind,
        before.speaker,
        before.speaker_span,
        before.addressee,
        (modal.first, last),
        (modal.first, modal.last),
        CONTINUED,
    )
