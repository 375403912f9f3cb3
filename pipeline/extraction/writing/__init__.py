"""From mentions to a record: which mentions of an article are one thing, its fields, and the evidence of each."""
