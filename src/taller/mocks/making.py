"""Resources made from what a client sends, so that no answer about them breaks the contract."""

from collections.abc import Callable, Iterator
from typing import Any

from taller.mocks.document import Node
from taller.mocks.exchange import World
from taller.mocks.model import Action, Collection, Shape
from taller.mocks.problems import Problem
from taller.mocks.schemas import stopgap, types
from taller.mocks.shapes import examples, shape
from taller.mocks.stamps import stamp
from taller.mocks.store import Entry, Id, Resource, Scope


def given(world: World, collection: Collection, scope: Scope, resource_id: Id | None) -> Resource:
    """Return what the service gives a new resource: its id, its parents' ids, the moment."""
    kept: Resource = {} if collection.id_property is None else {collection.id_property: resource_id}
    for one, value in zip(collection.place.scopes, scope, strict=False):
        if one.property is not None:
            kept[one.property] = value
    now = world.now() if collection.created or collection.changed else None
    if now is not None:
        kept |= {name: stamp(form, now) for name, form in collection.created.items()}
        kept |= {name: stamp(form, now) for name, form in collection.changed.items()}
    return kept


def made(
    world: World,
    action: Action,
    shown: Shape | None,
    collection: Collection,
    entry: Entry,
    kept: Resource,
    *,
    whole: bool = False,
) -> Entry:
    """Return *entry*, whose resource is what a client sent, as a whole resource that can be shown.

    *kept* is what the service gives. What an answer needs and neither brings is taken from the
    contract; what is made up must go together with the rest. Of what is *whole* already, a patched
    resource, nothing is made up.

    :raises Problem: 422, or what the contract has in its place, if nothing does.
    """
    data = {name: one for name, one in entry.resource.items() if name not in collection.owned} | kept
    attempts = (data,) if whole else _attempts(world, action, collection, entry, data)
    for resource in attempts:
        settled = Entry(entry.scope, entry.id, resource, sound=True)
        if is_sound(world, collection, shown, settled):
            return settled
    detail = "Con estos datos no sale nada que el contrato sepa enseñar."
    raise Problem(action.operation.documented(422, 409, 400), detail)


def is_sound(world: World, collection: Collection, shown: Shape | None, entry: Entry) -> bool:
    """Tell whether the answers that show *entry* keep the contract."""
    body = world.renderer.alone(collection, entry)
    if not _fits(world, collection.resource, collection, body):
        return False
    if shown is None or shown.view is None:
        return True
    viewed = world.renderer.alone(collection, entry, shown.view, constant(world, entry))
    return _fits(world, shown.view.schema, collection, viewed)


def _fits(world: World, schema: Node, collection: Collection, body: Any) -> bool:
    validators = world.validators
    if validators.fits(schema, body):
        return True
    # A write-only property may be required: of a request alone (OpenAPI 3.1, Schema Object).
    missing = {f"#/{name}" for name in collection.hidden}
    return bool(missing) and all(one["pointer"] in missing for one in validators.faults(schema, body))


def _attempts(
    world: World, action: Action, collection: Collection, entry: Entry, data: Resource
) -> Iterator[Resource]:
    first = data | _missing(world, collection, entry, data)
    yield first
    yield _without_faults(world, collection, entry, first, data)
    for base in _bases(world, action, collection, entry):
        own = {
            collection.id_property,
            collection.links_name,
            *collection.created,
            *collection.changed,
        }
        yield _over({name: one for name, one in base.items() if name not in own}, data)


def _missing(world: World, collection: Collection, entry: Entry, data: Resource) -> Resource:
    """Return what *data* lack: what has a usual value, and what is required."""
    found = {name: value for name, value in collection.usual.items() if name not in data}
    for name in collection.required - data.keys() - found.keys() - collection.hidden:
        schema = collection.properties.get(name)
        if schema is not None and name != collection.links_name:
            value = constant(world, entry)(schema, name)
            if value is not None or "null" in types(schema):
                found[name] = value
    return found


def _without_faults(
    world: World,
    collection: Collection,
    entry: Entry,
    resource: Resource,
    data: Resource,
) -> Resource:
    """Return *resource* with what the service gave made up anew where it breaks its schema."""
    known = collection.properties
    bad = [
        one
        for one in resource
        if one in known and one not in data and not _fits_alone(world, known[one], resource[one])
    ]
    sampled = {one: _sampled(world, known[one], entry, one) for one in bad}
    return resource | {name: value for name, value in sampled.items() if value is not None}


def _fits_alone(world: World, schema: Node, value: Any) -> bool:
    return world.validators.fits(schema, value)


def _bases(world: World, action: Action, collection: Collection, entry: Entry) -> Iterator[Resource]:
    """Yield whole resources that are sound by themselves: the contract's examples, one made up."""
    promise = action.operation.success
    ids = ("id", collection.id_property or "id")
    wrapper = shape(promise.schema, None, "", ids).wrapper if promise.schema else None
    for body in examples(promise):
        one = body.get(wrapper) if wrapper and isinstance(body, dict) else body
        if isinstance(one, dict):
            yield one
    yield from (dict(seed) for seed in collection.seeds[:1])
    sampled = _sampled(world, collection.resource, entry, "")
    if isinstance(sampled, dict):
        yield sampled


def _over(base: Any, data: Any) -> Any:
    """Return *data* laid over *base*, deep down; elements of a list over its first one."""
    if isinstance(base, dict) and isinstance(data, dict):
        return base | {name: _over(base.get(name), one) for name, one in data.items()}
    if isinstance(base, list) and isinstance(data, list) and base:
        return [_over(base[0], one) for one in data]
    return data


def constant(world: World, entry: Entry | None = None) -> Callable[[Node, str], Any]:
    """Return what gives a value for a schema and a property's name: the contract's, or one made up."""

    def give(schema: Node, name: str) -> Any:
        value = stopgap(schema)
        return value if value is not None else _sampled(world, schema, entry, name)

    return give


def _sampled(world: World, schema: Node, entry: Entry | None, name: str) -> Any:
    if world.sampler is None:
        return None
    salt = "/".join(map(str, (*entry.scope, entry.id))) if entry else ""
    try:
        return world.sampler.value(schema, dynamic=False, salt=salt, hint=name)
    except ValueError:  # nothing fits: what was to be filled stays empty
        return None
