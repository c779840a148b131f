"""What a connection can be waiting for."""

from enum import Enum


class Stage(Enum):
    HEADER = "the header of a request, begun or not"
    BODY = "the rest of a body"
    LINGER = "the rest of a body whose request is answered"
    ANSWER = "us"
