"""Schemas in contracts of their own, and samplers of them."""

from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator
from tests.mocks.support import contract

from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.validation import Validators
from taller.mocks.sampling import Sampler

Json = dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """A schema and what makes and judges its values."""

    schema: Node
    validators: Validators
    sampler: Sampler

    def value(self, *, dynamic: bool = False, **how: Any) -> Any:
        """Return a value of the schema."""
        return self.sampler.value(self.schema, dynamic=dynamic, **how)

    def values(self, count: int = 20, **how: Any) -> list[Any]:
        """Return a static value and *count* random ones."""
        return [self.value(**how)] + [self.value(dynamic=True, salt=str(n), **how) for n in range(count)]

    def accepts(self, value: Any) -> bool:
        """Tell whether two validators, strangers to one another, call *value* valid."""
        return self.validators.fits(self.schema, value) and self._other.is_valid(value)

    @property
    def _other(self) -> Draft202012Validator:
        whole = {"$ref": f"#{self.schema.pointer}", "components": self.schema.root["components"]}
        return Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)


def subject(schema: Any, seed: int = 0, **others: Any) -> Subject:
    """Return *schema*, in a contract where the schemas *others* stand beside it."""
    made = Contract(contract({}, schemas={"S": schema, **others}))
    validators = Validators(made)
    return Subject(made.root.at("components", "schemas", "S"), validators, Sampler(validators.fits, seed))
