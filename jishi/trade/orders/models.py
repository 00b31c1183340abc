"""Address books, carts, checkouts, orders with lines and packages, and their history."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jishi.foundation.kernel.ids import new_id
from jishi.trade.orders.types import (
    AddressChangeStatus,
    CheckoutStatus,
    FulfilmentStatus,
    InvoiceKind,
    InvoiceStatus,
)
from jishi.trade.shipping.types import DeliveryMethod


class Address(models.Model):
    """An entry of somebody's address book."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20)
    region = models.CharField(max_length=80)
    street = models.CharField(max_length=200)
    postcode = models.CharField(max_length=12, blank=True)
    division = models.CharField(max_length=6, blank=True, db_default="", default="")
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
    fulfilment_status = models.CharField(max_length=16, default=FulfilmentStatus.TO_SHIP)
    total_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField(db_default=0)
    payable_minor = models.BigIntegerField(db_default=0)
    currency = models.CharField(max_length=3)
    note = models.CharField(max_length=200, blank=True)
    address = models.JSONField()
    delivery = models.CharField(
        max_length=10, db_default=DeliveryMethod.PARCEL, default=DeliveryMethod.PARCEL
    )
    pickup = models.JSONField(null=True)
    pickup_code = models.CharField(max_length=12, blank=True, db_default="", default="")
    freight_parts = models.JSONField(db_default=[], default=list)
    urge_count = models.IntegerField(db_default=0, default=0)
    urged_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    compensation_minor = models.BigIntegerField(db_default=0, default=0)
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
            models.CheckConstraint(
                condition=Q(delivery__in=list(DeliveryMethod)), name="order_delivery_known"
            ),
        ]
        indexes = [
            models.Index("buyer", F("placed_at").desc(), F("id").desc(), name="order_of_buyer"),
            models.Index("shop", F("placed_at").desc(), F("id").desc(), name="order_of_shop"),
            models.Index(
                "ship_by",
                name="order_ship_due",
                condition=Q(fulfilment_status__in=("to_ship", "part_shipped")) & Q(overdue_at=None),
            ),
            models.Index(
                "cancel_by",
                name="order_cancel_due",
                condition=Q(fulfilment_status__in=("to_ship", "part_shipped")),
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
    shipped_quantity = models.IntegerField(db_default=0, default=0)
    cancelled_quantity = models.IntegerField(db_default=0, default=0)
    content = models.TextField(blank=True, db_default="", default="")

    class Meta:
        constraints = [
            # Nothing is sent twice, nothing is sent that was given up.
            models.CheckConstraint(
                condition=Q(
                    shipped_quantity__gte=0,
                    cancelled_quantity__gte=0,
                    quantity__gte=F("shipped_quantity") + F("cancelled_quantity"),
                ),
                name="order_line_sent_within",
            ),
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
    number = models.IntegerField(db_default=1, default=1)
    carrier = models.CharField(max_length=40)
    tracking_number = models.CharField(max_length=40)
    shipment_id = models.UUIDField(null=True, db_index=True)
    shipped_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)


class PackageLine(models.Model):
    """So many of a line in a parcel."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "line"], name="package_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="package_line_positive"),
        ]


class OrderMove(models.Model):
    """One step of a checkout's payment or of an order's goods."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, null=True, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="+")
    machine = models.CharField(max_length=10)
    source = models.CharField(max_length=16)
    target = models.CharField(max_length=16)
    by = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()


class Invoice(models.Model):
    """What a buyer wants an invoice to say, and the invoice once the shop has written it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, default=InvoiceStatus.REQUESTED)
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=100)
    tax_number = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=40, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    file = models.BinaryField(null=True)
    requested_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(InvoiceStatus)), name="invoice_status_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(InvoiceKind)), name="invoice_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="personal") | ~Q(tax_number=""), name="invoice_company_number"
            ),
        ]
        indexes = [
            models.Index("requested_at", name="invoice_open", condition=Q(status="requested")),
        ]


class AddressChange(models.Model):
    """A buyer's wish to have an order sent elsewhere; at most one is open."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, default=AddressChangeStatus.ASKED)
    address = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(status="asked"), name="address_change_open_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=list(AddressChangeStatus)),
                name="address_change_status_known",
            ),
        ]
        indexes = [
            models.Index("answer_by", name="address_change_due", condition=Q(status="asked")),
        ]
