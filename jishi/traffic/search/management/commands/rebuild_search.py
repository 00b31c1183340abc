"""Make the whole search index anew, for when the way of cutting words has changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from jishi.traffic.search.jobs import rebuild_index


class Command(BaseCommand):
    """`python -m django rebuild_search`."""

    help = "Index all shops, products and posts anew. The market stays open meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do at once what the nightly job does."""
        rebuild_index(timestamp=0)
