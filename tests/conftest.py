"""Hypothesis profiles: short and the same in every run; long and at random by hand (``HYPOTHESIS_PROFILE=long pytest -k …``)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("short", max_examples=100, derandomize=True, **_QUIET)
settings.register_profile("long", max_examples=5_000, **_QUIET)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))
