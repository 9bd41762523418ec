"""The properties that say when a resource was made or last changed."""

from collections.abc import Mapping
from datetime import UTC, datetime

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.naming import plain
from taller.mocks.openapi.schemas import keyword

_MADE = {
    "created",
    "createdat",
    "createdon",
    "createdate",
    "createddate",
    "creationdate",
    "creationtime",
}
_MADE |= {
    "datecreated",
    "createdtime",
    "creado",
    "creadoen",
    "fechacreacion",
    "fechadecreacion",
    "fechaalta",
}
_CHANGED = {
    "updated",
    "updatedat",
    "updatedon",
    "updateddate",
    "dateupdated",
    "modified",
    "modifiedat",
}
_CHANGED |= {
    "lastmodified",
    "lastupdated",
    "changedat",
    "actualizado",
    "actualizadoen",
    "fechaactualizacion",
}
_CHANGED |= {
    "modificado",
    "fechamodificacion",
    "fechademodificacion",
    "fechadeactualizacion",
}

Stamps = Mapping[str, str]
"""Properties to their formats, ``date`` or ``date-time``."""


def stamps_of(named: Mapping[str, Node], sent: Mapping[str, Node]) -> tuple[Stamps, Stamps]:
    """Return which of the properties *named* the service dates: once, and at each change.

    What a client sends is the client's, unless it is read-only; of the read-only ones, any moment
    without a telling name is that of the making.
    """
    made: dict[str, str] = {}
    changed: dict[str, str] = {}
    for name, schema in named.items():
        form, owned = keyword(schema, "format"), keyword(schema, "readOnly") is True
        if form not in ("date", "date-time") or (name in sent and not owned):
            continue
        if plain(name) in _CHANGED:
            changed[name] = form
        elif plain(name) in _MADE or (owned and form == "date-time"):
            made[name] = form
    return made, changed


def stamp(form: str, now: datetime) -> str:
    """Return *now* as a value of the format *form*, in UTC and whole seconds."""
    moment = now.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()
    return moment[:10] if form == "date" else f"{moment}Z"
