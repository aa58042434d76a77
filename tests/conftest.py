from __future__ import annotations

from hypothesis import settings

# A machine that is busy with something else must not fail a test.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
