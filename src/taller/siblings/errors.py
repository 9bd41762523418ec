"""What can go wrong with a sibling.

SiblingError
├── SiblingNotConfigured   nobody said where it is
├── SiblingUnavailable     it does not answer, or not now
└── SiblingUnintelligible  it answers something that its contract does not have
"""


class SiblingError(Exception):
    """The root; ``service`` is the sibling's name."""

    def __init__(self, service: str, detail: str) -> None:
        super().__init__(detail)
        self.service = service


class SiblingNotConfigured(SiblingError):
    def __init__(self, service: str) -> None:
        variable = f"TALLER_{service.upper()}_URL"
        super().__init__(service, f"No se sabe dónde está {service}: falta {variable}.")


class SiblingUnavailable(SiblingError):
    def __init__(self, service: str) -> None:
        super().__init__(service, f"El servicio {service} no responde. Hay que repetirlo más tarde.")


class SiblingUnintelligible(SiblingError):
    def __init__(self, service: str, what: str) -> None:
        super().__init__(service, f"El servicio {service} no cumple su contrato: {what}.")
