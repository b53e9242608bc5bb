"""What all tests share: generated inputs are judged by what they find, not by how fast the machine draws them."""

from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
