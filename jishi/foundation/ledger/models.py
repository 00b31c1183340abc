"""Tables of the ledger. Entry, Posting and Seal only ever grow: triggers and rights say so."""

from django.db import models

from jishi.foundation.ledger.types import Phase

_C = "C"  # byte order: prefixes use the index, and locks are taken in one order everywhere


class Entry(models.Model):
    """One thing that happened to money, under a business reference used only once."""

    id = models.UUIDField(primary_key=True, editable=False)
    business_ref = models.CharField(max_length=160, db_collation=_C)
    kind = models.CharField(max_length=60)
    phase = models.CharField(max_length=8)
    resolves = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="resolved_by"
    )
    idempotency_key = models.CharField(max_length=160, db_collation=_C)
    input_hash = models.CharField(max_length=64)
    memo = models.CharField(max_length=300, blank=True)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "entries"
        # Not `unique=True` on the fields: that would add a second index for LIKE to each.
        constraints = [
            models.UniqueConstraint(fields=["business_ref"], name="entry_business_ref"),
            models.UniqueConstraint(fields=["idempotency_key"], name="entry_idempotency_key"),
            models.CheckConstraint(
                condition=models.Q(phase__in=[p.value for p in Phase]), name="entry_phase_known"
            ),
            models.CheckConstraint(
                condition=models.Q(phase__in=["booked", "pending"], resolves=None)
                | models.Q(phase__in=["posted", "voided", "expired"], resolves__isnull=False),
                name="entry_resolves_by_phase",
            ),
            models.CheckConstraint(
                condition=models.Q(phase="pending", expires_at__isnull=False)
                | (~models.Q(phase="pending") & models.Q(expires_at=None)),
                name="entry_expires_if_pending",
            ),
        ]

    def __str__(self) -> str:
        return self.business_ref


class Posting(models.Model):
    """A signed amount on an account."""

    pk = models.CompositePrimaryKey("entry_id", "position")
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="postings", db_index=False
    )
    position = models.SmallIntegerField()
    account = models.CharField(max_length=100, db_collation=_C)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, db_collation=_C)
    is_pending = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount_minor=0), name="posting_not_zero")
        ]
        indexes = [models.Index(fields=["account", "entry"], name="posting_account")]


class Seal(models.Model):
    """A link of the hash chain: it seals one entry and the link before it."""

    number = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="seal")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()


class AccountBalance(models.Model):
    """Balance of an account with a floor; written only by the database's own trigger."""

    pk = models.CompositePrimaryKey("account", "currency")
    account = models.CharField(max_length=100, db_collation=_C)
    currency = models.CharField(max_length=3, db_collation=_C)
    posted_minor = models.BigIntegerField()
    held_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(posted_minor__gte=models.F("held_minor")), name="balance_floor"
            ),
            models.CheckConstraint(
                condition=models.Q(held_minor__gte=0), name="balance_held_positive"
            ),
        ]


class Rollup(models.Model):
    """Sum over the sealed entries of an account without a floor; moved on by the sealer."""

    pk = models.CompositePrimaryKey("account", "currency")
    account = models.CharField(max_length=100, db_collation=_C)
    currency = models.CharField(max_length=3, db_collation=_C)
    posted_minor = models.BigIntegerField()
    held_minor = models.BigIntegerField(default=0)


class Unsealed(models.Model):
    """Entries that wait for their seal; filled by a trigger, emptied by the sealer."""

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, db_constraint=False
    )


class OpenHold(models.Model):
    """Holds that have not ended; kept by a trigger."""

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, db_constraint=False
    )
    expires_at = models.DateTimeField(db_index=True)
