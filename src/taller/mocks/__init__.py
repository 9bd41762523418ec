"""Stand-ins for the siblings, each made from its contract alone."""

from taller.mocks.app import Manner, StandIn, create_stand_in
from taller.mocks.openapi.document import ContractError

__all__ = ["ContractError", "Manner", "StandIn", "create_stand_in"]
