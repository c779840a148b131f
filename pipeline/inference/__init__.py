"""An ordinary Cube data model from data that nobody prepared."""
