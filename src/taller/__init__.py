"""The invoice service of a chain of car workshops, and the means to live with its six siblings."""

__version__ = "0.1.0"
