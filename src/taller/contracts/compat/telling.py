"""Collects findings while two contracts are compared."""

from collections.abc import Iterable
from dataclasses import replace

from taller.contracts.compat.contract import Contract
from taller.contracts.compat.facts import Place
from taller.contracts.compat.findings import Finding, Spot, Subject
from taller.contracts.compat.schemas import Schemas
from taller.documents.pointers import below


class Telling:
    """Two contracts, how their schemas compare, and what was found so far."""

    def __init__(self, old: Contract, new: Contract) -> None:
        """Begin with nothing found between *old* and *new*."""
        self.old, self.new = old, new
        self.findings: list[Finding] = []
        self.requests = Schemas(old.document, new.document, request=True)
        self._responses = Schemas(old.document, new.document, request=False)
        self._parameters = Schemas(old.document, new.document, request=True, texts=True)
        self._headers = Schemas(old.document, new.document, request=False, texts=True)

    def tell(self, kind: str, subject: Subject, pointers: tuple[str, str], **words: str) -> None:
        """Note a finding of *kind*; *pointers* lead to its places in both contracts."""
        self.findings.append(Finding(kind, subject, Spot(pointers[0]), Spot(pointers[1]), words))

    def tell_schemas(self, subject: Subject, old: Place, new: Place, *, texts: bool = False) -> None:
        """Note what differs between two schemas of what *subject* is about.

        :param texts: whether its values are texts on the wire.
        """
        side = "request" if subject.part in ("parameter", "request") else "response"
        if side == "request":
            schemas = self._parameters if texts else self.requests
        else:
            schemas = self._headers if texts else self._responses
        for path, one in ((met.path, met.difference) for met in schemas.differences(old, new)):
            about = replace(subject, path=path)
            spots = Spot(one.old), Spot(one.new)
            self.findings.append(Finding(f"{side}-{one.code}", about, *spots, one.words, one.known))


def schema_at(pointer: str, holder: object) -> Place:
    """Return the schema of *holder*, a parameter, header or media type; if none, that of anything."""
    if isinstance(holder, dict) and "schema" in holder:
        return Place(below(pointer, "schema"), holder["schema"])
    return Place(pointer, True)


def plain_media_type(name: str) -> str:
    """Return the media type *name* without parameters, in lower case."""
    return name.partition(";")[0].strip().lower()


def fitting(name: str, offered: Iterable[str]) -> str | None:
    """Return the narrowest of *offered*, media types or ranges of them, that takes in *name*."""
    plain = plain_media_type(name)
    names = {plain_media_type(one): one for one in offered}
    ranges = (plain, f"{plain.partition('/')[0]}/*", "*/*")
    return next((names[one] for one in ranges if one in names), None)
