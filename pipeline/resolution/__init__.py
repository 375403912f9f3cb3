"""Which things are one: entities of an article are matched with registers and get their canonical IRIs."""
