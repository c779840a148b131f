"""A Cube data model: read from YAML, checked, and resolved so that queries compile fast."""
