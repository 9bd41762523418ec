"""What a consumer relies on, as a file says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from taller.contracts.compat.contract import shape_of

Seen = Mapping[str, tuple[Any, ...]]
"""By name or pointer, the values that were sent; none, if they were too many to tell."""
_FIELDS = {"parameters", "request", "response"}
_INSIDE = {
    "request": {"media-types", "properties"},
    "response": {"statuses", "media-types", "headers", "properties"},
}


class UnreadableConsumer(ValueError):
    """A file does not say what a consumer relies on, or the contract does not have it.

    A line for each: ``file: what is wrong, and the remedy``.
    """


@dataclass(frozen=True)
class Use:
    """What a consumer relies on in one operation; what is empty is not known of, or not used."""

    parameters: Seen = field(default_factory=dict)
    """Those it sends: ``query/limit``, ``path/idCliente``, ``header/if-match``."""
    sent: Seen = field(default_factory=dict)
    """The properties that it sends: ``/direcciones/*/calle``."""
    sent_media_types: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    """Those that it handles: ``200``."""
    read: frozenset[str] = frozenset()
    """The properties that it reads."""
    headers: frozenset[str] = frozenset()
    """Those that it reads, in lower case."""
    read_media_types: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Consumer:
    """Somebody who uses a service."""

    name: str
    operations: Mapping[str, Use]
    """By method and path: ``GET /clientes/{idCliente}``; the parameters' names do not matter."""

    def use_of(self, operation: str) -> Use | None:
        """Return what it relies on in *operation*; None if it does not call it."""
        wanted = _shape(operation)
        return next((use for name, use in self.operations.items() if _shape(name) == wanted), None)

    @classmethod
    def load(cls, path: Path | str) -> "Consumer":
        """Return what the YAML file at *path* says.

        :raises UnreadableConsumer: if it cannot be read, or says something else.
        """
        try:
            said = yaml.safe_load(Path(path).read_text("utf-8"))
        except OSError as error:
            raise UnreadableConsumer(f"{path}: cannot be read: {error.strerror}; look at its name") from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            reason = str(error).replace("\n", " ")
            raise UnreadableConsumer(f"{path}: is not YAML: {reason}; mend the syntax") from error
        try:
            return cls.of(said)
        except ValueError as error:
            raise UnreadableConsumer(f"{path}: {error}") from error

    @classmethod
    def of(cls, said: Any) -> "Consumer":
        """Return what *said*, a value of the shape of the file, means.

        :raises ValueError: if it has another shape; the message names the place and the remedy.
        """
        top = _mapping(said, "the file", {"consumer", "operations"})
        if not isinstance(top.get("consumer"), str) or not top["consumer"]:
            raise ValueError("`consumer` is missing: write who this is, as in `consumer: facturas`")
        operations = _mapping(top.get("operations"), "operations")
        return cls(top["consumer"], {_operation(name): _use(name, one) for name, one in operations.items()})

    def dump(self, path: Path | str) -> None:
        """Write the file at *path* that `load` reads, in an order that only changes with what it says."""
        said = {
            "consumer": self.name,
            "operations": {name: _said(self.operations[name]) for name in sorted(self.operations)},
        }
        text = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=110)
        Path(path).write_text(text, "utf-8")


def _shape(operation: str) -> str:
    method, _, path = operation.partition(" ")
    return f"{method.upper()} {shape_of(path)}"


def _operation(name: Any) -> str:
    method, _, path = str(name).partition(" ")
    if not path.startswith("/"):
        raise ValueError(f"`{name}` is no operation: write it as in `GET /clientes/{{idCliente}}`")
    return f"{method.upper()} {path}"


def _use(name: str, said: Any) -> Use:
    whole = _mapping(said, name, _FIELDS)
    request, response = (
        _mapping(whole.get(one), f"{name}: {one}", _INSIDE[one]) for one in ("request", "response")
    )
    parameters = _seen(whole.get("parameters"), f"{name}: parameters")
    return Use(
        parameters={_parameter(one): values for one, values in parameters.items()},
        sent=_seen(request.get("properties"), f"{name}: request.properties"),
        sent_media_types=_texts(request.get("media-types"), f"{name}: request.media-types"),
        statuses=_texts(response.get("statuses"), f"{name}: response.statuses"),
        read=_texts(response.get("properties"), f"{name}: response.properties"),
        headers=frozenset(
            one.lower() for one in _texts(response.get("headers"), f"{name}: response.headers")
        ),
        read_media_types=_texts(response.get("media-types"), f"{name}: response.media-types"),
    )


def _parameter(name: str) -> str:
    place, _, bare = name.partition("/")
    return f"{place}/{bare.lower()}" if place == "header" else name


def _mapping(said: Any, place: str, names: set[str] | None = None) -> Mapping[str, Any]:
    if said is None:
        return {}
    if not isinstance(said, dict):
        raise ValueError(f"{place}: a map is wanted here")  # noqa: TRY004 -- what a file says is a value
    unknown = sorted(map(str, said.keys() - names)) if names else []
    if unknown:
        raise ValueError(
            f"{place}: `{unknown[0]}` means nothing here: there are {', '.join(sorted(names or ()))}"
        )
    return said


def _texts(said: Any, place: str) -> frozenset[str]:
    if said is None:
        return frozenset()
    if not isinstance(said, list) or not all(isinstance(one, str | int) for one in said):
        raise ValueError(f"{place}: a list of names is wanted here")
    return frozenset(map(str, said))


def _seen(said: Any, place: str) -> Seen:
    found = _mapping(said, place)
    if not all(values is None or isinstance(values, list) for values in found.values()):
        raise ValueError(f"{place}: give each the list of values that are sent, `[]` if they are many")
    return {str(name): tuple(values or ()) for name, values in found.items()}


def _said(use: Use) -> dict[str, Any]:
    """Return what the file says of *use*: nothing of what is empty."""
    request = {
        "media-types": sorted(use.sent_media_types),
        "properties": {name: list(use.sent[name]) for name in sorted(use.sent)},
    }
    response = {
        "statuses": [int(one) if one.isdigit() else one for one in sorted(use.statuses)],
        "media-types": sorted(use.read_media_types),
        "headers": sorted(use.headers),
        "properties": sorted(use.read),
    }
    said = {
        "parameters": {name: list(use.parameters[name]) for name in sorted(use.parameters)},
        "request": {name: one for name, one in request.items() if one},
        "response": {name: one for name, one in response.items() if one},
    }
    return {name: one for name, one in said.items() if one}
