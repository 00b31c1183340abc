"""How shops present themselves."""

from django.db import models

from jishi.trade.shops.models.shops import Shop


class ShopFront(models.Model):
    """Banner, notice, sections, hours and replies of a shop; a shop without a row has none."""

    shop = models.OneToOneField(Shop, on_delete=models.PROTECT, primary_key=True, related_name="+")
    banner_key = models.CharField(max_length=200, blank=True)
    notice = models.CharField(max_length=200, blank=True)
    sections = models.JSONField(default=list)  # [{title, product_ids}, …]
    hours = models.JSONField(null=True)  # {days, opens, closes}
    holiday = models.JSONField(null=True)  # {first, last, words}
    auto_reply = models.CharField(max_length=300, blank=True)
    updated_at = models.DateTimeField()
