"""The Luigi DAG and what each of its tasks does: shards of a month, the way of one article through the rooms below,
digests that tell what must be done again.
"""
