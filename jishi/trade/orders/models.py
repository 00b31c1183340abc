"""Address books, carts, checkouts, orders with lines and packages, and their history."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jishi.foundation.kernel.ids import new_id
from jishi.trade.orders.types import CheckoutStatus, FulfilmentStatus


class Address(models.Model):
    """An entry of somebody's address book."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20)
    region = models.CharField(max_length=80)
    street = models.CharField(max_length=200)
    postcode = models.CharField(max_length=12, blank=True)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_default=True), name="address_default_once"
            )
        ]


class CartLine(models.Model):
    """So many of a SKU that somebody may want to order."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    sku_id = models.UUIDField()
    quantity = models.IntegerField()
    attribution = models.JSONField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "sku_id"], name="cart_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="cart_line_positive"),
        ]


class Checkout(models.Model):
    """One payment for what was ordered at once; the key makes a double click one checkout."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    status = models.CharField(max_length=10, default=CheckoutStatus.PENDING)
    total_minor = models.BigIntegerField()
    payable_minor = models.BigIntegerField(db_default=0)
    currency = models.CharField(max_length=3)
    payment_id = models.UUIDField(null=True)
    idempotency_key = models.CharField(max_length=120)
    input_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["buyer", "idempotency_key"], name="checkout_once"),
            models.CheckConstraint(condition=Q(payable_minor__gt=0), name="checkout_positive"),
            models.CheckConstraint(
                condition=Q(status__in=list(CheckoutStatus)), name="checkout_status_known"
            ),
        ]
        indexes = [
            models.Index("expires_at", name="checkout_due", condition=Q(status="pending")),
        ]


class Order(models.Model):
    """One shop's part of a checkout. `payment_status` follows the checkout's, for its lists."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, related_name="+")
    shop = models.ForeignKey(
        "shops.Shop", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    payment_status = models.CharField(max_length=10, default=CheckoutStatus.PENDING)
    fulfilment_status = models.CharField(max_length=10, default=FulfilmentStatus.TO_SHIP)
    total_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField(db_default=0)
    payable_minor = models.BigIntegerField(db_default=0)
    currency = models.CharField(max_length=3)
    note = models.CharField(max_length=200, blank=True)
    address = models.JSONField()
    dispatch_hours = models.IntegerField()
    ship_from = models.DateTimeField(null=True)  # presale: the dispatch promise runs from here
    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    ship_by = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)
    cancel_by = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    receive_by = models.DateTimeField(null=True)
    is_receipt_extended = models.BooleanField(default=False)
    received_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=10, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    refund_minor = models.BigIntegerField(default=0)
    refunded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(payable_minor__gt=0, total_minor__gt=0, freight_minor__gte=0),
                name="order_positive",
            ),
            models.CheckConstraint(
                condition=Q(refund_minor__gte=0, refund_minor__lte=F("payable_minor")),
                name="order_refund_within_payable",
            ),
            models.CheckConstraint(
                condition=Q(payment_status__in=list(CheckoutStatus)),
                name="order_payment_status_known",
            ),
            models.CheckConstraint(
                condition=Q(fulfilment_status__in=list(FulfilmentStatus)),
                name="order_fulfilment_status_known",
            ),
            # Goods move only for money that has come.
            models.CheckConstraint(
                condition=Q(payment_status="paid")
                | Q(fulfilment_status__in=("to_ship", "cancelled")),
                name="order_ships_only_paid",
            ),
        ]
        indexes = [
            models.Index("buyer", F("placed_at").desc(), F("id").desc(), name="order_of_buyer"),
            models.Index("shop", F("placed_at").desc(), F("id").desc(), name="order_of_shop"),
            models.Index(
                "ship_by",
                name="order_ship_due",
                condition=Q(fulfilment_status="to_ship", overdue_at=None),
            ),
            models.Index(
                "cancel_by", name="order_cancel_due", condition=Q(fulfilment_status="to_ship")
            ),
            models.Index(
                "receive_by",
                name="order_receive_due",
                condition=Q(fulfilment_status__in=("shipped", "delivered")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """So many of a SKU, with a snapshot of what was shown, promised and paid."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    position = models.IntegerField()
    sku_id = models.UUIDField()
    product_id = models.UUIDField(db_index=True)
    title = models.CharField(max_length=100)
    options = models.JSONField(default=list)
    picture_key = models.CharField(max_length=200, blank=True)
    quantity = models.IntegerField()
    price_minor = models.BigIntegerField()
    list_price_minor = models.BigIntegerField(null=True)
    total_minor = models.BigIntegerField()
    shop_discount_minor = models.BigIntegerField(db_default=0)
    platform_discount_minor = models.BigIntegerField(db_default=0)
    payable_minor = models.BigIntegerField(db_default=0)
    adjustments = models.JSONField(default=list, db_default=[])
    promises = models.JSONField(default=list)
    attribution = models.JSONField(null=True)
    refunded_quantity = models.IntegerField(db_default=0, default=0)
    refunded_minor = models.BigIntegerField(db_default=0, default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_line_positive"),
            models.CheckConstraint(
                condition=Q(
                    refunded_quantity__gte=0,
                    refunded_quantity__lte=F("quantity"),
                    refunded_minor__gte=0,
                    refunded_minor__lte=F("total_minor"),
                ),
                name="order_line_refunds_fit",
            ),
            models.CheckConstraint(
                condition=Q(total_minor=F("price_minor") * F("quantity")), name="order_line_total"
            ),
            models.CheckConstraint(
                condition=Q(
                    shop_discount_minor__gte=0,
                    platform_discount_minor__gte=0,
                    payable_minor__gte=0,
                    payable_minor=F("total_minor")
                    - F("shop_discount_minor")
                    - F("platform_discount_minor"),
                ),
                name="order_line_payable",
            ),
        ]


class Package(models.Model):
    """A parcel of an order."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    carrier = models.CharField(max_length=40)
    tracking_number = models.CharField(max_length=40)
    shipped_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)


class OrderMove(models.Model):
    """One step of a checkout's payment or of an order's goods."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, null=True, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="+")
    machine = models.CharField(max_length=10)
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    by = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
