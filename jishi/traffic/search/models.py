"""The search index: one row for each product, post and shop that can be found."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now


class SearchDocument(models.Model):
    """The words of one thing, segmented, and its title for parts of words and suggestions."""

    subject_id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10)
    owner_id = models.UUIDField()  # author of a post, shop of a product, owner of a shop
    title = models.CharField(max_length=200)
    title_key = models.CharField(max_length=400)  # the title as patterns compare it
    words = SearchVectorField()
    for_followers = models.BooleanField(default=False)
    weight = models.FloatField(default=0)  # how well known it is: logarithm of sales, say
    indexed_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="search_words"),
            GinIndex(fields=["title_key"], opclasses=["gin_trgm_ops"], name="search_title"),
            models.Index(fields=["kind", "owner_id"], name="search_owner"),
        ]
