"""What must hold of security schemes, and of what asks for them."""

from collections.abc import Iterator, Mapping
from typing import Any

from taller.documents.draft import Draft
from taller.documents.pointers import below
from taller.documents.vocabulary import nearest
from taller.documents.words import WANTED, said

_TYPES = ("apiKey", "http", "mutualTLS", "oauth2", "openIdConnect")
_PLACES = ("query", "header", "cookie")
_SCHEMES = "/components/securitySchemes"
Scheme = dict[str, Any]


def check_credentials(draft: Draft) -> None:
    """Leave no security scheme in *draft* that cannot be asked for, and ask for no other."""
    declared: dict[str, Any] = draft.document.get("components", {}).get("securitySchemes", {})
    faulty = set(_leave_out_faulty(draft, declared))
    for place, owner in _owners(draft):
        alternatives = owner.get("security", [])
        for index, alternative in enumerate(alternatives):
            names = {} if alternative is None else alternative
            at = below(below(place, "security"), index)
            if not faulty.isdisjoint(names) or _names_unknown(draft, at, names, declared):
                alternatives[index] = None
            else:
                _make_lists(draft, at, names)
                _check_scopes(draft, at, names, declared)


def _make_lists(draft: Draft, place: str, requirement: dict[str, Any]) -> None:
    """Leave nothing but lists of scopes in *requirement*: the walk takes names in ``x-`` as they are."""
    for name, scopes in requirement.items():
        if not isinstance(scopes, list):
            detail = f"this is {said(scopes)}, and should be {WANTED['list']}"
            draft.report("wrong-type", below(place, name), detail)
            requirement[name] = []


def _owners(draft: Draft) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "", draft.document
    yield from ((place, operation) for place, _, operation in draft.operations())


def _leave_out_faulty(draft: Draft, declared: dict[str, Any]) -> Iterator[str]:
    for name in list(declared):
        scheme = draft.follow(declared[name])
        if isinstance(scheme, dict) and (fault := _fault(scheme)):
            draft.report("security-scheme", below(_SCHEMES, name), fault)
            draft.remove(below(_SCHEMES, name))
            yield name


def _fault(scheme: Scheme) -> str | None:
    kind = scheme.get("type")
    if kind not in _TYPES:
        return f"its type is {said(kind)}, and should be one of: {', '.join(_TYPES)}"
    if kind == "http" and not scheme.get("scheme"):
        return "it has no `scheme`, such as `bearer` or `basic`"
    if kind == "apiKey" and not scheme.get("name"):
        return "it has no `name`: that of the header, parameter or cookie"
    if kind == "apiKey" and scheme.get("in") not in _PLACES:
        return f"it is in {said(scheme.get('in'))}, and should be in one of: {', '.join(_PLACES)}"
    return None


def _names_unknown(draft: Draft, place: str, names: Mapping[str, Any], declared: Mapping[str, Any]) -> bool:
    unknown = next((name for name in names if name not in declared), None)
    if unknown is None:
        return False
    meant = nearest(unknown, declared)
    remedy = f": write `{meant}`, if it is that" if meant else ""
    draft.report("unknown-security-scheme", place, f"`{unknown}` is not declared{remedy}")
    return True


def _check_scopes(draft: Draft, place: str, names: Mapping[str, Any], declared: Mapping[str, Any]) -> None:
    for name, wanted in names.items():
        scopes = _scopes(draft.follow(declared[name]))
        unknown = [one for one in wanted if scopes is not None and one not in scopes]
        if unknown:
            detail = f"{said(unknown[0])} is no scope of `{name}`"
            draft.report("unknown-scope", below(place, name), detail)


def _scopes(scheme: Scheme) -> list[str] | None:
    """Return the scopes that *scheme* declares; None if it is none that declares any."""
    if scheme.get("type") != "oauth2":
        return None
    flows = [one for one in scheme.get("flows", {}).values() if isinstance(one, dict)]
    return [name for flow in flows for name in _names(flow.get("scopes"))]


def _names(scopes: Any) -> list[str]:
    return list(scopes) if isinstance(scopes, dict) else []
