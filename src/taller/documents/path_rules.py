"""What must hold of paths and their parameters."""

import re
from typing import Any

from taller.documents.draft import Draft
from taller.documents.grammar import METHODS
from taller.documents.pointers import below, escaped, steps_of
from taller.documents.words import joined

PLACES = ("path", "query", "header", "cookie")
STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
}
_PARAMETER = re.compile(r"\{([^{}]+)\}")
_MEDIA_TYPE = re.compile(r"[^/;\s]+/[^/;\s]+(\s*;.*)?")
_FORBIDDEN = re.compile(r"[{}<>?#\s]")


_REMEDY = ": indent the method further than its path"


def check_paths(draft: Draft) -> None:
    """Leave no path in *draft* that no request can fit, and no parameter that cannot be read."""
    paths = draft.document.get("paths", {})
    shapes: dict[str, str] = {}
    for path in [one for one in paths if not one.startswith("x-")]:
        place = f"/paths/{escaped(path)}"
        fault = _fault_of(path)
        shape = _PARAMETER.sub("{}", path)
        if fault is not None:
            draft.hush(place)
            _leave_out(draft, "path-template", place, f"`{path}` {fault}")
        elif shape in shapes:
            _leave_out(draft, "same-path", place, f"`{path}` is `{shapes[shape]}` with other names")
        elif isinstance(paths[path], dict):
            shapes[shape] = path
            _check_item(draft, place, paths[path], _PARAMETER.findall(path))


def check_parameters(draft: Draft) -> None:
    """Leave no parameter in *draft*, be it shared or not, that lacks what it needs."""
    _check_media_types(draft)
    for kind, place, parameter in list(draft.holders):
        if kind == "media-type":
            continue
        if kind == "parameter":
            _check_contents(draft, place, parameter)
        if kind == "parameter" and (lack := _lack(parameter)):
            _leave_out(draft, "incomplete-parameter", place, f"the parameter {lack}")
        else:
            _check_style(draft, place, parameter, parameter.get("in", "header"))


def _check_media_types(draft: Draft) -> None:
    for kind, place, _ in draft.holders:
        if kind == "media-type" and (name := steps_of(place)[-1]) and not _MEDIA_TYPE.fullmatch(name):
            detail = f"`{name}` is no media type, such as `application/json`"
            draft.hush(place)
            _leave_out(draft, "media-type", place, detail)


def _check_contents(draft: Draft, place: str, parameter: dict[str, Any]) -> None:
    several = parameter.get("content", {})
    if not several or ("schema" not in parameter and len(several) == 1):
        return
    at = below(place, "content")
    if "schema" in parameter:
        draft.report("several-contents", at, "it has `schema`, too")
        draft.remove(at)
    else:
        first, *others = several
        draft.report("several-contents", at, f"it has {joined(others)} beside `{first}`")
        for name in others:
            draft.remove(below(at, name))


def _leave_out(draft: Draft, kind: str, place: str, detail: str) -> None:
    draft.report(kind, place, detail)
    draft.remove(place)


def _fault_of(path: str) -> str | None:
    names = _PARAMETER.findall(path)
    if not path.startswith("/"):
        return f"does not begin with a slash{_REMEDY if path in METHODS else ''}"
    if _FORBIDDEN.search(_PARAMETER.sub("", path)):
        return "has a character that no path has, or a brace without its other half"
    return "names a parameter twice" if len(set(names)) < len(names) else None


def _lack(parameter: dict[str, Any]) -> str | None:
    if not isinstance(parameter.get("name"), str) or not parameter["name"]:
        return "has no name"
    if parameter.get("in") not in PLACES:
        return f"`{parameter['name']}` must be in one of: {', '.join(PLACES)}"
    if "schema" not in parameter and not parameter.get("content"):
        return f"`{parameter['name']}` has neither schema nor content"
    return None


def _check_style(draft: Draft, place: str, parameter: dict[str, Any], where: str) -> None:
    style = parameter.get("style")
    if style is not None and style not in STYLES[where]:
        detail = f"`{style}` is no style of a {where} parameter: {', '.join(STYLES[where])}"
        draft.report("unknown-style", below(place, "style"), detail)
        del parameter["style"]


def _check_item(draft: Draft, place: str, item: dict[str, Any], names: list[str]) -> None:
    _check_list(draft, place, item, names)
    shared = _declared(draft, place, item)
    for method in METHODS:
        operation = item.get(method)
        if isinstance(operation, dict):
            at = below(place, method)
            _check_list(draft, at, operation, names)
            _declare(draft, at, operation, [one for one in names if one not in shared])


def _check_list(draft: Draft, place: str, owner: dict[str, Any], names: list[str]) -> None:
    """Check the parameters of *owner*, a path item or an operation, one with another."""
    seen: set[tuple[str, str]] = set()
    for at, parameter in list(draft.parameters(place, owner)):
        name, where = parameter.get("name", ""), parameter.get("in", "")
        if (name, where) in seen:
            _leave_out(draft, "repeated-parameter", at, f"`{name}` in {where} stands twice in one list")
        elif where == "path" and name not in names:
            _leave_out(draft, "foreign-path-parameter", at, f"`{name}` is not in the path")
        elif where == "path" and parameter.get("required") is not True:
            draft.report("path-parameter-not-required", at, f"`{name}` must say `required: true`")
            parameter["required"] = True
        seen.add((name, where))


def _declared(draft: Draft, place: str, owner: dict[str, Any]) -> set[str]:
    return {one["name"] for _, one in draft.parameters(place, owner) if one.get("in") == "path"}


def _declare(draft: Draft, place: str, operation: dict[str, Any], names: list[str]) -> None:
    """Declare those of *names* that *operation* does not: any text passes."""
    for name in names:
        if name not in _declared(draft, place, operation):
            draft.report("undeclared-path-parameter", place, f"nothing declares the `{name}` of the path")
            made = {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            operation.setdefault("parameters", []).append(made)
