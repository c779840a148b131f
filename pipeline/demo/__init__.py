"""The demo company: a Cube data model and the generator of its data."""
