"""Why there is no value.

::

    NoSample
    ├── NothingFits   no value can
    └── OutOfFuel     too much was tried
"""


class NoSample(ValueError):
    """No value was found for a schema; the message says whether any could exist, and why."""


class NothingFits(NoSample):
    """What is asked contradicts itself."""


class OutOfFuel(NoSample):
    """The work that one value may cost is done."""
