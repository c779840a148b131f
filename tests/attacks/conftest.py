from __future__ import annotations

from collections.abc import Iterator

import pytest
from attacks import disk
from attacks.withstand import Attacked, attacked

from pipeline import Settings


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, demo_settings: Settings) -> Iterator[Attacked]:
    """One for the attacks of a module, with the module's own ``LIMITS`` and, where it says so,
    ``SMALL_DISK``."""
    small_disk = getattr(request.module, "SMALL_DISK", False)
    if small_disk and not disk.can_be_mounted():
        pytest.skip("nobody can have a small disk here: user namespaces are switched off")
    given = demo_settings.model_dump(exclude_unset=True)
    with attacked(given, small_disk, **request.module.LIMITS) as server:
        yield server
