"""The tests of contracts know no service."""

import subprocess
import sys

CODE = """
import sys
import taller.contracts, taller.contracts.hooks
print(*sorted(name for name in sys.modules if name.startswith("taller.")))
"""


def test_the_harness_imports_neither_the_invoices_nor_the_stand_ins() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)

    packages = {name.split(".")[1] for name in done.stdout.split()}
    assert packages <= {"catalog", "contracts", "documents"}
