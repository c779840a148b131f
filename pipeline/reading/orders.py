"""What is said to the process that readers are forked from."""

from __future__ import annotations

import struct
from enum import Enum

ORDER = struct.Struct("!cI")  # an `Order` and the number of a job


class Order(Enum):
    """What can be asked."""

    READ = b"r"
    KILL = b"k"
