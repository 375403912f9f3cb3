"""From tokens to mentions: the words of the lexicon that stand in a text, the mentions that rooms above fill in, and
recognisers from other libraries that may give a second opinion on names.
"""
