"""Reads any OpenAPI contract, sound or not, in one file or many."""

from taller.documents.defects import Defect, UnreadableDocument
from taller.documents.kinds import KINDS, Kind
from taller.documents.reading import Reading, read, read_alone, read_document

__all__ = ["KINDS", "Defect", "Kind", "Reading", "UnreadableDocument", "read", "read_alone", "read_document"]
