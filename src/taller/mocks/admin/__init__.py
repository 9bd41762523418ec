"""The admin path: a stand-in's state, faults and journal, shown and changed while it runs."""

from taller.mocks.admin.door import Admin
from taller.mocks.admin.managed import Managed, State
from taller.mocks.admin.views import ROOT

__all__ = ["ROOT", "Admin", "Managed", "State"]
