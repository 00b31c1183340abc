"""Reads of reviews and questions."""

from jishi.trade.reviews.queries.facts import ReviewFacts
from jishi.trade.reviews.queries.questions import (
    count_open_questions,
    get_question,
    list_questions,
    list_shop_questions,
)
from jishi.trade.reviews.queries.reviews import (
    count_unanswered,
    find_reviews_of_lines,
    get_review,
    get_summaries,
    get_summary,
    list_own_reviews,
    list_reviews,
    list_shop_reviews,
)

__all__ = [
    "ReviewFacts",
    "count_open_questions",
    "count_unanswered",
    "find_reviews_of_lines",
    "get_question",
    "get_review",
    "get_summaries",
    "get_summary",
    "list_own_reviews",
    "list_questions",
    "list_reviews",
    "list_shop_questions",
    "list_shop_reviews",
]
