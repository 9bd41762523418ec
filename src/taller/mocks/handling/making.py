"""Resources made from what a client sends, so that no answer about them breaks the contract."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from taller.mocks.handling.world import World
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.problems import Problem
from taller.mocks.openapi.schemas import JSON_TYPES, stopgap, types
from taller.mocks.state.store import Entry, Id, Resource, Scope
from taller.mocks.understanding.discovery import sent_by
from taller.mocks.understanding.model import Action, Collection, Shape, View
from taller.mocks.understanding.shapes import examples, shape
from taller.mocks.understanding.stamps import stamp


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
    resource, nothing is made up, if it can be helped. What the contract lets a client send and a
    resource cannot have is left out, at last.

    :raises Problem: 422, or what the contract has in its place, if nothing does.
    """
    data = {name: one for name, one in entry.resource.items() if name not in collection.owned} | kept
    draft = Entry(entry.scope, entry.id, data)

    def attempts() -> Iterator[Resource]:
        return iter((data,)) if whole else _attempts(world, action, collection, entry, data)

    settled = _first_sound(world, collection, shown, draft, attempts())
    if settled is None:
        rest = list(_last_attempts(world, action, collection, draft, kept, whole=whole))
        settled = _first_sound(world, collection, shown, draft, rest)
        # Where the answer cannot show it, it shows something else; what follows will have it.
        settled = settled or _first_sound(world, collection, None, draft, [*attempts(), *rest])
    if settled is None:
        detail = "Con estos datos no sale nada que el contrato sepa enseñar."
        raise Problem(action.operation.documented(422, 409, 400), detail)
    return settled


def _first_sound(
    world: World, collection: Collection, shown: Shape | None, draft: Entry, attempts: Iterable[Resource]
) -> Entry | None:
    for resource in attempts:
        settled = Entry(draft.scope, draft.id, resource, sound=True)
        if is_sound(world, collection, shown, settled):
            return settled
    return None


def is_sound(world: World, collection: Collection, shown: Shape | None, entry: Entry) -> bool:
    """Tell whether the answers that show *entry* keep the contract."""
    body = world.renderer.whole(collection, entry)
    if not _fits(world, collection.resource, collection, body):
        return False
    if shown is None or shown.view is None:
        return True
    viewed = world.renderer.alone(collection, entry, shown.view, constant(world, entry))
    return _fits(world, shown.view.schema, collection, viewed)


def adapted(world: World, view: View, entry: Entry, body: Any) -> Any:
    """Return *body*, what *view* shows of *entry*, with what does not fit the view made up in its place."""
    if world.validators.fits(view.schema, body) or not isinstance(body, dict):
        return body
    base = _sampled(world, view.schema, entry, "")
    if not isinstance(base, dict):
        return body
    known = view.properties
    own = {name: one for name, one in body.items() if name in known and _fits_alone(world, known[name], one)}
    return base | own if world.validators.fits(view.schema, base | own) else base


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
        others = {name: one for name, one in base.items() if name not in own}
        # What a client sent stays as it is, where it can: its labels are not joined by made-up ones.
        yield _over(others, data) | _fitting(world, collection, data)
        yield _over(others, data)


def _last_attempts(
    world: World, action: Action, collection: Collection, entry: Entry, kept: Resource, *, whole: bool
) -> Iterator[Resource]:
    """Yield what is whole by itself, with those data of *entry* that a resource may have, then with none.

    There is nothing to yield if something else does not fit than what the contract lets a client send.
    """
    data, known = entry.resource, collection.properties
    sent = sent_by(action.operation, known)[1]
    fitting = _fitting(world, collection, data)
    said = {name for name, schema in sent.items() if len(types(schema)) < len(JSON_TYPES)}
    unfit = data.keys() - fitting.keys()
    if unfit - said or (whole and not unfit):
        return
    for base in _bases(world, action, collection, entry):
        yield base | fitting
        yield base | {name: one for name, one in kept.items() if name in fitting}


def _missing(world: World, collection: Collection, entry: Entry, data: Resource) -> Resource:
    """Return what *data* lack: what has a usual value, and what is required."""
    found = {name: value for name, value in collection.usual.items() if name not in data}
    if collection.required <= data.keys():
        return found
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


def _fitting(world: World, collection: Collection, data: Resource) -> Resource:
    """Return those of *data* that a resource may have as they are."""
    known = collection.properties
    return {
        name: one for name, one in data.items() if name not in known or _fits_alone(world, known[name], one)
    }


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
