"""Tables of reviews and questions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jishi.foundation.kernel.ids import new_id


class Review(models.Model):
    """A buyer's word about one line of an order; there is one of each line at most."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line_id = models.UUIDField(unique=True)
    order_id = models.UUIDField()
    product_id = models.UUIDField()
    shop = models.ForeignKey(
        "shops.Shop", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100)  # the product's and the options', as bought
    options_text = models.CharField(max_length=200, blank=True)
    product_stars = models.SmallIntegerField()
    dispatch_stars = models.SmallIntegerField()
    service_stars = models.SmallIntegerField()
    body = models.CharField(max_length=1000, blank=True)
    pictures = models.JSONField(default=list)
    video_id = models.UUIDField(null=True)
    is_anonymous = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    follow_up = models.CharField(max_length=1000, blank=True)
    follow_up_pictures = models.JSONField(default=list)
    followed_up_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_by_id = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    product_stars__range=(1, 5),
                    dispatch_stars__range=(1, 5),
                    service_stars__range=(1, 5),
                ),
                name="review_stars",
            ),
        ]
        indexes = [
            models.Index(
                "product_id", F("written_at").desc(), F("id").desc(),
                name="review_of_product", condition=Q(hidden_at=None),
            ),
            models.Index("shop", F("written_at").desc(), F("id").desc(), name="review_of_shop"),
            models.Index("written_at", name="review_recent"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """What somebody wants to know of a product before buying."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product_id = models.UUIDField()
    shop = models.ForeignKey(
        "shops.Shop", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    is_answered = models.BooleanField(default=False)  # by the shop
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                "product_id", F("asked_at").desc(), F("id").desc(),
                name="question_of_product", condition=Q(hidden_at=None),
            ),
            models.Index(
                "shop", "is_answered", F("asked_at").desc(), F("id").desc(), name="question_of_shop"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.body


class Answer(models.Model):
    """What the shop, or somebody who has bought the product, says to a question."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_shop = models.BooleanField()
    body = models.CharField(max_length=500)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "person"], name="answer_once"),
        ]
