"""What can be wrong with a post or a comment."""

from jishi.foundation.kernel.errors import DomainError, ErrorKind


class VideoMissing(DomainError):
    """A video post needs one video."""

    code = "post_video_missing"


class PicturesMissing(DomainError):
    """An article needs 1 to {limit} pictures."""

    code = "post_pictures_missing"


class MediaUnusable(DomainError):
    """This file cannot be used in a post: {why}"""

    code = "post_media_unusable"


class PicturesNotReady(DomainError):
    """A picture is still being prepared. Publish in a moment."""

    code = "post_pictures_not_ready"
    kind = ErrorKind.CONFLICT


class MediaFixed(DomainError):
    """Pictures and video of a post that is out stay as they are. Make a new post instead."""

    code = "post_media_fixed"
    kind = ErrorKind.CONFLICT


class TooManyProducts(DomainError):
    """A post may carry at most {limit} products."""

    code = "post_too_many_products"


class ProductNotOnSale(DomainError):
    """A product of this post is not on sale any more. Take it out or choose another."""

    code = "post_product_not_on_sale"


class TooManyTopics(DomainError):
    """A post may have at most {limit} topics."""

    code = "post_too_many_topics"


class BadTopic(DomainError):
    """#{topic}: a topic is 1 to {limit} letters and figures, without spaces."""

    code = "post_bad_topic"


class BadTime(DomainError):
    """Choose a time between now and {days} days ahead."""

    code = "post_bad_time"


class CommentsClosed(DomainError):
    """Comments are open once the post is out."""

    code = "comments_closed"
    kind = ErrorKind.CONFLICT


class ReplyTooDeep(DomainError):
    """Answer the first comment of the thread, not an answer."""

    code = "reply_too_deep"
