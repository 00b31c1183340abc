"""What must always be so about follows."""

from __future__ import annotations

from django.db import connection

from jishi.foundation.kernel.invariants import Breach
from jishi.relations.follows.types import MAX_FOLLOWED


def people_follow_too_many() -> list[Breach]:
    """Does anybody follow more creators than the limit that bounds every read?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT follower_id, count(*) FROM follows_follow GROUP BY 1 HAVING count(*) > %s",
            [MAX_FOLLOWED + 50],  # parallel follows may pass the check together
        )
        return [
            Breach("follows", "people_follow_too_many", str(person), f"{count}")
            for person, count in cursor.fetchall()
        ]
