"""Scores of shops, a row a day."""

from django.db import models

from jishi.foundation.kernel.ids import new_id
from jishi.trade.shops.models.shops import Shop


class ShopScore(models.Model):
    """What the nightly job made of the last 90 days; `points` is None for a shop too new to say."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    points = models.SmallIntegerField(null=True)
    category = models.CharField(max_length=30, blank=True)
    delivered_count = models.IntegerField()
    percentile = models.SmallIntegerField(null=True)
    metrics = models.JSONField(default=dict)  # metric -> [good, total, peers_ppm]
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "on"], name="shop_score_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(points=None) | models.Q(points__range=(0, 500)),
                name="shop_score_points_in_range",
            ),
        ]
