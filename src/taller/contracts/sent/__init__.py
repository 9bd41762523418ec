"""What of an operation is sent: its parameters, the properties of its body, and what their schemas demand."""

from taller.contracts.sent.tally import Tally, parts

__all__ = ["Tally", "parts"]
