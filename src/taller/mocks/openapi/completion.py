"""Values made whole: with the defaults of their schema, and its integers as integers."""

from dataclasses import dataclass, field
from typing import Any

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.schemas import Fits, keyword


@dataclass(slots=True, eq=False)
class _Plan:
    """What one schema does to a value; worked out once, for every request needs it."""

    unfinished: bool = True
    """Whether it is still being worked out; what contains itself is met then."""
    integer: bool = False
    properties: "dict[str, _Plan]" = field(default_factory=dict)
    defaults: dict[str, Any] = field(default_factory=dict)
    items: "_Plan | None" = None
    always: "list[_Plan]" = field(default_factory=list)
    """Those of what the schema includes: by a reference, or by ``allOf``."""
    perhaps: "list[tuple[Node, _Plan]]" = field(default_factory=list)
    """Those of its alternatives, which count if the value fits them."""

    @property
    def idle(self) -> bool:
        """Whether it leaves every value as it is."""
        effects = (self.properties, self.defaults, self.items, self.always, self.perhaps)
        return not (self.unfinished or self.integer or any(effects))


class Completer:
    """Completes values under the schemas of one contract."""

    def __init__(self, fits: Fits, *, defaults: bool = True) -> None:
        """Choose among alternatives by *fits*.

        :param defaults: whether they are filled in; what a patch leaves out, for one, stays as it is.
        """
        self._fits = fits
        self._defaults = defaults
        self._plans: dict[str, _Plan] = {}

    def completed(self, schema: Node, value: Any) -> Any:
        """Return *value*, valid under *schema*, with its defaults filled in and its integers whole.

        ``6.0`` is an integer in JSON Schema: where the schema says so, it becomes ``6``.
        Of alternatives, those that fit *value* count.
        """
        return self._carried_out(self._plan(schema), value)

    def _plan(self, schema: Node) -> _Plan:
        found = self._plans.get(schema.pointer)
        if found is None:
            found = self._plans[schema.pointer] = _Plan()  # first, for a schema may contain itself
            self._fill(found, schema)
            found.unfinished = False
        return found

    def _fill(self, plan: _Plan, schema: Node) -> None:
        said = schema.value if isinstance(schema.value, dict) else {}
        kinds = said.get("type", ())
        plan.integer = "integer" in ([kinds] if isinstance(kinds, str) else kinds)
        target, items = schema.reference(), schema.get("items")
        included = schema.get("allOf")
        several = [*([target] if target else []), *(included.elements() if included else ())]
        plan.always = [one for one in map(self._plan, several) if not one.idle]
        plan.items = self._useful(items) if items else None
        for name in ("anyOf", "oneOf"):
            alternatives = schema.get(name)
            for one in alternatives.elements() if alternatives else ():
                if useful := self._useful(one):
                    plan.perhaps.append((one, useful))
        self._fill_properties(plan, schema)

    def _fill_properties(self, plan: _Plan, schema: Node) -> None:
        properties = schema.get("properties")
        for name, one in properties.items() if properties else ():
            if useful := self._useful(one):
                plan.properties[name] = useful
            if self._defaults and (default := keyword(one, "default")) is not None:
                plan.defaults[name] = default

    def _useful(self, schema: Node) -> _Plan | None:
        plan = self._plan(schema)
        return None if plan.idle else plan

    def _carried_out(self, plan: _Plan, value: Any) -> Any:
        value = self._by_itself(plan, value)
        for one in plan.always:
            value = self._carried_out(one, value)
        for schema, one in plan.perhaps:
            if self._fits(schema, value):
                value = self._carried_out(one, value)
        return value

    def _by_itself(self, plan: _Plan, value: Any) -> Any:
        match value:
            case dict() if plan.properties or plan.defaults:
                return self._object(plan, value)
            case list() if (items := plan.items) is not None:
                return [self._carried_out(items, one) for one in value]
            case float() if plan.integer and value.is_integer():
                return int(value)
        return value

    def _object(self, plan: _Plan, value: dict[str, Any]) -> dict[str, Any]:
        whole = dict(value)
        for name, one in plan.properties.items():
            if name in whole:
                whole[name] = self._carried_out(one, whole[name])
        for name, default in plan.defaults.items():
            whole.setdefault(name, default)
        return whole
