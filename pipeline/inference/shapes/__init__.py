"""The shapes that people keep tables in, and the queries that make rows of things and times of them."""
