"""What is published as data: dataset, catalog, feed, changes and withdrawals, and the store that SPARQL is asked of."""
