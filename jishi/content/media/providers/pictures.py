"""Pictures through Pillow: checked before they are decoded, rendered without metadata."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from uuid import UUID

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from jishi.content.media.errors import NotAPicture, PictureIncomplete, PictureTooManyPixels
from jishi.content.media.policies import PICTURE_MAX_PIXELS
from jishi.content.media.rules import PICTURE_WIDTHS
from jishi.content.media.types import PictureFiles
from jishi.foundation.kernel.storage import save_bytes

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MAX_HEIGHT = 4096
QUALITY = 82


def render_picture(source: bytes | Path) -> PictureFiles:
    """Renditions of a picture as WebP, upright, in sRGB, without metadata.

    Raises NotAPicture (by content, whatever the name), PictureTooManyPixels (before any pixel
    is decoded), PictureIncomplete.
    """
    with _open(source) as image:
        limit = PICTURE_MAX_PIXELS.get()
        if image.width * image.height > limit:
            raise PictureTooManyPixels(
                width=image.width, height=image.height, limit_mp=limit // 1_000_000
            )
        try:
            image.draft("RGB", (2 * PICTURE_WIDTHS[-1], 2 * PICTURE_WIDTHS[-1]))
            upright = ImageOps.exif_transpose(image)
            upright.load()
        except (OSError, SyntaxError, ValueError, EOFError):
            raise PictureIncomplete() from None
        width, height = image.size
        if upright.size != image.size and (upright.width < upright.height) != (width < height):
            width, height = height, width
        plain = _flatten(upright)
    wanted = [w for w in PICTURE_WIDTHS if w <= plain.width] or [plain.width]
    renditions: dict[int, bytes] = {}
    for target in wanted:
        scale = min(target / plain.width, MAX_HEIGHT / plain.height)
        size = (max(1, round(plain.width * scale)), max(1, round(plain.height * scale)))
        out = io.BytesIO()
        plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0).save(
            out, "WEBP", quality=QUALITY, method=3
        )
        renditions[target] = out.getvalue()
    return PictureFiles(width, height, renditions)


def save_picture(asset_id: UUID, files: PictureFiles) -> dict[int, str]:
    """Store the renditions; returns width -> key."""
    return {
        width: save_bytes(f"pictures/{asset_id}/{width}.webp", data)
        for width, data in files.renditions.items()
    }


def _open(source: bytes | Path) -> Image.Image:
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        with warnings.catch_warnings():
            # Pillow's own warning comes at three times our limit; ours is the one that counts.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError:
        limit = PICTURE_MAX_PIXELS.get() // 1_000_000
        raise PictureTooManyPixels(width="?", height="?", limit_mp=limit) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise NotAPicture() from None


def _flatten(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, source, target) or image
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile is no reason to refuse the picture
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        white = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, rgba).convert("RGB")
    return image.convert("RGB")
