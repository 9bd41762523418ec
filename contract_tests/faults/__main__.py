"""`python -m contract_tests.faults --help`."""

import sys

from contract_tests.faults.command import main

if __name__ == "__main__":
    sys.exit(main())
