"""Legal documents cited in Vietnamese text: "Luật số 57/2020/QH14", "Luật Thanh niên năm 2020", "66-NQ/TW"."""

from __future__ import annotations

import re

from pipeline.extraction.laws.titles import by_subject, titled
from pipeline.ground.rules import rule
from pipeline.recognition.cues import Cue, Cues
from pipeline.recognition.mentions import LawMention, Spans
from pipeline.registers.laws import LawRegister
from pipeline.registers.lexicon import Lexicon
from pipeline.vietnamese.text import Text

_CAPITAL = "A-Z\u0110\u01af"
"""Capital letters that numbers are written with: those of English, Đ and Ư."""
_NUMBER = re.compile(rf"(?<![\w/.,-])\d{{1,6}}(?:/\d{{4}})?[/-][{_CAPITAL}]\w*(?:[/-][{_CAPITAL}&][\w&]*)*")
_BARE_NUMBER = re.compile(r"\d{1,5}\Z")
_OF_NATIONAL_ASSEMBLY = frozenset({"nghi-quyet", "constitution", "phap-lenh", "nghi-quyet-lien-tich"})
"""Kinds of documents, beside laws and codes, whose numbers have the letters of a law (QH)."""

NUMBER = rule(
    "law.number",
    "a document by its number: after its kind, after another of its kind, or by itself",
    examples=[
        ("Chính phủ ban hành «Nghị định số 13/2021/NĐ-CP».", "13/2021/NĐ-CP"),
        (
            "Các «Nghị định 131/2025/NĐ-CP», «132/2025/NĐ-CP» và số «133/2025/NĐ-CP» quy định việc này.",
            "131/2025/NĐ-CP, 132/2025/NĐ-CP, 133/2025/NĐ-CP",
        ),
        ("Hội nghị quán triệt «25-NQ/TW» tới các chi bộ.", "25-NQ/TW"),
        ("Việc này theo «Luật Thanh niên số 57/2020/QH14».", "57/2020/QH14"),
    ],
    counter=[
        "Số nhà 12/3-A phố Huế.",
        "Quyết định 15/2024 có hiệu lực.",
        "Biển số 37-A1 đã bị thu.",
        "Tờ trình kèm theo 05/TTr-BNV đã gửi.",
        "Nghị định\nsố 13/2021/XX đã cũ.",
    ],
)
MISMATCH = rule(
    "law.number-mismatch",
    "a document by its number, whose letters are those of another kind",
    examples=[("Theo «Quyết định số 12/2024/NĐ-CP», tỉnh đã chi trả.", "12/2024/NĐ-CP")],
    counter=["Theo Bộ luật số 45/2019/QH14, việc này bị cấm.", "Theo Nghị định số 12/2024/NĐ-CP, tỉnh đã chi trả."],
)
SHORT = rule(
    "law.short-number",
    "a document by a number without letters, after its kind or another such one",
    examples=[
        ("Xã thực hiện «Nghị quyết 57».", "57"),
        ("Xã thực hiện «Nghị quyết 57» và «68».", "57, 68"),
    ],
    counter=[
        "Bộ soạn Nghị quyết 3 lần trong năm.",
        "Tỉnh ban hành nghị quyết 57 trang.",
        "Điều 57 và 68 bị bãi bỏ.",
        "Luật 15 đã có.",
    ],
)


def find_laws(
    text: Text, cues: Cues, organizations: Spans, register: LawRegister, lexicon: Lexicon
) -> list[LawMention]:
    """Find citations, left to right, none overlapping.

    Grammar: kind and number, kind and title and year, kind and issuer and subject, after the Law on
    Promulgation of Legal Documents 2015, art. 4 and 10, and the party's rules for its documents.
    """
    reader = _Citations(text, cues, organizations, register, lexicon)
    found, i = list[LawMention](), 0
    while i < len(text):
        mention = reader.at(i, found[-1] if found else None)
        if mention is None:
            i += 1
        else:
            found.append(mention)
            i = mention.last
    return found


class _Citations:
    """Reads the citation that begins at a token."""

    def __init__(self, text: Text, cues: Cues, organizations: Spans, register: LawRegister, lexicon: Lexicon) -> None:
        self.text, self.cues, self.organizations, self.register = text, cues, organizations, register
        self.words = cues.words
        self.kinds = cues["document-types"]
        self.kind_of_letters = lexicon.notations("document-types")
        self.numbers = {text.token_at(m.start()): m.group() for m in _NUMBER.finditer(text.plain)}
        self.number_ends = {
            text.token_at(m.start()): text.token_at(m.end() - 1) + 1 for m in _NUMBER.finditer(text.plain)
        }

    def at(self, i: int, before: LawMention | None) -> LawMention | None:
        """The citation that begins at token i; `before` is the one found last, which a series may go on from."""
        body = self.organizations.covering(i)
        if body is not None and body.first != i:
            return None  # Công ty *Luật SBLaw*
        found = self._with_kind(self.kinds[i]) if i in self.kinds else None
        if found is None and before is not None and before.number and self._leads_to(before.last, i):
            found = self._series(i, before)
        return found or (self._alone(i) if i in self.numbers else None)

    def _leads_to(self, last: int, i: int) -> bool:
        """Whether only a comma, và, or số stands between the end of a citation and token i."""
        text = self.text
        if not last < i <= last + 2 or (text.words[last] != "," and text.keys[last] not in self.words["and-or"]):
            return False
        return i == last + 1 or text.keys[last + 1] in self.words["number-word"]

    def _series(self, i: int, before: LawMention) -> LawMention | None:
        """Nghị định 29 và *178*; các Nghị định số 131/2025/NĐ-CP, *132/2025/NĐ-CP*: of the kind named before."""
        if i in self.numbers:
            return self._numbered(i, i, before.document_type, before, NUMBER)
        if _BARE_NUMBER.match(self.text.words[i]) and before.number_only and not self._counts(i):
            label = before.concept.label if before.concept else before.document_type
            number = self.text.words[i]
            return LawMention(
                i,
                i + 1,
                "law",
                SHORT,
                f"{label} {number}",
                before.concept,
                before.document_type,
                number,
                None,
                _year_in(number),
                number_only=True,
            )
        return None

    def _numbered(self, first: int, i: int, kind: str, of: Cue | LawMention | None, rule_: str) -> LawMention:
        """The document whose number stands at token i, its citation from `first` on."""
        number, concept = self.numbers[i], of.concept if of is not None else None
        name = f"{concept.label if concept else kind} {number}" if of is not None else number
        return LawMention(first, self.number_ends[i], "law", rule_, name, concept, kind, number, None, _year_in(number))

    def _counts(self, i: int) -> bool:
        """Whether the number at i counts something (Nghị định 29 và 3 thông tư), as a small word after it tells."""
        text = self.text
        small = i + 1 < len(text) and text.words[i + 1].isalpha() and not text.capital[i + 1]
        return small and text.keys[i + 1] not in self.words["after-bare-number"]

    def _kind_of(self, number: str) -> str | None:
        """Kind of document that the letters of a number tell, if they do."""
        letters = _letters(number)
        return next((kind for code, kind in self.kind_of_letters if _begins_with_code(letters, code)), None)

    def _alone(self, i: int) -> LawMention | None:
        """A number without a kind word, if its letters tell the kind: 66-NQ/TW."""
        letters = _letters(self.numbers[i])
        kind = self._kind_of(self.numbers[i])
        whole = "/" in letters or "-" in letters or kind == "luat"
        return self._numbered(i, i, kind, None, NUMBER) if kind is not None and whole else None

    def _with_kind(self, cue: Cue) -> LawMention | None:
        text, i, j, kinds = self.text, cue.first, cue.last, cue.kinds
        k = j + 1 if j < len(text) and text.keys[j] in self.words["number-word"] else j
        if k < len(text) and not any(text.breaks[j : k + 1]):
            if k in self.numbers:
                code, kind = self._kind_of(self.numbers[k]), cue.concept.name
                return self._numbered(i, k, kind, cue, NUMBER if _compatible(code, kind) else MISMATCH)
            stated = k > j or (text.capital[i] and not self._counts(k))
            if stated and "subject" in kinds and _BARE_NUMBER.match(text.words[k]):
                return LawMention(
                    i,
                    k + 1,
                    "law",
                    SHORT,
                    text.written(i, k + 1),
                    cue.concept,
                    cue.concept.name,
                    text.words[k],
                    number_only=True,
                )
        if "titled" in kinds:
            return self._with_number(titled(text, self.cues, cue, self.register)) if text.capital[i] else None
        return by_subject(text, self.cues, cue, self.organizations) if "subject" in kinds else None

    def _with_number(self, found: LawMention | None) -> LawMention | None:
        """Luật Tổ chức chính quyền địa phương *số 72/2025/QH15*: the number after a title belongs to it."""
        text = self.text
        if found is None or found.last >= len(text) or text.breaks[found.last]:
            return found
        k = found.last + 1 if text.keys[found.last] in self.words["number-word"] else found.last
        if k in self.numbers:
            found.number = self.numbers[k]
            found.year = _year_in(found.number) or found.year
            found.last, found.rule = self.number_ends[k], NUMBER
        return found


def _year_in(number: str) -> str | None:
    match = re.search(r"/((?:19|20)\d\d)/", number)
    return match.group(1) if match else None


def _letters(number: str) -> str:
    return re.sub(r"^\d+(/\d{4})?[/-]", "", number)


def _begins_with_code(letters: str, code: str) -> bool:
    """Whether a number's letters begin with a code, and not with a longer one: KH-UBND with KH, but not KHCN."""
    return letters.startswith(code) and not letters[len(code) : len(code) + 1].isalpha()


def _compatible(code_kind: str | None, kind: str) -> bool:
    """Whether a kind may bear a number whose letters tell `code_kind`; None where they tell nothing."""
    if code_kind is None or code_kind in kind:
        return True
    return code_kind == "luat" and kind in _OF_NATIONAL_ASSEMBLY
