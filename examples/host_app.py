"""A shop's own application, with the invoices beside its own pages: flask --app examples/host_app run."""

import os

from flask import Flask

from taller.invoices import Invoices, Issuer, Settings

app = Flask(__name__)
invoices = Invoices(
    app,
    Settings(
        database_url=os.environ.get("SHOP_DATABASE_URL", "sqlite:///shop.db"),
        issuer=Issuer("Taller Ruiz, S.L.", "B12345674", "Calle Mayor 1, 28013 Madrid", "28/1234"),
    ),
    url_prefix="/facturacion",
)


@app.get("/")
def home() -> str:
    return "<h1>Taller Ruiz</h1>"


@app.errorhandler(404)
def lost(_error: Exception) -> tuple[str, int]:
    return "<h1>Aquí no hay nada</h1>", 404
