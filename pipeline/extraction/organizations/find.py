"""Organizations of a text, left to right, with the acronyms that it introduces for them."""

from __future__ import annotations

from pipeline.extraction.organizations.grammar import OrganizationGrammar
from pipeline.extraction.organizations.rules import ACRONYM
from pipeline.extraction.organizations.wholes import with_inner_body
from pipeline.recognition.mentions import OrganizationForm, OrganizationMention
from pipeline.vietnamese.text import Text


def find_organizations(grammar: OrganizationGrammar) -> list[OrganizationMention]:
    """Find organizations, left to right, none overlapping but for the body inside a unit's name (`body`).

    An acronym in brackets right after a name is bound to it and found in the rest of the text.
    """
    text, found, i = grammar.text, [], 0
    heads = grammar.cues["organization-types"]
    acronyms: dict[str, OrganizationMention] = {}
    while i < len(text):
        mention = grammar.at(i) if i in heads else None
        if mention is None and text.words[i] in acronyms:
            origin = acronyms[text.words[i]]
            mention = OrganizationMention(
                i, i + 1, "organization", ACRONYM, origin.name, origin.concept, origin.head, origin.place
            )
            mention.form = OrganizationForm.ACRONYM
        if mention is None:
            i += 1
            continue
        with_inner_body(grammar, mention)
        if acronym := bind_acronym(text, mention):
            acronyms[acronym] = mention
        found.append(mention)
        i = mention.last
    return found


def bind_acronym(text: Text, mention: OrganizationMention) -> str | None:
    """Bind to a body the acronym in brackets right after its name; returns it where it alone stands for the body."""
    j = mention.last
    if j + 2 >= len(text) or text.words[j] != "(" or text.words[j + 2] != ")":
        return None
    word = text.words[j + 1]
    if len(word) < 2 or not word.isalpha() or not word.isupper() or word in ("TP", "TX"):
        return None
    words = text.written(mention.first, mention.last).split()
    if _initials(words) != word == _initials(words[1:]):
        mention.acronym = f"{mention.head} {word}"  # Cục Cảnh sát giao thông (CSGT): later Cục CSGT
        return None
    mention.acronym = word
    return word


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words if word[0].isalpha()).upper()
