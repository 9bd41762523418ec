"""Who may do what: roles, who acts, and the two refusals."""

from dataclasses import dataclass
from enum import Enum

from taller.invoices.domain.errors import InvoiceError


class Role(Enum):
    """What a key is good for; each role includes those before it."""

    READ = "lectura"
    ISSUE = "emision"
    ADMIN = "administracion"

    def includes(self, other: "Role") -> bool:
        order = list(Role)
        return order.index(self) >= order.index(other)


LONGEST_NAME = 200


@dataclass(frozen=True)
class Actor:
    """Who acts in a request."""

    name: str
    """As the history keeps it: 1 to 200 characters."""
    role: Role

    def __post_init__(self) -> None:
        if not 1 <= len(self.name) <= LONGEST_NAME:
            raise ValueError(f"an actor's name has 1 to {LONGEST_NAME} characters, not {len(self.name)}")


ANYONE = Actor("anónimo", Role.ADMIN)
"""Who acts where a service asks for no keys."""


class Unauthenticated(InvoiceError):
    """Nobody in particular asks, or somebody who cannot prove it; which ids there are is not said."""

    rule = "sin-clave"
    title = "Falta una clave válida"

    def __init__(self, *, given: bool = False) -> None:
        """:param given: whether the request brought a credential, albeit a wrong one."""
        super().__init__(
            "La clave no es válida: está mal escrita, o ya no sirve."
            if given
            else "Hace falta una clave, en la cabecera «Authorization: Bearer …»."
        )
        self.given = given


class Forbidden(InvoiceError):
    rule = "rol-insuficiente"
    title = "El rol no basta"

    def __init__(self, needed: Role) -> None:
        super().__init__(f"Esta operación pide una clave con el rol «{needed.value}».")
        self.needed = needed
