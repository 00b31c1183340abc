"""Tables of the kernel: event log, deliveries, idempotency, audit, policy values."""

from django.db import models
from django.db.models.functions import Now

from jishi.foundation.kernel.ids import new_id


class EventLog(models.Model):
    """Every fact that was recorded, in the order of its id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    occurred_at = models.DateTimeField(db_index=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["name", "id"], name="event_name_id")]


class EventDelivery(models.Model):
    """That a handler has dealt with an event; written in the handler's own transaction."""

    event_id = models.UUIDField()
    handler = models.CharField(max_length=160)
    handled_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id", "handler"], name="event_handled_once")
        ]


class IdempotencyRecord(models.Model):
    """The answer given to a key, and a hash of the input it was given for."""

    scope = models.CharField(max_length=80)
    owner = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    input_hash = models.CharField(max_length=64)
    result = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "owner", "key"], name="idempotency_once")
        ]


class AuditEntry(models.Model):
    """Who did what to which thing; append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.UUIDField(null=True)
    action = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    detail = models.JSONField(default=dict)
    ip = models.GenericIPAddressField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "at"], name="audit_subject"),
            models.Index(fields=["actor_id", "at"], name="audit_actor"),
        ]


class PolicyValue(models.Model):
    """One value an operator gave to a policy; the newest row of a name is in force."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    value = models.JSONField()
    changed_by = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["name", "-at"], name="policy_name_at")]
