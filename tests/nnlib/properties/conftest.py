"""Hypothesis settings: the same examples every time, so that a failure on one machine is a failure on all.

`HYPOTHESIS_PROFILE=explore` looks for new ones.
"""

import os

from hypothesis import HealthCheck, settings

common = dict(deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
settings.register_profile("fixed", max_examples=60, derandomize=True, **common)
settings.register_profile("explore", max_examples=2000, **common)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))
