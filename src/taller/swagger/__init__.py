"""The page of Swagger UI, and the files that it needs; it imports nothing else of this package."""

from taller.swagger.assets import asset
from taller.swagger.page import POLICY, page

__all__ = ["POLICY", "asset", "page"]
