"""From an article to what it says: one module a kind of thing, a general grammar, words from the lexicon."""
