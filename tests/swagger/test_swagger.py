"""The page of Swagger UI and its files."""

import base64
import hashlib
import re
import subprocess
import sys

import pytest

from taller.swagger import POLICY, asset, page
from taller.swagger.assets import ASSETS


@pytest.mark.parametrize("name", ASSETS)
def test_every_file_of_the_page_is_there(name: str):
    path = asset(name)

    assert path is not None
    assert path.is_file()


@pytest.mark.parametrize(
    "name", ["", ".", "..", "index.css", "LICENSE", "../__init__.py", "swagger-ui.css/..", "/etc/passwd"]
)
def test_no_other_file_is(name: str):
    assert asset(name) is None


def test_the_page_asks_for_those_files_alone():
    html = page("Título", "../openapi.json", ".")

    asked = set(re.findall(r'(?:href|src)="([^"]+)"', html))

    assert asked == {f"./{name}" for name in ASSETS} | {"../openapi.json"}


def test_a_slash_after_the_folder_makes_no_difference():
    assert page("t", "c", "/docs/") == page("t", "c", "/docs")


def test_what_is_put_in_the_page_stays_text():
    html = page('<b>"&', '"><script>', "'><script>")

    assert "<b>" not in html
    assert "&lt;b&gt;&quot;&amp;" in html
    assert html.count("<script>") == 1


def test_no_element_has_a_handler_in_it():
    assert re.search(r"\son\w+=", page("t", "c", "a")) is None


def test_the_policy_lets_that_script_run_and_no_other():
    script = re.search(r"<script>(.*?)</script>", page("t", "c", "a"), re.DOTALL)
    assert script is not None
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()

    (said,) = [one for one in POLICY.split("; ") if one.startswith("script-src")]

    assert said == f"script-src 'self' 'sha256-{digest}'"


def test_finding_the_files_imports_no_flask():
    code = (
        "import sys; from taller.swagger import asset; print(asset('swagger-ui.css'), 'flask' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.endswith("swagger-ui.css False\n")
