"""Values made up for a schema: each one fits it, or there is none."""

from taller.mocks.sampling.attempt import Direction
from taller.mocks.sampling.refusals import NoSample
from taller.mocks.sampling.sampler import Sampler

__all__ = ["Direction", "NoSample", "Sampler"]
