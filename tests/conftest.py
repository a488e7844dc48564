"""Settings that all tests share."""

from hypothesis import settings

settings.register_profile("compiled", deadline=None)  # the first call of a kernel compiles it, and takes its time
settings.load_profile("compiled")
