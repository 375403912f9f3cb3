"""The language itself: a text as tokens with offsets, its sentences and paragraphs, dates, numbers, the shape of
personal names.

Nothing here knows what a record or a lexicon is; offsets always point into the original text.
"""
