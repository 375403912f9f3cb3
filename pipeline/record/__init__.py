"""The record and its way to RDF: the model (the published contract), IRIs, the context compiled into N-Quads,
validation.

Here stands also what may be done to a whole record without knowing the article: renaming and merging its things,
keeping only what is sure enough, quoting the sentence around a name.
"""
