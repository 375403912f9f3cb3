"""Which things are one: entities of an article are matched with registers, then over all articles by an authority file
that people may overrule; what comes out has the same shape and canonical IRIs.
"""
