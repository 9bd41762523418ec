"""Writes down what the invoice service relies on: ``python -m contract_tests.consumers.write``."""

import logging
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from contract_tests.consumers.day import OTHER, Office, Plan, Siblings, by, examples, main_job, odds_and_ends
from contract_tests.consumers.reading import Experiment
from contract_tests.consumers.reliance import path_of, used
from contract_tests.consumers.requests import Sent

from taller.catalog import OURS, SIBLINGS
from taller.contracts.compat import Consumer

DAYS = (Plan(), OTHER)
JSON = "application/json"


def consumers(folder: Path) -> dict[str, Consumer]:
    """Return what the service relies on in each sibling, found out by watching it at work.

    :param folder: where it keeps its databases meanwhile.
    """
    days = [sent_on(plan, folder / str(number)) for number, plan in enumerate(DAYS)]
    experiment = Experiment(_made(folder / "experiment"))
    found = {}
    for sibling in SIBLINGS:
        sent = used([one for name, one in day if name == sibling.name] for day in days)
        uses = {
            name: replace(
                use,
                read=experiment.read(name),
                statuses=experiment.handled(name),
                read_media_types=frozenset({JSON}),
            )
            for name, use in sent.items()
        }
        found[sibling.name] = Consumer(OURS, uses)
    return found


def sent_on(plan: Plan, folder: Path) -> Sequence[tuple[str, Sent]]:
    """Return all that is sent on a day, each with the sibling's name."""
    siblings = Siblings(by(examples(plan)))
    app = Office(_made(folder), siblings, plan.moment).opened()
    list(main_job(app, plan))
    odds_and_ends(app, plan)
    return siblings.sent


def main() -> None:
    """Write the files beside this one."""
    logging.disable()  # that siblings do as they are told is no news
    with tempfile.TemporaryDirectory() as folder:
        for name, consumer in consumers(Path(folder)).items():
            consumer.dump(path_of(name))
            sys.stdout.write(f"{path_of(name)}\n")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


if __name__ == "__main__":
    main()
