"""The web application: pages, data by content negotiation, search, SPARQL, the feed."""
