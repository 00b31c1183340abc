"""Rows by plain SQL are the rows that the ORM reads and writes."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.forms.models import model_to_dict

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.models import AuditEntry
from jishi.foundation.kernel.rows import find_row, insert_row, list_rows, update_row

pytestmark = pytest.mark.django_db


def entry(**values):
    return AuditEntry(
        actor_kind="person", action="rows_tested", subject_kind="row", subject_id="1",
        detail={"how": ["plain", 1, None]}, at=clock.now(), **values,
    )  # fmt: skip


def test_what_is_written_is_what_the_orm_reads():
    row = entry(actor_id=uuid4(), ip="10.0.0.1")
    insert_row(row)
    assert model_to_dict(AuditEntry.objects.get(id=row.id)) == model_to_dict(row)


def test_what_the_orm_wrote_is_read_and_changed_whole():
    made = entry(ip=None)
    made.save()
    row = find_row(AuditEntry, "id = %s FOR UPDATE", [made.id])
    assert row is not None
    assert model_to_dict(row) == model_to_dict(made)
    row.detail, row.subject_id = {"now": "other"}, "2"
    update_row(row)
    assert model_to_dict(AuditEntry.objects.get(id=made.id)) == model_to_dict(row)


def test_conditions_bind_their_values_and_order_rows():
    made = [entry(actor_id=new_id()) for _ in range(3)]
    for row in made:
        insert_row(row)
    ids = [row.id for row in made]
    found = list_rows(AuditEntry, "id = ANY(%s) ORDER BY id DESC LIMIT 2", [ids])
    assert [row.id for row in found] == sorted(ids, reverse=True)[:2]
    assert find_row(AuditEntry, "action = %s", ["' OR true --"]) is None
