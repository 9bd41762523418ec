"""How hard a service is tested: from a glance to a night's work."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any


@dataclass(frozen=True)
class Profile:
    """How much of each phase a run makes, beside what the settings say."""

    summary: str
    share: float
    """Of the requests that the settings want of each operation, and of their stories."""
    least: int
    """What is left of each in any case."""


PROFILES: Mapping[str, Profile] = {
    "quick": Profile("a minute for seven services, and what most faults need", 0.1, 4),
    "standard": Profile("what a change should pass before it lands", 1, 1),
    "deep": Profile("what is worth a night", 10, 1),
}


def scaled(settings: Any, profile: Profile) -> Any:
    """Return *settings*, as ``schemathesis.toml`` has them, with as much of everything as *profile* wants."""
    if isinstance(settings, list):
        return [scaled(one, profile) for one in settings]
    if not isinstance(settings, dict):
        return settings
    return {
        name: max(ceil(value * profile.share), profile.least)
        if name == "max-examples"
        else scaled(value, profile)
        for name, value in settings.items()
    }
