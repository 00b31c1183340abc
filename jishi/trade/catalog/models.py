"""Products, SKUs, stock, reservations and the histories of each."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from jishi.foundation.kernel.ids import new_id
from jishi.trade.catalog.types import (
    EditStatus,
    ImportStatus,
    LimitPeriod,
    ListingStatus,
    ShowcaseKind,
)


class Product(models.Model):
    """What a shop offers; `pending_edit` holds words and SKUs that wait for review."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey(
        "shops.Shop", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    title = models.CharField(max_length=100)
    description = models.TextField(blank=True)
    category = models.CharField(max_length=30)
    subcategory = models.CharField(max_length=30, blank=True, db_default="")
    attributes = models.JSONField(default=dict, db_default={})  # {key: value}, by subcategory
    blocks = models.JSONField(default=list, db_default=[])
    size_chart = models.JSONField(null=True)
    video = models.JSONField(null=True)
    ships_on = models.DateField(null=True)  # presale: nothing is sent before this day
    limit_quantity = models.IntegerField(null=True)
    limit_period = models.CharField(max_length=10, blank=True, db_default="")
    is_virtual = models.BooleanField(default=False, db_default=False)
    has_pickup = models.BooleanField(default=False, db_default=False)
    pictures = models.JSONField(default=list)
    option_names = models.JSONField(default=list)
    promises = models.JSONField(default=list)
    currency = models.CharField(max_length=3)
    # Kept by the actions that change SKUs: shelves read them without looking at SKUs.
    price_minor = models.BigIntegerField()
    list_price_minor = models.BigIntegerField(null=True)
    # Units sold, as of the last roll-up: what `popular` sorts by, without a hot row.
    popularity = models.IntegerField(default=0)
    listing_status = models.CharField(max_length=10, default=ListingStatus.DRAFT)
    edit_status = models.CharField(max_length=10, default=EditStatus.EDITING)
    pending_edit = models.JSONField(null=True)
    note = models.CharField(max_length=500, blank=True)
    listed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="product_price_positive"),
            models.CheckConstraint(
                condition=Q(listing_status__in=list(ListingStatus)), name="listing_status_known"
            ),
            models.CheckConstraint(
                condition=Q(edit_status__in=list(EditStatus)), name="edit_status_known"
            ),
            models.CheckConstraint(
                condition=Q(limit_quantity=None, limit_period="")
                | Q(limit_quantity__gt=0, limit_period__in=list(LimitPeriod)),
                name="product_limit_whole",
            ),
        ]
        indexes = [
            models.Index(
                F("popularity").desc(),
                F("id").desc(),
                name="product_popular",
                condition=Q(listing_status="listed"),
            ),
            models.Index(
                F("listed_at").desc(),
                F("id").desc(),
                name="product_new",
                condition=Q(listing_status="listed"),
            ),
            models.Index(
                "price_minor", "id", name="product_cheap", condition=Q(listing_status="listed")
            ),
            models.Index(
                F("category"),
                F("popularity").desc(),
                F("id").desc(),
                name="product_category",
                condition=Q(listing_status="listed"),
            ),
            models.Index("shop", F("created_at").desc(), F("id").desc(), name="product_of_shop"),
            models.Index(
                "updated_at", name="product_in_review", condition=Q(edit_status="in_review")
            ),
            GinIndex(
                fields=["attributes"],
                opclasses=["jsonb_path_ops"],
                name="product_attributes",
                condition=Q(listing_status="listed"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProductMove(models.Model):
    """One step of a listing's or an edit's life."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    machine = models.CharField(max_length=10)
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    by = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()


class Sku(models.Model):
    """One choice of options; never deleted, since orders and stock point at it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    options = models.JSONField(default=list)  # [[name, value], …]
    price_minor = models.BigIntegerField()
    list_price_minor = models.BigIntegerField(null=True)
    picture_key = models.CharField(max_length=200, blank=True)
    weight_grams = models.IntegerField(null=True)
    position = models.IntegerField()
    is_retired = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "code"],
                name="sku_code_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="sku_price_positive"),
        ]


class Warehouse(models.Model):
    """Where a shop keeps its goods; the first one (`position` 0) may have no name of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey(
        "shops.Shop", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(max_length=40, blank=True)
    region = models.CharField(max_length=80, blank=True)
    # Regions that are sent to from here first: names an address's region may begin with.
    serves = models.JSONField(default=list)
    position = models.IntegerField(default=0)  # who comes next when no region decides
    is_closed = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "name"], name="warehouse_name_once"),
        ]


class Stock(models.Model):
    """How many of a SKU lie in a warehouse, and how many are promised to open checkouts."""

    pk = models.CompositePrimaryKey("sku_id", "warehouse_id")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    warehouse = models.ForeignKey(
        Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    product_id = models.UUIDField(db_index=True)
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    sold = models.IntegerField(default=0)
    # Told when no more than so many are left; `low_at` keeps it from being told twice.
    alert_at = models.IntegerField(default=5, db_default=5)
    low_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(on_hand__gte=0), name="stock_on_hand_not_negative"),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="stock_reserved_positive"),
            models.CheckConstraint(
                condition=Q(reserved__lte=F("on_hand")), name="stock_never_oversold"
            ),
            models.CheckConstraint(condition=Q(sold__gte=0), name="stock_sold_not_negative"),
            models.CheckConstraint(condition=Q(alert_at__gte=0), name="stock_alert_not_negative"),
        ]


class StockChange(models.Model):
    """Stock that came or went other than by a sale: a count, a correction, a return."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    warehouse = models.ForeignKey(
        Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    delta = models.IntegerField()
    reason = models.CharField(max_length=100)
    reference = models.CharField(max_length=80, blank=True)
    actor_id = models.UUIDField(null=True)
    at = models.DateTimeField()


class Reservation(models.Model):
    """Stock promised under a reference (a checkout) until it is paid, given up or expires."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=80)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    warehouse = models.ForeignKey(
        Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    quantity = models.IntegerField()
    status = models.CharField(max_length=10, default="held")  # held, committed, released
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "sku", "warehouse"], name="reservation_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_positive"),
            models.CheckConstraint(
                condition=Q(status__in=["held", "committed", "released"]),
                name="reservation_status_known",
            ),
        ]
        indexes = [
            models.Index("expires_at", name="reservation_due", condition=Q(status="held")),
        ]


class ImportRun(models.Model):
    """A file of products that was read and checked; applied by a job, row by row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey(
        "shops.Shop", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    actor_id = models.UUIDField()
    filename = models.CharField(max_length=120)
    columns = models.JSONField()
    status = models.CharField(max_length=10, default=ImportStatus.CHECKED)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(ImportStatus)), name="import_status_known"
            ),
        ]
        indexes = [
            models.Index("shop", F("created_at").desc(), F("id").desc(), name="import_of_shop"),
            models.Index("created_at", name="import_due", condition=Q(status="checked")),
        ]


class ImportMove(models.Model):
    """One step of an import's life."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    by = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    at = models.DateTimeField()


class ImportRow(models.Model):
    """A row of an import: its cells, its fate, and whether it was applied."""

    pk = models.CompositePrimaryKey("run_id", "number")
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.IntegerField()
    group = models.IntegerField()  # rows of one product, by the number of the first
    fate = models.CharField(max_length=10)
    title = models.CharField(max_length=100)
    sku_code = models.CharField(max_length=40)
    cells = models.JSONField()
    changes = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    is_applied = models.BooleanField(default=False)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index("run", "fate", "number", name="import_row_fate")]


class ShowcaseEntry(models.Model):
    """A product that a person or a shop puts forward."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_kind = models.CharField(max_length=10)
    owner_id = models.UUIDField()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    position = models.IntegerField()
    is_pinned = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner_id", "product"], name="showcase_once"
            ),
            models.CheckConstraint(
                condition=Q(owner_kind__in=list(ShowcaseKind)), name="showcase_owner_known"
            ),
        ]
        indexes = [
            models.Index("owner_kind", "owner_id", "position", name="showcase_in_order"),
        ]
