"""A person's follows, for the export of their data and for the closing of their account."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from jishi.relations.follows.models import Follow


class FollowsData:
    """Registered with accounts as a PersonDataSource."""

    name = "follows"

    def collect(self, person_id: UUID) -> object:
        """Whom the person follows and who follows them, as plain JSON."""
        followed = Follow.objects.filter(follower_id=person_id).order_by("followed_at")
        followers = Follow.objects.filter(creator_id=person_id).count()
        return {
            "followed": [
                {"creator_id": str(row.creator_id), "followed_at": row.followed_at.isoformat()}
                for row in followed
            ],
            "followers": followers,
        }

    def erase(self, person_id: UUID) -> None:
        """Forget the person's follows in both directions."""
        Follow.objects.filter(Q(follower_id=person_id) | Q(creator_id=person_id)).delete()
