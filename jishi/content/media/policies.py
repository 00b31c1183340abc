"""Limits of uploads that the operator may change."""

from jishi.foundation.kernel.policies import Policy

PICTURE_MAX_PIXELS = Policy(
    "media.picture_max_pixels",
    30_000_000,
    int,
    "pixels",
    "Largest picture that is decoded; an 8K picture (33 million) is beyond it.",
)
PICTURE_MAX_BYTES = Policy(
    "media.picture_max_bytes", 20 * 1024**2, int, "bytes", "Largest picture file."
)
VIDEO_MAX_BYTES = Policy("media.video_max_bytes", 2 * 1024**3, int, "bytes", "Largest video file.")
OPEN_UPLOADS = Policy(
    "media.open_uploads", 30, int, "uploads", "Unfinished uploads a person may have at a time."
)
