"""The promises that checks of our own hold a service to: what Schemathesis does not see."""

from taller.contracts.promises.kinds import Promise

OWN: tuple[Promise, ...] = ()
