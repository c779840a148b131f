"""The engine that asks a Cube deployment over HTTP."""

from pipeline.engines.cube.engine import CubeEngine

__all__ = ["CubeEngine"]
