"""Legal documents cited in Vietnamese text: "Luật số 57/2020/QH14", "Luật Thanh niên năm 2020", "66-NQ/TW"."""

from __future__ import annotations

import re

from pipeline.extraction.laws.titles import by_subject, titled
from pipeline.recognition.cues import Cue, Cues
from pipeline.recognition.mentions import LawMention, Spans
from pipeline.registers.laws import LawRegister
from pipeline.vietnamese.text import Text

_NUMBER = re.compile(r"(?<![\w/.,-])\d{1,6}(?:/\d{4})?[/-][A-ZĐƯ][\wĐđ]*(?:[/-][A-ZĐƯ&][\wĐđ&]*)*")
_BARE_NUMBER = re.compile(r"\d{1,5}(?:/\d{4})?\Z")


def find_laws(text: Text, cues: Cues, organizations: Spans, register: LawRegister) -> list[LawMention]:
    """Find citations, left to right, none overlapping.

    Grammar: kind and number, kind and title and year, kind and issuer and subject, after the Law on
    Promulgation of Legal Documents 2015, art. 4 and 10, and the party's rules for its documents.
    """
    numbers = {text.token_at(m.start()): m for m in _NUMBER.finditer(text.plain)}
    kinds, found, i = cues["document-types"], list[LawMention](), 0
    while i < len(text):
        body = organizations.covering(i)
        if body is not None and body.first != i:
            i += 1  # Công ty *Luật SBLaw*
            continue
        mention = _with_kind(text, cues, kinds[i], numbers, organizations, register) if i in kinds else None
        if mention is None and found and (before := found[-1]).number and _leads_to(text, before.last, i):
            mention = _series(text, i, before, numbers)
        if mention is None and i in numbers:
            mention = _number_alone(text, i, numbers[i])
        if mention is None:
            i += 1
        else:
            found.append(mention)
            i = mention.last
    return found


def _leads_to(text: Text, last: int, i: int) -> bool:
    """Whether only a comma, và, or số stands between the end of a citation and token i."""
    between = text.keys[last:i]
    return 0 < len(between) <= 2 and between[0] in {",", "và", "hoặc"} and between[1:] in ([], ["số"])


def _series(text: Text, i: int, before: LawMention, numbers: dict[int, re.Match[str]]) -> LawMention | None:
    """Nghị định 29 và *178*; các Nghị định số 131/2025/NĐ-CP, *132/2025/NĐ-CP*: numbers of the kind named before."""
    kind, concept = before.document_type, before.concept
    if i in numbers:
        number, last, rule = numbers[i].group(), _number_end(text, numbers[i]), "law.number"
    elif _BARE_NUMBER.match(text.words[i]) and before.rule == "law.short-number" and not _counts(text, i):
        number, last, rule = text.words[i], i + 1, "law.short-number"
    else:
        return None
    label = concept.label if concept else kind
    return LawMention(i, last, "law", rule, f"{label} {number}", concept, kind, number, None, _year_in(number))


def _counts(text: Text, i: int) -> bool:
    """Whether the number at i counts something (Nghị định 29 và 3 thông tư), as a small word after it tells."""
    return i + 1 < len(text) and text.words[i + 1].isalpha() and not text.capital[i + 1] and text.keys[i + 1] not in {
        "của", "về", "và", "quy", "đã", "do", "được", "thì", "có", "là",
    }  # fmt: skip


def _number_end(text: Text, match: re.Match[str]) -> int:
    return text.token_at(match.end() - 1) + 1


def _year_in(number: str) -> str | None:
    match = re.search(r"/((?:19|20)\d\d)/", number)
    return match.group(1) if match else None


_KIND_OF_CODE = (
    ("QH", "luat"), ("NĐ-CP", "nghi-dinh"), ("NQ", "nghi-quyet"), ("TTLT", "thong-tu-lien-tich"), ("TT-", "thong-tu"),
    ("QĐ", "quyet-dinh"), ("CT", "chi-thi"), ("KL", "ket-luan"), ("CĐ-", "cong-dien"), ("KH-", "ke-hoach"),
)  # fmt: skip


def _letters(number: str) -> str:
    return re.sub(r"^\d+(/\d{4})?[/-]", "", number)


def _kind_of(number: str) -> str | None:
    """Kind of document that the letters of a number tell, if they do."""
    return next((kind for code, kind in _KIND_OF_CODE if _letters(number).startswith(code)), None)


def _compatible(code_kind: str, kind: str) -> bool:
    """Whether a kind may bear a number whose letters tell `code_kind`; all acts of the National Assembly bear QH."""
    return code_kind == kind or code_kind in kind or (code_kind == "luat" and kind in _OF_NATIONAL_ASSEMBLY)


_OF_NATIONAL_ASSEMBLY = frozenset({"bo-luat", "nghi-quyet", "constitution", "phap-lenh", "nghi-quyet-lien-tich"})


def _number_alone(text: Text, i: int, match: re.Match[str]) -> LawMention | None:
    """A number without a kind word, if its letters tell the kind: 66-NQ/TW."""
    number = match.group()
    kind = _kind_of(number)
    letters = _letters(number)
    if kind is None or ("/" not in letters and "-" not in letters and not letters.startswith("QH")):
        return None
    return LawMention(
        i, _number_end(text, match), "law", "law.number", number, None, kind, number, None, _year_in(number)
    )


def _with_kind(
    text: Text,
    cues: Cues,
    cue: Cue,
    numbers: dict[int, re.Match[str]],
    organizations: Spans,
    register: LawRegister,
) -> LawMention | None:
    i, j, kinds = cue.first, cue.last, cue.kinds
    if "law" not in kinds:
        return None
    k = j + 1 if j < len(text) and text.keys[j] == "số" else j
    if k < len(text) and k in numbers and not text.breaks[k]:
        number = numbers[k].group()
        last = _number_end(text, numbers[k])
        code = _kind_of(number)
        rule = "law.number" if code is None or _compatible(code, cue.concept.name) else "law.number-mismatch"
        return LawMention(
            i, last, "law", rule, f"{cue.concept.label} {number}", cue.concept, cue.concept.name, number,
            None, _year_in(number),
        )  # fmt: skip
    stated = k > j or (text.capital[i] and k < len(text) and not _counts(text, k))
    if k < len(text) and stated and _BARE_NUMBER.match(text.words[k]) and not text.breaks[k] and "subject" in kinds:
        return LawMention(
            i, k + 1, "law", "law.short-number", text.written(i, k + 1), cue.concept, cue.concept.name, text.words[k]
        )
    if "titled" in kinds:
        return _with_number(text, titled(text, cues, cue, register), numbers) if text.capital[i] else None
    return by_subject(text, cue, organizations) if "subject" in kinds else None


def _with_number(text: Text, found: LawMention | None, numbers: dict[int, re.Match[str]]) -> LawMention | None:
    """Luật Tổ chức chính quyền địa phương *số 72/2025/QH15*: the number after a title belongs to it."""
    if found is None or found.last >= len(text) or text.breaks[found.last]:
        return found
    k = found.last + 1 if text.keys[found.last] == "số" else found.last
    if k in numbers:
        found.number = numbers[k].group()
        found.year = _year_in(found.number) or found.year
        found.last, found.rule = _number_end(text, numbers[k]), "law.number"
    return found
