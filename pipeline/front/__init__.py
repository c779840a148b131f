"""What a request meets before a route: who may come, how many, how fast and with how much."""

from pipeline.front.clients import client_of
from pipeline.front.guard import guarded

__all__ = ["client_of", "guarded"]
