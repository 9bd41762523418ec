"""A sampler for those who may need one."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.schemas import Fits

if TYPE_CHECKING:
    from taller.mocks.sampling import Sampler


class LateSampler:
    """A sampler that is made when it is first asked: most stand-ins never need one."""

    def __init__(self, fits: Fits, seed: int) -> None:
        """Sample what passes *fits*, repeatably from *seed*."""
        self._fits = fits
        self._seed = seed

    @cached_property
    def _sampler(self) -> "Sampler":
        from taller.mocks.sampling import Sampler

        return Sampler(self._fits, self._seed)

    def value(self, schema: Node, **how: Any) -> Any:
        """Return a value that is valid under *schema*; see `Sampler.value`."""
        return self._sampler.value(schema, **how)
