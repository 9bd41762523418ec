"""What the stand-ins cost beside other mock servers: ``python -m bench.mocks``, or ``make bench-mocks``."""
