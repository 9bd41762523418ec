"""The files of Swagger UI, as the distribution flask-swagger-ui carries them."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

ASSETS = (
    "swagger-ui.css",
    "swagger-ui-bundle.js",
    "favicon-16x16.png",
    "favicon-32x32.png",
)
"""The files that the page asks for, and the only ones that are served."""


@cache
def _folder() -> Path | None:
    """Return the folder of the files; None if the distribution is not installed.

    The package is found and not imported, which would bring Flask into a process that does without.
    """
    spec = find_spec("flask_swagger_ui")
    places = (spec.submodule_search_locations if spec else None) or ()
    return next((Path(place) / "dist" for place in places), None)


def asset(name: str) -> Path | None:
    """Return where the file *name* of Swagger UI stands; None if the page has no such file."""
    folder = _folder()
    if folder is None or name not in ASSETS:
        return None
    return folder / name
