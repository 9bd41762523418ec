"""What the demo does with an issued invoice: payments, a correction, a refund, the chain's check."""

from collections.abc import Callable
from typing import Any

from taller.cli.steps import Answer, Stopped

FIRST_PAYMENT_EUR = 200.00
Take = Callable[..., Answer]
"""Takes one step of the day: its text, the service, the request, the status that should come."""


class Books:
    """An issued invoice, from its first payment to the check of the chain."""

    def __init__(self, take: Take, invoice: dict[str, Any]) -> None:
        self._take = take
        self._invoice = invoice
        self._ids = {"id": invoice["facturaId"]}

    def keep(self, returned: dict[str, Any], returned_eur: float) -> None:
        """Have the invoice paid in two parts, one concept of it returned, and the chain checked.

        :param returned: a concept of the correction, whose amount gives *returned_eur* back.
        """
        total = self._invoice["importe"]
        self._pay("Pay a part, by card", FIRST_PAYMENT_EUR, "tarjeta")
        self._pay("Try to pay more than is left: refused", total, "efectivo", expected=409)
        self._pay("Pay the rest, by transfer", round(total - FIRST_PAYMENT_EUR, 2), "transferencia")
        self._require_state("It is paid", "pagada", 0.0)
        self._correct(returned)
        self._require_state("The workshop owes that", "pagada", -returned_eur)
        self._pay("Give it back", -returned_eur, "efectivo")
        self._check()

    def _pay(self, text: str, amount: float, method: str, expected: int = 201) -> None:
        body = {"importe": amount, "metodo": method}
        self._take(text, "facturas", "POST /facturas/{id}/pagos", expected, ids=self._ids, body=body)

    def _require_state(self, text: str, state: str, outstanding: float) -> None:
        read = self._take(text, "facturas", "GET /facturas/{id}", 200, ids=self._ids).body
        if (read["estado"], read["pendiente"]) != (state, outstanding):
            raise Stopped(1, f"the invoice is {read['estado']} with {read['pendiente']} EUR outstanding")

    def _correct(self, returned: dict[str, Any]) -> None:
        body = {
            "metodo": "porDiferencias",
            "motivo": "Devolución",
            "Conceptos": [returned],
        }
        drafted = self._take(
            "Draft a corrective invoice", "facturas", "POST /facturas/{id}/rectificativas", 201,
            ids=self._ids, body=body,
        )  # fmt: skip
        self._take(
            "Issue that", "facturas", "POST /facturas/{id}/emision", 200,
            ids={"id": drafted.body["facturaId"]}, tag=drafted.tag,
        )  # fmt: skip

    def _check(self) -> None:
        request = "GET /registros/verificacion"
        verdict = self._take("Check the chain of records", "facturas", request, 200).body
        if not verdict["correcta"]:
            raise Stopped(1, f"the chain is not as it was made: {verdict['hallazgos'][0]['detalle']}")
