"""What a run found, as files: a page for people, JSON and JUnit for programs, a badge for a README."""

from taller.contracts.reports.badge import as_badge
from taller.contracts.reports.data import as_json
from taller.contracts.reports.history import keep, trends
from taller.contracts.reports.junit import as_junit
from taller.contracts.reports.page import as_html
from taller.contracts.reports.run import Examined, Run

__all__ = ["Examined", "Run", "as_badge", "as_html", "as_json", "as_junit", "keep", "trends"]
