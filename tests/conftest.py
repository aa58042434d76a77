from __future__ import annotations

import pytest
from hypothesis import settings

# A machine that is busy with something else must not fail a test.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test sees what another run found, in this process or in one that it starts."""
    monkeypatch.setenv("TFLINT_MEM_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
