"""From tokens to mentions: what names a person, an organization, a law, a place, learned from annotated articles; the
words of the lexicon that stand in a text, the mentions that rooms above fill in, and recognisers from other libraries.
"""
