"""The seven services and their contracts; it imports nothing else of this package."""

from taller.catalog.services import OURS, SERVICES, SIBLINGS, Service, service_named
from taller.catalog.specs import contract_path, load_contract

__all__ = [
    "OURS",
    "SERVICES",
    "SIBLINGS",
    "Service",
    "contract_path",
    "load_contract",
    "service_named",
]
