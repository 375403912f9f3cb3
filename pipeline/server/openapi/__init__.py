"""The OpenAPI 3.1 document: all that the server answers, for programs (https://spec.openapis.org/oas/v3.1.1)."""
