"""Letters: bytes of any encoding to Unicode text, and text of old fonts, of broken or doubled encodings made whole.

What is converted is said in notes. Offsets point into the converted text; the original is kept by its digest.
Composed and decomposed Unicode are both kept as received: the grammar sees through them.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

from pipeline.ground.errors import ReadError
from pipeline.reading.language import tongue
from pipeline.vietnamese.syllables import is_syllable

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_NUMBERED = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|(\d{1,7}));")
_MOJIBAKE = re.compile("[ÃÄÅÆ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|á[º»]")
"""UTF-8 of two and three bytes, read as windows-1252 or Latin-1."""

_ETH = str.maketrans({"\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ", "\u0256": "đ"})
_ETH_WORD = re.compile("[^\\W\\d_]*[\u00d0\u00f0\u0189\u0256][^\\W\\d_]*")
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n"})
_TYPESETTING = re.compile(
    "[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|(?<=\\w)\u200d(?=\\w)"
)
_TAGS = re.compile(r"<(?:script|style)\b[^<]*(?:<(?!/(?:script|style))[^<]*)*|<[^<>]*>", re.I)
_LATIN_1 = re.compile("[\x80-\xff]")
_NO_LETTER = "[^\x00-\x7f\u0100-\U0010ffff\xa0«»·àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ]"
_ODD = re.compile(f"(?<=[A-Za-z]){_NO_LETTER}|{_NO_LETTER}(?=[A-Za-z])")
"""A character of Latin-1 that Vietnamese has not, within a word: "héi nghÞ chuyÓn ®æi", "hoäi nghò chuyeån ñoåi"."""
_FONTS = ("tcvn3", "vni", "viscii")
FONT_SAMPLE = 4_000
"""Characters of a text by which the font it was typed for is told."""


@dataclass(frozen=True)
class Decoded:
    """Text, the encoding it was in, and what had to be done to it."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, where: str, declared: str = "") -> Decoded:
    """Text of bytes; line ends become line feeds. Raises ReadError where no encoding gives Vietnamese or ASCII text.

    declared: what a page, a header or the user says; UTF-8 that is valid is believed before it.
    """
    found = _by_mark(data) or _utf8(data) or _declared(data, declared) or _utf16(data) or _by_reading(data)
    if found is None:
        broken = _first_invalid(data)
        line = data.count(b"\n", 0, broken) + 1
        raise ReadError(
            where if data.count(b"\n") in (0, 1) and line == 1 else f"{where}:{line}",
            f"byte {broken} is not UTF-8, and no Vietnamese encoding (UTF-16, windows-1258, TCVN3, VNI, VISCII) fits",
            "save the file as UTF-8",
        )
    return Decoded(found.text.replace("\r\n", "\n").replace("\r", "\n"), found.encoding, found.notes)


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                return None
            name = encoding.removesuffix("-sig")
            return Decoded(text, name, () if name == "utf-8" else (f"letters: {name} converted",))
    return None


def _utf8(data: bytes) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return Decoded(text, "utf-8") if text.count("\0") * 4 < len(text) or not text else None


def _declared(data: bytes, declared: str) -> Decoded | None:
    name = declared.strip().lower()
    if name in _FONTS:
        return _of_font(data.decode("latin-1"), name)
    try:
        text = data.decode(name) if name and name not in ("utf-8", "utf8") else None
    except (LookupError, UnicodeDecodeError):
        return None
    if text is None or not (name in ("utf-16", "utf-16le", "utf-16be") or tongue(_words(text)).vietnamese):
        return None
    return Decoded(unicodedata.normalize("NFC", text), name, (f"letters: {name} converted",))


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: the upper bytes of Vietnamese are 0, 1, 3, 0x1E or 0x20."""
    sample = data[:4096]
    for encoding, upper in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        fitting = sum(byte in b"\x00\x01\x03\x1e\x20" for byte in upper)
        if len(upper) > 3 and fitting > 0.95 * len(upper) and upper.count(0) > 0.4 * len(upper):
            try:
                return Decoded(data.decode(encoding), encoding, (f"letters: {encoding} converted",))
            except UnicodeDecodeError:
                return None
    return None


def _by_reading(data: bytes) -> Decoded | None:
    """The single-byte encoding whose text reads as Vietnamese."""
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
        if tongue(_words(text)).vietnamese and not _LATIN_1.search(re.sub("[^\x80-\x9f]", "", text)):
            return Decoded(text, "windows-1258", ("letters: windows-1258 converted",))
    except UnicodeDecodeError:
        pass
    return _of_fonts(data.decode("latin-1"))


def _words(text: str) -> str:
    """A text without tags and scripts, should it be HTML: what its language is judged by."""
    return _TAGS.sub(" ", text) if "<" in text else text


def _first_invalid(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _of_font(text: str, name: str) -> Decoded:
    from viparse.normalize.encodings import CHARMAPS
    from viparse.normalize.tables import convert

    return Decoded(convert(text, CHARMAPS[name]), name, (f"letters: {name.upper()} converted",))


def _of_fonts(text: str) -> Decoded | None:
    """Text typed for an old font (TCVN3, VNI, VISCII), converted by the table whose text reads best, if one does."""
    best, name, sample = 0.0, "", _words(text)[:FONT_SAMPLE]
    for font in _FONTS:
        found = tongue(_of_font(sample, font).text)
        if found.own >= 0.1 and found.syllables > max(best, 0.8):
            best, name = found.syllables, font
    return _of_font(text, name) if name else None


def old_font(text: str) -> str:
    """The old font (tcvn3, vni, viscii) whose letters a text is written in, or "".

    A whole article must be asked: a name or a headline is too short to tell.
    """
    sample = text[:FONT_SAMPLE]
    odd = len(_ODD.findall(sample)) if not sample.isascii() else 0
    if odd < 5 or odd < 0.1 * len(sample.split()):
        return ""
    found = _of_fonts(text)
    return found.encoding if found is not None else ""


def mended(text: str, font: str = "") -> tuple[str, tuple[str, ...]]:
    """A text with what makes it unreadable put right, and notes of what was: UTF-8 that was read as another encoding,
    HTML entities, Eth for Đ, the spaces and line ends of typesetting, and the letters of an old font, if that is given.
    """
    notes: list[str] = []
    if "&" in text and _ENTITY.search(text):
        text, count = _without_entities(text)
        if count:
            notes.append("letters: HTML entities converted")
    if not text.isascii():
        if _MOJIBAKE.search(text):
            fixed = "\n".join(_demojibaked(line) for line in text.split("\n"))
            if fixed != text:
                text = fixed
                notes.append("letters: text encoded twice mended")
        text = text.translate(_SPACES)
        if font:
            converted = _of_font(text, font)
            text = converted.text
            notes.extend(converted.notes)
        if _ETH_WORD.search(text):
            with_d = _ETH_WORD.sub(_eth, text)
            if with_d != text:
                text = with_d
                notes.append("letters: Đ written as another letter mended")
    if "\ufffd" in text:
        notes.append(f"letters: {text.count(chr(0xFFFD))} lost before it came here")
    return text, tuple(notes)


def _without_entities(text: str) -> tuple[str, int]:
    """Text with its entities as letters; those of characters that may not stand in a text are left."""
    count = 0

    def letter(match: re.Match[str]) -> str:
        nonlocal count
        found = html.unescape(match.group())
        if numbered := _NUMBERED.fullmatch(match.group()):
            code = int(numbered[1], 16) if numbered[1] else int(numbered[2])
            if code < 32 and code not in (9, 10, 13):
                return match.group()
        count += found != match.group()
        return found

    return _ENTITY.sub(letter, text), count


def _demojibaked(line: str) -> str:
    """A line whose UTF-8 was read as windows-1252 or Latin-1, mended where the result is certain."""
    if not _MOJIBAKE.search(line):
        return line
    import ftfy

    fixed = ftfy.fix_encoding(line)
    certain = fixed != line and not _MOJIBAKE.search(fixed) and "\ufffd" not in fixed
    words = re.findall(r"[^\W\d_]+", fixed) if certain else []
    return fixed if words and sum(map(is_syllable, words)) >= 0.5 * len(words) else line


def _eth(match: re.Match[str]) -> str:
    word = match.group().translate(_ETH)
    return word if is_syllable(word) else match.group()


def without_typesetting(text: str) -> str:
    """Text of a page or document without soft hyphens, zero-width characters and marks of direction."""
    return text if text.isascii() else _TYPESETTING.sub("", text.translate(_SPACES))
