"""What others have written down once and for all: the SKOS lexicon, administrative units of both eras, legal
documents, the dictionary.

A register answers look-ups by name, number or code; it never sees an article.
"""
