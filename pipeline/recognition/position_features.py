"""What stands at a place of a text: words of the lexicon, names that the grammar reads, quotes, lines, capitals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product

from pipeline.recognition.cues import Cue, Cues
from pipeline.recognition.views import capital_runs
from pipeline.registers.dictionary import Dictionary
from pipeline.vietnamese.text import Text

Found = tuple[int, int, str, str]
"""What the grammar found: first token, one past the last, kind, rule."""

Flags = list[list[str]]

_BY_NAME = frozenset({"organization-types", "place-levels", "document-types", "titles", "cities", "bodies"})
_BY_KIND = frozenset({"roles"})
_PLAIN = (
    "fields", "surnames", "countries", "regions", "provinces", "towns", "districts", "event-types", "statement-kinds",
)  # fmt: skip
_HEADLINE_VERBS = frozenset({"told"})
"""Verbs that tell a happening in a headline say nothing of names; the model was not learned with them."""
_SCHEMES = (*sorted(_BY_NAME), *sorted(_BY_KIND), *_PLAIN)
_OPENING, _CLOSING = frozenset("“\"‘'«"), frozenset("”\"’'»")
_QUOTES = _OPENING | _CLOSING | frozenset("()")
_BARRIERS = frozenset({".", ";", ":", "”", '"'})
_JOINING = frozenset("/-–&")
_LONGEST_SHAPE = 9
_FURTHEST_HEAD, _FURTHEST_BEHIND = 12, 8
_FURTHEST_ACRONYM = 16


def position_features(text: Text, cues: Cues, grammar: Iterable[Found], dictionary: Dictionary) -> Flags:
    """For each token the flags of its place."""
    found: Flags = [[] for _ in text.words]
    _lexicon(found, cues)
    _dictionary(found, text, dictionary)
    _grammar(found, grammar)
    _layout(found, text)
    _written_together(found, text)
    _quotes(found, text)
    for start, end in capital_runs(text):
        _run(found, start, end)
    for scheme, tag in (("organization-types", ".oh"), ("document-types", ".lh"), ("place-levels", ".ph")):
        _heads(found, text, cues[scheme], tag, scheme == "organization-types")
    _document(found, text, cues)
    return found


def _outer(cues: dict[int, Cue]) -> list[Cue]:
    outer: list[Cue] = []
    end = 0
    for first, cue in cues.items() if _rising(cues) else sorted(cues.items()):
        if first >= end:
            outer.append(cue)
            end = cue.last
    return outer


def _rising(cues: dict[int, Cue]) -> bool:
    """Whether cues were found from left to right, as `find_cues` finds them."""
    before = -1
    for first in cues:
        if first < before:
            return False
        before = first
    return True


_TAGS: dict[tuple[str, str, frozenset[str]], tuple[tuple[str, ...], str, str]] = {}
"""The flags of a cue, made once: of its first token, of those after it, of its last one."""


def _tags(scheme: str, cue: Cue) -> tuple[tuple[str, ...], str, str]:
    concept = cue.phrase.concept
    told = concept.name if scheme in _BY_NAME else concept.broader or "" if scheme in _BY_KIND else ""
    key = (scheme, told, cue.phrase.kinds)
    if key not in _TAGS:
        label = scheme[:3] + scheme[-2:]
        begins = [f"{label}B", *([f"{label}B{told}"] if told else [])]
        _TAGS[key] = (
            (*begins, *(f"{label}:{kind}" for kind in sorted(key[2] - _HEADLINE_VERBS))),
            f"{label}I",
            f"{label}L",
        )
    return _TAGS[key]


def _lexicon(found: Flags, cues: Cues) -> None:
    for scheme in _SCHEMES:
        for cue in _outer({i: cue for i, cue in cues[scheme].items() if cue.kinds != _HEADLINE_VERBS}):
            begins, inner, ends = _tags(scheme, cue)
            found[cue.first] += begins
            for i in range(cue.first + 1, cue.last):
                found[i].append(inner)
            found[cue.last - 1].append(ends)
    for cue in _outer(cues["words"]):
        for kind in sorted(cue.phrase.kinds):
            found[cue.first].append(f"wo:{kind}")
            found[cue.last - 1].append(f"woL:{kind}")


_DICTIONARY = {
    capitals: tuple(f"d{part}" + "".join("X" if big else "x" for big in capitals) for part in "BL")
    for size in (2, 3, 4)
    for capitals in product((False, True), repeat=size)
}
"""The flags of the first and last syllable of a word by which of its syllables are capitalised."""


def _dictionary(found: Flags, text: Text, dictionary: Dictionary) -> None:
    capital = text.capital
    for first, last in dictionary.words_in(text):
        begins, ends = _DICTIONARY[tuple(capital[first:last])]
        found[first].append(begins)
        for k in range(first + 1, last - 1):
            found[k].append("dI")
        found[last - 1].append(ends)


def _grammar(found: Flags, grammar: Iterable[Found]) -> None:
    for first, last, kind, rule in grammar:
        tag = f"g{kind[:3]}"
        if last - first == 1:
            found[first] += [f"{tag}U", f"{rule}U"]
            continue
        found[first] += [f"{tag}B", f"{rule}B"]
        inner = [f"{tag}I", f"{rule}I"]
        for i in range(first + 1, last - 1):
            found[i] += inner
        found[last - 1] += [f"{tag}L", f"{rule}L"]


def _layout(found: Flags, text: Text) -> None:
    """Where lines and sentences begin and end, which line it is, and what no space parts from the token before."""
    lines = [i for i, new in enumerate(text.breaks) if new]
    for line, tag in ((0, ".HEADLINE"), (1, ".LEAD"), (len(lines) - 1, ".LASTLINE")):
        if line < len(lines) and (line < 2) == (tag != ".LASTLINE"):
            for i in range(lines[line], lines[line + 1] if line + 1 < len(lines) else len(text)):
                found[i].append(tag)
    for i in lines:
        found[i].append("LINE")
    starts, ends = text.plain_starts, text.plain_ends
    for first, last in text.sentences():
        found[first].append("SENT")
        found[last - 1].append(".END")
        for i in range(first + 1, last):
            if starts[i] == ends[i - 1]:
                found[i].append("GLUED")


def _written_together(found: Flags, text: Text) -> None:
    """The shape of what stands without a space around a slash, a hyphen or "&", and where in it a token stands: the
    number of a document ("0/Y/A0"), a day ("0/0/Y"), a name of two ("A&A", "a-a"). Of such a number also that it is
    one (N), and how far behind it a token stands in its sentence: a document that has a number needs no more name."""
    starts, ends, words, size = text.plain_starts, text.plain_ends, text.words, len(text)
    end = 0
    for i, word in enumerate(words):
        if word not in _JOINING or i < max(end, 1):
            continue
        first = last = i
        while first > end and starts[first] == ends[first - 1] and words[first - 1].isalnum():
            first -= 1
        while last < size - 1 and starts[last + 1] == ends[last] and _joins(words, last + 1):
            last += 1
        end = last + 1
        if first == i or last == i:
            continue
        shape = "".join(_sign(words[k]) for k in range(first, end))[:_LONGEST_SHAPE]
        numbered = "A" in shape and ("0" in shape or "Y" in shape)
        for k in range(first, end):
            part = "B" if k == first else "L" if k == last else "I"
            found[k] += (f"j{part}{shape}", f"j{part}N") if numbered else (f"j{part}{shape}",)
        if numbered:
            for k in range(end, min(end + _FURTHEST_BEHIND, text.sentence(last)[1])):
                found[k].append(f".n{min(k - last, 4)}")


def _joins(words: Sequence[str], i: int) -> bool:
    """Whether a token goes on what is written together: a word or number, or a sign with one behind it."""
    return words[i].isalnum() or (words[i] in _JOINING and i + 1 < len(words) and words[i + 1].isalnum())


def _sign(word: str) -> str:
    """What a token is in a shape: Y a year, 0 another number, A capitals, a a capitalised word, x a small one."""
    if word.isdigit():
        return "Y" if len(word) == 4 and word[:2] in ("19", "20") else "0"
    if not word.isalpha():
        return word if word in _JOINING else "0"
    return "A" if word.isupper() else "a" if word[0].isupper() else "x"


def _quotes(found: Flags, text: Text) -> None:
    """What stands in quotation marks or brackets that close in the same line."""
    opened = {"QUOTED": -1, "BRACKETED": -1}
    for i, word in enumerate(text.words):
        if text.breaks[i]:
            opened = {"QUOTED": -1, "BRACKETED": -1}
        if word not in _QUOTES:
            continue
        what = "BRACKETED" if word in "()" else "QUOTED"
        start = opened[what]
        if start >= 0 and (word == ")" or word in _CLOSING):
            for k in range(start + 1, i):
                found[k].append(what)
            opened[what] = -1
        elif word == "(" or word in _OPENING:
            opened[what] = i


_RUNS = [[(f".rl={min(n, 6)}", f".r<{min(i, 4)}", f".r>{min(n - 1 - i, 4)}") for i in range(n)] for n in range(11)]
"""The flags of each token of runs of capitalised words of up to ten."""


def _run(found: Flags, start: int, end: int) -> None:
    """Where a token stands in its run of capitalised words."""
    size = end - start
    if size < len(_RUNS):
        for i, flags in enumerate(_RUNS[size], start):
            found[i] += flags
        return
    for i in range(start, end):
        found[i] += (".rl=6", f".r<{min(i - start, 4)}", f".r>{min(end - 1 - i, 4)}")


def _heads(found: Flags, text: Text, heads: dict[int, Cue], tag: str, named: bool) -> None:
    """The nearest head before a token in its sentence, and how far it is; `named`: small letters must be allowed."""
    words = text.words
    fit = sorted(i for i, cue in heads.items() if not named or text.capital[i] or "small" in cue.phrase.kinds)
    for n, i in enumerate(fit):
        cue = heads[i]
        begin = cue.last - 1
        following = fit[n + 1] if n + 1 < len(fit) else len(words)
        last = min(text.sentence(i)[1], begin + _FURTHEST_HEAD + 1, following + 1)
        concept, comma = cue.phrase.concept.name, ""
        for k in range(max(i + 1, begin + 1), last):
            word = words[k]
            if word in _BARRIERS:
                break
            if word == ",":
                comma = ","
            far = k - begin
            if far < 4:
                found[k] += (f"{tag}{far}{comma}", f"{tag}{concept}{comma}")
            else:
                found[k] += (f"{tag}4{comma}" if far < 7 else f"{tag}7{comma}", f"{tag}{concept}+{comma}")


def _document(found: Flags, text: Text, cues: Cues) -> None:
    """How the same word is written elsewhere in the article: capitals within sentences, small, after a title."""
    words, keys, capital = text.words, text.keys, text.capital
    small = Counter(keys)
    capitals = [i for i, big in enumerate(capital) if big]
    small.subtract(keys[i] for i in capitals)
    first_of_sentence = {first for first, _ in text.sentences()}
    within = [i for i in capitals if i not in first_of_sentence]
    big = Counter(words[i] for i in within)
    title_ends = {cue.last for scheme in ("titles", "roles") for cue in cues[scheme].values()}
    titled = {words[i] for i in within if i in title_ends}
    bracketed = _bracketed(text, within, cues["organization-types"])
    for i in capitals:
        word, flags = words[i], found[i]
        flags += (f".db{min(big[word], 4)}", f".ds{min(small[keys[i]], 2)}")
        if word in titled:
            flags.append("titled")
        if word in bracketed:
            flags.append(f"acronym:{bracketed[word]}")


def _bracketed(text: Text, within: Sequence[int], heads: dict[int, Cue]) -> dict[str, str]:
    """Acronyms that stand in brackets, with the head of the body that is named before them."""
    words = text.words
    found: dict[str, str] = {}
    for i in within:
        word = words[i]
        if len(word) > 1 and words[i - 1] == "(" and word.isupper() and i + 1 < len(words) and words[i + 1] == ")":
            before = range(i - 2, max(0, i - _FURTHEST_ACRONYM), -1)
            found.setdefault(word, next((heads[k].phrase.concept.name for k in before if k in heads), "none"))
    return found
