"""What a contract offers a fault: its first resource, with its operations, fields and lists.

Read here once more, apart from the harness, so that a misreading there is not made here as well.
"""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum, auto
from functools import cached_property
from typing import Any

from contract_tests.faults.fields import Field, Path, Schema, found
from contract_tests.faults.wire import Request

from taller.documents.pointers import resolved


class Role(StrEnum):
    """What a request does to the resource."""

    CREATE = auto()
    LIST = auto()
    READ = auto()
    CHANGE = auto()
    DELETE = auto()
    OTHER = auto()


SHOWING = (Role.CREATE, Role.LIST, Role.READ, Role.CHANGE)
"""Those whose answers show the resource."""
WRITING = (Role.CREATE, Role.CHANGE)
_METHODS = {"GET": Role.READ, "PUT": Role.CHANGE, "PATCH": Role.CHANGE, "DELETE": Role.DELETE}


class Ground:
    """A contract, and the first of its paths that creates what can be read."""

    def __init__(self, contract: Mapping[str, Any], key: str | None = None) -> None:
        """
        :param key: what the service asks for, if it does.
        :raises ValueError: if nothing in the contract can be created and read.
        """
        self.contract, self.key = contract, key
        self.base = re.sub(r"^https?://[^/]*", "", contract.get("servers", [{}])[0].get("url", "")).rstrip(
            "/"
        )
        self.path, self.item = self._first()
        self.parameter: str = re.findall(r"\{([^{}]*)\}", self.item)[-1]

    def _first(self) -> tuple[str, str]:
        for path, said in self.contract["paths"].items():
            pattern = re.compile(re.escape(path) + r"/\{[^/{}]*\}")
            below = [one for one in self.contract["paths"] if pattern.fullmatch(one)]
            if "201" in said.get("post", {}).get("responses", {}) and "{" not in path and below:
                return path, below[0]
        raise ValueError("nothing can be created and read")

    def resolved(self, said: Any) -> Any:
        """Return *said*, or what it refers to."""
        return resolved(self.contract, said)

    def operation(self, role: Role) -> Schema | None:
        """Return what the contract says of *role*; None if nobody can do it."""
        if role in (Role.CREATE, Role.LIST):
            here: dict[str, Schema] = self.contract["paths"][self.path]
            return here.get("post" if role is Role.CREATE else "get")
        item: dict[str, Schema] = self.contract["paths"][self.item]
        methods = (name.lower() for name, does in _METHODS.items() if does is role)
        return next((item[name] for name in methods if name in item), None)

    def role(self, request: Request) -> Role:
        """Return what *request* does."""
        path = request.path.removeprefix(self.base)
        if path == self.path:
            return {"GET": Role.LIST, "POST": Role.CREATE}.get(request.method, Role.OTHER)
        return _METHODS.get(request.method, Role.OTHER) if self.id_in(request.path) else Role.OTHER

    def id_in(self, path: str) -> str:
        """Return the id of the resource in *path*; empty if there is none."""
        head = f"{self.base}{self.path}/"
        rest = path.removeprefix(head)
        literal = {one.rpartition("/")[2] for one in self.contract["paths"]}
        return rest if path.startswith(head) and rest and "/" not in rest and rest not in literal else ""

    def at(self, identity: object) -> str:
        """Return the path of the resource *identity*."""
        return f"{self.base}{self.path}/{identity}"

    def parameters(self, role: Role) -> dict[str, Schema]:
        """Return the parameters of an operation, those of its path included, by name."""
        item = self.contract["paths"][self.path if role in (Role.CREATE, Role.LIST) else self.item]
        said = [*item.get("parameters", ()), *(self.operation(role) or {}).get("parameters", ())]
        return {one["name"]: one for one in map(self.resolved, said)}

    def answer(self, role: Role) -> Schema:
        """Return the schema of the answer of an operation that succeeds; empty if there is none."""
        return self._schema_in(self._success(role))

    def headers(self, role: Role) -> Schema:
        """Return the headers that the answer of an operation has if it succeeds."""
        headers: Schema = self._success(role).get("headers", {})
        return headers

    def _success(self, role: Role) -> Schema:
        responses: dict[str, Schema] = (self.operation(role) or {}).get("responses", {})
        said = [responses[code] for code in ("200", "201") if code in responses]
        success: Schema = self.resolved(said[0]) if said else {}
        return success

    def _schema_in(self, said: Schema) -> Schema:
        """Return the schema of the first content in *said*."""
        media = list(said.get("content", {}).values())
        schema: Schema = self.resolved(media[0].get("schema", {})) if media else {}
        return schema

    def documents(self, role: Role, status: int) -> bool:
        """Whether the contract has an operation answer *status*."""
        return str(status) in (self.operation(role) or {}).get("responses", {})

    def header_of(self, role: Role, plain: str) -> str | None:
        """Return the header parameter that is *plain*, as ``ifmatch``, if the operation takes it."""
        names = (one for one, said in self.parameters(role).items() if said["in"] == "header")
        return next((one for one in names if re.sub("[^a-z]", "", one.lower()) == plain), None)

    @cached_property
    def places(self) -> dict[Role, Path]:
        """Where the resource is in the answer to each role."""
        found = {role: self._inside(self.answer(role)) for role in SHOWING if role is not Role.LIST}
        for name, said in self.answer(Role.LIST).get("properties", {}).items():
            if self.resolved(said).get("type") == "array":
                return found | {Role.LIST: (name, "*")}
        return found | ({Role.LIST: ("*",)} if self.answer(Role.LIST).get("type") == "array" else {})

    def _inside(self, schema: Schema) -> Path:
        own = [name for name in schema.get("properties", {}) if name not in ("links", "_links")]
        if len(own) == 1 and "properties" in self.resolved(schema["properties"][own[0]]):
            return (own[0],)
        return ()

    @cached_property
    def identity(self) -> str:
        """The property that is the id in the path."""
        shown = self._resource(self.answer(Role.READ)).get("properties", {})
        if self.parameter in shown:
            return self.parameter
        create = self.operation(Role.CREATE) or {}
        links = self.resolved(create["responses"]["201"]).get("links", {}).values()
        said = [str(value) for link in links for value in link.get("parameters", {}).values()]
        linked: list[str] = [one.rpartition("/")[2] for one in said if "$response.body#/" in one]
        return linked[0] if linked else "id"

    @property
    def given(self) -> bool:
        """Whether the service makes the ids up."""
        return all(field.path != (self.identity,) for field in self.sent)

    def _resource(self, schema: Schema) -> Schema:
        for step in self._inside(schema):
            schema = self.resolved(schema["properties"][step])
        return schema

    @cached_property
    def shown(self) -> list[Field]:
        """The fields of the resource as it is read."""
        return list(self._fields(self._resource(self.answer(Role.READ)), (), True))

    @cached_property
    def sent(self) -> list[Field]:
        """The fields of the resource as it is created."""
        return list(self._fields(self._resource(self.body), (), True))

    @cached_property
    def body(self) -> Schema:
        """The schema of what creates."""
        return self._schema_in(self.resolved((self.operation(Role.CREATE) or {}).get("requestBody", {})))

    @cached_property
    def sent_place(self) -> Path:
        """Where the resource is in what creates it."""
        return self._inside(self.body)

    def _fields(self, schema: Schema, path: Path, required: bool) -> Iterator[Field]:
        if len(path) > 5:
            return
        for name, said in schema.get("properties", {}).items():
            below, needed = self.resolved(said), required and name in schema.get("required", ())
            if name not in ("links", "_links"):
                yield Field((*path, name), below, needed)
                yield from self._fields(below, (*path, name), needed)
                items = self.resolved(below.get("items", {}))
                if items:
                    yield Field((*path, name, "*"), items, needed)
                    yield from self._fields(items, (*path, name, "*"), needed)

    def field(self, fits: Callable[[Field], bool], fields: list[Field] | None = None) -> Field | None:
        """Return the field that *fits*: a required one, as near to the top as may be; not the id."""
        found = [one for one in fields or self.shown if fits(one) and one.path != (self.identity,)]
        return min(found, key=lambda one: (not one.required, len(one.path)), default=None)

    def text(self, least: int = 60) -> Field | None:
        """Return a field of free text, of *least* characters, that is sent and shown."""
        return self.both(lambda one: one.is_free(least))

    def both(self, fits: Callable[[Field], bool]) -> Field | None:
        """Return the field that *fits*, and that is both sent and shown."""
        sent = {one.path for one in self.sent}
        return self.field(lambda one: one.path in sent and fits(one))

    def optional(self) -> Field | None:
        """Return a field at the top that may be missing, one that the example has if there is such a one."""
        fits = [one for one in self.sent if not one.required and len(one.path) == 1]
        missing = {one.path for one in self.shown if not one.required}
        both = [one for one in fits if one.path in missing]
        shown = [one for one in both if found(self.example, (*self.sent_place, *one.path))]
        return next(iter([*shown, *both]), None)

    @property
    def unique(self) -> bool:
        """Whether there cannot be two resources with all the same properties."""
        return not self.given or "x-unique" in self._resource(self.answer(Role.READ))

    def money(self) -> Field | None:
        """Return a field of amounts to the cent."""
        return self.both(lambda one: one.is_("number") and one.schema.get("multipleOf") == 0.01)

    def formatted(self, *formats: str) -> Field | None:
        """Return a field of one of *formats* that is sent and shown."""
        return self.both(lambda one: one.schema.get("format") in formats)

    @cached_property
    def example(self) -> Any:
        """A body that creates, as the contract shows it."""
        content = self.resolved((self.operation(Role.CREATE) or {}).get("requestBody", {})).get("content", {})
        said: Any = next(iter(content.values()), {})
        shown = [self.resolved(one)["value"] for one in said.get("examples", {}).values()]
        return copy.deepcopy(said.get("example", shown[0] if shown else None))
