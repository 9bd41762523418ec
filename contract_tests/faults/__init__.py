"""Faults that are put into correct services, one at a time, to see whether the harness finds them."""
