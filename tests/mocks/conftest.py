"""What every test of the stand-ins may ask for."""

import pytest
from tests.mocks.support import NAMES, Sample, sample


@pytest.fixture(params=NAMES)
def service(request: pytest.FixtureRequest) -> Sample:
    """Each of the six siblings in turn, fresh."""
    return sample(request.param)
