"""Coupons and claims, flash sales, bundles, members, groups."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jishi.foundation.kernel.ids import new_id
from jishi.trade.promotions.types import (
    ClaimStatus,
    CouponStatus,
    DealStatus,
    Funder,
    GroupStatus,
)


class Coupon(models.Model):
    """A coupon of a shop, or of the market (without a shop)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    funder = models.CharField(max_length=10)
    shop = models.ForeignKey("shops.Shop", on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    amount_minor = models.BigIntegerField(default=0)
    threshold_minor = models.BigIntegerField(default=0)
    rate_ppm = models.IntegerField(default=0)
    cap_minor = models.BigIntegerField(null=True)
    scope = models.CharField(max_length=10)
    categories = models.JSONField(default=list)
    product_ids = models.JSONField(default=list)
    quantity = models.IntegerField()
    per_person = models.IntegerField()
    budget_minor = models.BigIntegerField(null=True)
    claim_from = models.DateTimeField()
    claim_until = models.DateTimeField()
    use_from = models.DateTimeField()
    use_until = models.DateTimeField()
    status = models.CharField(max_length=10, default=CouponStatus.LIVE)
    claimed_count = models.IntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(claimed_count__gte=0, claimed_count__lte=F("quantity")),
                name="coupon_not_overgiven",
            ),
            models.CheckConstraint(
                condition=Q(funder=Funder.SHOP, shop__isnull=False)
                | Q(funder=Funder.PLATFORM, shop__isnull=True),
                name="coupon_funder_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=list(CouponStatus)), name="coupon_status_known"
            ),
        ]
        indexes = [models.Index("claim_until", name="coupon_open", condition=Q(status="live"))]

    def __str__(self) -> str:
        return self.title


class CouponClaim(models.Model):
    """A coupon in somebody's hand; `reference` is the checkout that has it locked or used it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    status = models.CharField(max_length=10, default=ClaimStatus.HELD)
    use_until = models.DateTimeField()
    reference = models.CharField(max_length=120, blank=True, db_index=True)
    discount_minor = models.BigIntegerField(default=0)
    gmv_minor = models.BigIntegerField(default=0)
    claimed_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(ClaimStatus)), name="claim_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=("held", "expired"), reference="")
                | Q(status__in=("locked", "used"), reference__gt=""),
                name="claim_reference_while_in_use",
            ),
        ]
        indexes = [
            models.Index("person", "coupon", name="claim_of_person"),
            models.Index("use_until", name="claim_due", condition=Q(status="held")),
        ]


class ClaimMove(models.Model):
    """One step of a coupon in somebody's hand."""

    claim = models.ForeignKey(CouponClaim, on_delete=models.PROTECT, related_name="moves")
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    by = models.CharField(max_length=10)
    reference = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()


class FlashSale(models.Model):
    """A shop's sale of some SKUs for a while."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey("shops.Shop", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    status = models.CharField(max_length=10, default=DealStatus.LIVE)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(DealStatus)), name="flash_status_known"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="flash_has_time"),
        ]

    def __str__(self) -> str:
        return self.title


class FlashItem(models.Model):
    """So many of a SKU at a price; `taken` counts what checkouts hold or have bought."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sale = models.ForeignKey(FlashSale, on_delete=models.PROTECT, related_name="items")
    sku_id = models.UUIDField(db_index=True)
    product_id = models.UUIDField(db_index=True)
    price_minor = models.BigIntegerField()
    quantity = models.IntegerField()
    taken = models.IntegerField(default=0)
    per_person = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sale", "sku_id"], name="flash_item_once"),
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="flash_item_positive"),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("quantity")), name="flash_not_oversold"
            ),
        ]


class FlashTake(models.Model):
    """Units of a flash item that a checkout holds (held), has bought (sold) or let go (freed)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(FlashItem, on_delete=models.PROTECT, related_name="+", db_index=False)
    person_id = models.UUIDField()
    quantity = models.IntegerField()
    reference = models.CharField(max_length=120)
    state = models.CharField(max_length=10, default="held")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference", "item"], name="flash_take_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, state__in=("held", "sold", "freed")),
                name="flash_take_state_known",
            ),
        ]
        indexes = [models.Index("item", "person_id", name="flash_take_of_person")]


class Bundle(models.Model):
    """Products that cost less together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey("shops.Shop", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    product_ids = models.JSONField()
    count = models.IntegerField(default=0)
    price_minor = models.BigIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=10, default=DealStatus.LIVE)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="bundle_positive"),
            models.CheckConstraint(
                condition=Q(status__in=list(DealStatus)), name="bundle_status_known"
            ),
        ]


class ShopMember(models.Model):
    """Somebody who joined a shop; who leaves has no row."""

    shop = models.ForeignKey("shops.Shop", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "shop"], name="shop_member_once")]


class MemberPrice(models.Model):
    """What members of its shop pay for a SKU."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey("shops.Shop", on_delete=models.CASCADE, related_name="+")
    sku_id = models.UUIDField(unique=True)
    product_id = models.UUIDField()
    price_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="member_price_positive")
        ]


class GroupDeal(models.Model):
    """A price that `size` people get who buy within `hours` of the first."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey("shops.Shop", on_delete=models.PROTECT, related_name="+")
    sku_id = models.UUIDField(db_index=True)
    product_id = models.UUIDField(db_index=True)
    price_minor = models.BigIntegerField()
    size = models.IntegerField()
    hours = models.IntegerField()
    per_person = models.IntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=10, default=DealStatus.LIVE)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(price_minor__gt=0, size__gte=2, hours__gt=0), name="group_deal_sound"
            ),
            models.CheckConstraint(
                condition=Q(status__in=list(DealStatus)), name="group_deal_status_known"
            ),
        ]


class Group(models.Model):
    """People who buy together; complete with its `size` or failed at its deadline."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deal = models.ForeignKey(GroupDeal, on_delete=models.PROTECT, related_name="+")
    opener_id = models.UUIDField()
    status = models.CharField(max_length=10, default=GroupStatus.OPEN)
    deadline = models.DateTimeField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(GroupStatus)), name="group_status_known"
            )
        ]
        indexes = [
            models.Index("deadline", name="group_due", condition=Q(status="open")),
        ]


class GroupMember(models.Model):
    """A person's place in a group: held by a checkout (held), paid, or let go (freed)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    person_id = models.UUIDField()
    reference = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, default="held")
    joined_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person_id"],
                condition=~Q(state="freed"),
                name="group_member_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("held", "paid", "freed")), name="group_member_state_known"
            ),
        ]
