"""A picture that came with a form, ready at once."""

from __future__ import annotations

from jishi.content.media.actions.accept_picture import show_picture
from jishi.content.media.actions.move_asset import move_asset
from jishi.content.media.actions.open_upload import check_size, claim_room
from jishi.content.media.providers.pictures import render_picture, save_picture
from jishi.content.media.queries import view_of
from jishi.content.media.types import AssetStatus, AssetView, MediaKind
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.types import Actor


def store_picture(*, actor: Actor, data: bytes, filename: str) -> AssetView:
    """Check a picture by its content, render it in three widths without its metadata, show it.

    Raises EmptyFile, FileTooLarge, NotAPicture, PictureIncomplete, PictureTooManyPixels,
    UploadQuotaExceeded. The rendering comes before the first statement, so nothing is locked
    while it lasts (about 0.1 s).
    """
    actor.require_person()
    check_size(len(data), MediaKind.PICTURE)
    files = render_picture(data)
    asset = claim_room(actor=actor, filename=filename, size_bytes=len(data), kind=MediaKind.PICTURE)
    keys = save_picture(asset.id, files)
    asset.save(force_insert=True)
    move_asset(asset, AssetStatus.CHECKING, by="owner")
    show_picture(asset, width=files.width, height=files.height, keys=keys)
    audit(actor=actor, action="store_picture", subject_kind="asset", subject_id=asset.id)
    return view_of(asset)
