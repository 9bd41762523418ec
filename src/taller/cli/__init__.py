"""The command line: ``taller``."""
