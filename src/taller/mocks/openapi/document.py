"""A place in a contract: references are followed as they are met, so a circle does no harm."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

_NOTES = {"$ref", "summary", "description"}
"""What may stand beside a reference without changing what it means."""


class ContractError(ValueError):
    """The contract says something that no stand-in can be made from; the message says where."""


class Node:
    """A value in the document *root*, and the JSON pointer that leads there (``""``: the root)."""

    __slots__ = ("_children", "_target", "_targets", "pointer", "root", "value")

    def __init__(
        self,
        root: Mapping[str, Any],
        pointer: str,
        value: Any,
        targets: "dict[str, Node] | None" = None,
    ) -> None:
        """Stand at *pointer*, where *value* is; neither changes any more.

        :param targets: what the references in *root* lead to, as far as it was looked up.
        """
        self.root = root
        self.pointer = pointer
        self.value = value
        # What was found once is found again at once: every request walks the same ways. What many
        # refer to is one node for all of them: schemas that hold one another would grow into a tree.
        self._children: dict[str, Node] | None = None
        self._target: Node | None = None
        self._targets: dict[str, Node] = {} if targets is None else targets

    def __repr__(self) -> str:
        """Return the place: ``Node(#/paths)``."""
        return f"Node(#{self.pointer})"

    def get(self, *steps: str) -> "Node | None":
        """Return what *steps* lead to, references followed; None if a step leads nowhere."""
        node: Node | None = self
        for step in steps:
            node = node._child(step) if node else None
        return node

    def at(self, *steps: str) -> "Node":
        """Return what *steps* lead to.

        :raises ContractError: if a step leads nowhere.
        """
        node = self.get(*steps)
        if node is None:
            raise ContractError(f"the contract has no {'/'.join(steps)} at #{self.pointer}")
        return node

    def text(self, *steps: str) -> str | None:
        """Return the string that *steps* lead to; None if there is none."""
        node = self.get(*steps)
        return node.value if node is not None and isinstance(node.value, str) else None

    def items(self) -> Iterator[tuple[str, "Node"]]:
        """Yield each member of an object with its name; of anything else, nothing."""
        if isinstance(self.value, dict):
            for name in self.value:
                yield name, self.at(name)

    def elements(self) -> Iterator["Node"]:
        """Yield each element of an array; of anything else, nothing."""
        if isinstance(self.value, list):
            for index in range(len(self.value)):
                yield self.at(str(index))

    def _child(self, step: str) -> "Node | None":
        if self._children is None:
            self._children = {}
        found = self._children.get(step)
        if found is None and (child := self._step(step)) is not None:
            found = self._children[step] = child._followed()
        return found

    def _step(self, step: str) -> "Node | None":
        """Return the member or element *step* as it stands, be it a reference; None without."""
        if isinstance(self.value, dict) and step in self.value:
            value = self.value[step]
        elif isinstance(self.value, list) and step.isdecimal() and int(step) < len(self.value):
            value = self.value[int(step)]
        else:
            return None
        return Node(self.root, f"{self.pointer}/{escaped(step)}", value, self._targets)

    def _followed(self) -> "Node":
        """Return what this reference leads to; the node itself if it is more than a reference."""
        node, seen = self, {self.pointer}
        while (target := node.reference()) is not None and set(node.value) <= _NOTES:
            node = target
            if node.pointer in seen:
                raise ContractError(f"the reference at #{self.pointer} leads back to itself")
            seen.add(node.pointer)
        return node

    def reference(self) -> "Node | None":
        """Return what ``$ref`` names here, one step on; None if this is no reference.

        :raises ContractError: if it leads out of the document, or to nothing.
        """
        if self._target is not None:
            return self._target
        reference = self.value.get("$ref") if isinstance(self.value, dict) else None
        if not isinstance(reference, str):
            return None
        if reference != "#" and not reference.startswith("#/"):
            raise ContractError(f"#{self.pointer}: {reference!r} is another document: bundle both")
        self._target = self._targets.get(reference) or self._looked_up(reference)
        return self._target

    def _looked_up(self, reference: str) -> "Node":
        node: Node | None = Node(self.root, "", self.root, self._targets)
        for step in reference.split("/")[1:]:
            node = node._step(_unescaped(step)) if node else None
        if node is None:
            raise ContractError(f"#{self.pointer}: {reference!r} leads to nothing")
        self._targets[reference] = node
        return node


def escaped(step: str) -> str:
    """Return *step* as it stands in a JSON pointer (RFC 6901)."""
    return step.replace("~", "~0").replace("/", "~1")


def _unescaped(step: str) -> str:
    return unquote(step).replace("~1", "/").replace("~0", "~")
