"""The questions over HTTP: reading only, described by OpenAPI, from the same registry."""
