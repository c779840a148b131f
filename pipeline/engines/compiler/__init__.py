"""Cube query -> DuckDB SQL with bound parameters."""
