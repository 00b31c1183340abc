"""The life of a post, and what its words and topics may be."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from jishi.content.posts.errors import BadTopic, TooManyTopics
from jishi.content.posts.types import PostStatus
from jishi.foundation.kernel.types import Lifecycle, Transition

TITLE_LIMIT = 60
BODY_LIMIT = 5000
COMMENT_LIMIT = 500
NOTE_LIMIT = 200
MAX_PICTURES = 18
MAX_PRODUCTS = 5
MAX_TOPICS = 5
TOPIC_LIMIT = 24
FIRST_REPLIES = 3

S = PostStatus
POST_LIFECYCLE = Lifecycle(
    "posts.post",
    S.DRAFT,
    (
        Transition(S.DRAFT, S.PROCESSING, ("author", "system")),
        Transition(S.DRAFT, S.IN_REVIEW, ("author", "system")),
        Transition(S.DRAFT, S.PUBLISHED, ("author", "system")),
        Transition(S.PROCESSING, S.IN_REVIEW, ("system",)),
        Transition(S.PROCESSING, S.PUBLISHED, ("system",)),
        Transition(S.PROCESSING, S.DRAFT, ("author", "system")),
        Transition(S.IN_REVIEW, S.PUBLISHED, ("operator",)),
        Transition(S.IN_REVIEW, S.DRAFT, ("author", "operator")),
        Transition(S.PUBLISHED, S.RESTRICTED, ("operator",)),
        Transition(S.RESTRICTED, S.PUBLISHED, ("operator",)),
        *(
            Transition(s, S.REMOVED, ("author", "operator", "system"))
            for s in (S.DRAFT, S.PROCESSING, S.IN_REVIEW, S.PUBLISHED, S.RESTRICTED)
        ),
    ),
)
LIFECYCLES = (POST_LIFECYCLE,)


def clean_topics(topics: Iterable[str]) -> list[str]:
    """Topics without #, each once, in order; raises BadTopic, TooManyTopics."""
    found: dict[str, str] = {}
    for raw in topics:
        topic = unicodedata.normalize("NFC", raw).strip().lstrip("#＃").strip()
        if not topic:
            continue
        if len(topic) > TOPIC_LIMIT or not all(_fits(c) for c in topic):
            raise BadTopic(topic=topic[:TOPIC_LIMIT], limit=TOPIC_LIMIT)
        found.setdefault(topic_key(topic), topic)
    if len(found) > MAX_TOPICS:
        raise TooManyTopics(limit=MAX_TOPICS)
    return list(found.values())


def topic_key(topic: str) -> str:
    """What two spellings of a topic have in common."""
    return unicodedata.normalize("NFC", topic).lstrip("#＃").casefold()


def _fits(character: str) -> bool:
    return character in "_·" or unicodedata.category(character)[0] in "LNM"
