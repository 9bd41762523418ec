"""What an operation does, in words for a person who reads the contract for the first time."""

from taller.mocks.understanding import model
from taller.mocks.understanding.model import Collection, Place
from taller.mocks.understanding.shapes import examples

_MANY = 4


def words(action: model.Action) -> str:
    """Return what *action* does, and to what: ``deletes one of /clientes``."""
    match action:
        case model.OnResource():
            return _on_resource(action)
        case model.ListAll():
            return f"lists {_those(action.collection, action.place)}"
        case model.Find():
            several = "lists those" if isinstance(action, model.FindAll) else "shows the first"
            here = f"whose {action.property} is that of the path"
            left_out = f", {action.ignore!r} left out" if action.ignore else ""
            return f"{several} of {action.collection.path} {here}{left_out}"
        case model.TellOptions():
            return "says which methods the path has" + (", if it is there" if action.there else "")
        case model.ShowExample():
            return _example(action)
    return _on_relation(action)


def _those(collection: Collection, place: Place) -> str:
    """Return which resources of *collection* are at *place*."""
    names = [one.property for one in place.scopes if one.property] if place.filters else []
    if not names:
        return collection.path
    return f"those of {collection.path} with the {' and '.join(names)} of the path"


def _on_resource(action: model.OnResource) -> str:
    one = action.collection.path if action.collection.single else f"one of {action.collection.path}"
    match action:
        case model.Create():
            names = [each.property for each in action.place.scopes if each.property and action.place.filters]
            held = f", with the {' and '.join(names)} of the path" if names else ""
            return f"adds one to {action.collection.path}{held}"
        case model.Replace():
            return f"replaces {one}" + (", or makes it" if action.creates else "")
        case model.Patch():
            return f"changes part of {one}"
        case model.Delete():
            return f"deletes {one}"
        case model.Act() if action.changes:
            return f"changes {_changes(action)} of {one}" + (", and shows it" if action.shape else "")
        case model.Act() if action.operation.method not in ("get", "head"):
            return f"shows {one} as it is: nothing tells what it changes"
    return f"shows {one}"


def _changes(action: model.Act) -> str:
    """Return the properties that *action* changes; of many, the first few."""
    names = [name for name in action.collection.properties if name in action.changes]
    if len(names) <= _MANY:
        return ", ".join(names)
    return f"{', '.join(names[:_MANY])} and {len(names) - _MANY} more"


def _on_relation(action: model.Action) -> str:
    match action:
        case model.ListRelated():
            return f"lists those that one of {action.relation.collection.path} is related to"
        case model.Relate():
            other = f"the one that {action.relation.other} names"
            return f"relates one of {action.relation.collection.path} to {other}"
        case model.ReadRelated():
            return f"shows the other one of {action.relation.collection.path}, if the two are related"
    return "ends the relation of the two"


def _example(action: model.ShowExample) -> str:
    promise = action.operation.success
    shown = "the contract's example" if examples(promise) else "a made-up value"
    if promise.schema is None:
        shown = f"{promise.status} without a body"
    there = action.there.collection if action.there is not None and action.needed else None
    if there is None:
        return f"answers {shown}: {action.why}"
    one = there.path if there.single else f"one of {there.path}"
    return f"answers {shown}, if {one} is there: {action.why}"
