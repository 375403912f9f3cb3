"""The reconciliation service: which of the published things do the rows of somebody's table name.

https://reconciliation-api.github.io/specs/0.2/, as OpenRefine and other clients ask it.
"""
