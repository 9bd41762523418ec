"""The HTML that shows a contract."""

from base64 import b64encode
from hashlib import sha256
from html import escape

# The same on every page, for it reads what differs from the element: a policy can name its hash.
SCRIPT = """
(function () {
  var place = document.getElementById("swagger-ui");
  window.ui = SwaggerUIBundle({
    domNode: place,
    url: new URL(place.dataset.contract, document.baseURI).href,
    validatorUrl: null,
    deepLinking: true
  });
})();
"""

_TEMPLATE = """<!DOCTYPE html>
<html lang="es">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" type="image/png" sizes="32x32" href="{assets}/favicon-32x32.png">
<link rel="icon" type="image/png" sizes="16x16" href="{assets}/favicon-16x16.png">
<link rel="stylesheet" href="{assets}/swagger-ui.css">
</head>
<body>
<noscript>Esta página necesita JavaScript; <a href="{contract}">el contrato</a>, no.</noscript>
<div id="swagger-ui" data-contract="{contract}"></div>
<script src="{assets}/swagger-ui-bundle.js"></script>
<script>{script}</script>
</body>
</html>
"""

_SCRIPT_HASH = b64encode(sha256(SCRIPT.encode()).digest()).decode()

POLICY = "; ".join(
    (
        "default-src 'none'",
        "base-uri 'none'",
        "connect-src 'self' http: https:",  # "Try it out" asks the contract's servers, anywhere
        "form-action 'none'",
        "frame-ancestors 'self'",
        "img-src 'self' data:",
        f"script-src 'self' 'sha256-{_SCRIPT_HASH}'",
        "style-src 'self' 'unsafe-inline'",  # Swagger UI writes styles into its elements
    )
)
"""The ``Content-Security-Policy`` under which the page works."""


def page(title: str, contract_url: str, assets_url: str) -> str:
    """Return the page of Swagger UI, as HTML.

    Both URLs may be relative to the page's own, which lets it work behind any prefix: with the page
    at ``/docs/``, the contract is at ``../openapi.json`` and the assets are at ``.``.
    Nothing comes from another host.
    """
    return _TEMPLATE.format(
        title=escape(title),
        contract=escape(contract_url),
        assets=escape(assets_url.rstrip("/")),
        script=SCRIPT,
    )
