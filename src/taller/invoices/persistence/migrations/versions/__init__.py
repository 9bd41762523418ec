"""One module per revision; ``upgrade.REVISIONS`` has their order."""
