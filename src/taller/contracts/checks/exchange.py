"""What was asked, what came, and what the contract says of that: all that a rule may look at."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from taller.contracts.blame import pointer
from taller.contracts.checks.lookup import header_named, is_json, operation_at, response_for
from taller.contracts.events import Breach

NO_JSON = object()
"""Stands for the value of what is no JSON."""


@dataclass(frozen=True)
class Exchange:
    """An answer to a request of one operation."""

    contract: Mapping[str, Any]
    operation: str
    """Method and path template."""
    status: int
    headers: Mapping[str, str]
    """By lower-case names."""
    body: bytes
    sent: tuple[str, ...] = ()
    """The texts that the request was made of."""
    method: str = ""
    """The one that was asked for, if not the operation's own: a check may ask for another."""

    @property
    def as_promised(self) -> bool:
        """Whether the method was the operation's own."""
        return not self.method

    @cached_property
    def promised(self) -> tuple[str, Mapping[str, Any]] | None:
        """What the contract promises for the status, and its key."""
        return response_for(self.contract, operation_at(self.contract, self.operation), self.status)

    @property
    def content(self) -> Mapping[str, Any]:
        """What the contract promises of the body, by lower-case media types."""
        response = self.promised[1] if self.promised else {}
        return {
            str(name).split(";")[0].strip().lower(): one for name, one in response.get("content", {}).items()
        }

    def promises_header(self, name: str, *statuses: int) -> Mapping[str, Any] | None:
        """Return the header *name* as the contract has it for the status, or for the first of *statuses*."""
        operation = operation_at(self.contract, self.operation)
        for status in statuses or (self.status,):
            found = response_for(self.contract, operation, status)
            header = header_named(self.contract, found[1], name) if found else None
            if header is not None:
                return header
        return None

    @property
    def media(self) -> str:
        """The media type that came, in lower case, without parameters."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    @property
    def says_json(self) -> bool:
        """Whether it says that it is JSON."""
        return is_json(self.media)

    @cached_property
    def json(self) -> Any:
        """The value of a body that says that it is JSON, read generously; `NO_JSON` if there is none."""
        if not self.says_json:
            return NO_JSON
        try:
            return json.loads(self.body.decode("utf-8-sig", "replace"))
        except (ValueError, RecursionError):
            return NO_JSON

    def place(self, *steps: str) -> str:
        """Return the pointer to what the contract promises for the status; empty if it promises nothing."""
        if self.promised is None:
            return ""
        method, _, path = self.operation.partition(" ")
        return pointer("paths", path, method.lower(), "responses", self.promised[0], *steps)


@dataclass(frozen=True)
class Finding:
    """A promise that an answer breaks."""

    promise: str
    came: str
    mark: str = ""
    place: str = ""
    texts: tuple[str, ...] = field(default=(), compare=False)
    """What shows it."""

    def breach(self, operation: str, *curl: str) -> Breach:
        """Return it as a broken promise of *operation*."""
        return Breach(
            operation, self.promise, self.place, (self.came,), self.mark, curl, "\n".join(self.texts)
        )


Findings = Iterator[Finding]
