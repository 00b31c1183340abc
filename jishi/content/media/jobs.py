"""Jobs of the media room: check, transcode, give up what was never finished.

Queue `checks` is quick; queue `media` holds a core for minutes and wants a worker of its own.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connection
from procrastinate.contrib.django import app

from jishi.content.media.actions.abandon_upload import expire_upload
from jishi.content.media.actions.accept_picture import accept_picture
from jishi.content.media.actions.accept_video import accept_video
from jishi.content.media.actions.claim_transcode import claim_transcode
from jishi.content.media.actions.fail_transcode import fail_transcode
from jishi.content.media.actions.finish_transcode import finish_transcode
from jishi.content.media.actions.note_progress import note_progress
from jishi.content.media.actions.refuse_asset import refuse_asset
from jishi.content.media.actions.show_first import show_first
from jishi.content.media.errors import MediaRefused
from jishi.content.media.providers.encode import forget_folder
from jishi.content.media.providers.ffmpeg import EncoderFailed, RunSuperseded
from jishi.content.media.providers.pictures import render_picture, save_picture
from jishi.content.media.providers.probe import probe_video
from jishi.content.media.providers.publish import original_key, publish_file
from jishi.content.media.providers.transcode import Run, transcode
from jishi.content.media.providers.uploads import forget_upload, upload_path, work_folder
from jishi.content.media.queries import find_asset, list_due_uploads, lock_asset
from jishi.content.media.types import AssetStatus, MediaKind, Rendition
from jishi.foundation.kernel.deadlines import register_timer
from jishi.foundation.kernel.jobs import RETRY
from jishi.foundation.kernel.transactions import durable

log = structlog.get_logger(__name__)

register_timer("media.expire_upload", list_due_uploads, expire_upload)


@app.task(name="media.check_asset", queue="checks", retry=RETRY)
def check_asset(asset_id: str) -> None:
    """Check a whole file by its content; accept or refuse it."""
    key = UUID(asset_id)
    asset = find_asset(key)
    if asset is None or asset.status is not AssetStatus.CHECKING:
        return
    try:
        if asset.kind is MediaKind.VIDEO:
            facts = probe_video(upload_path(key))
            with durable():
                accept_video(asset_id=key, facts=facts)
        else:
            files = render_picture(upload_path(key))
            keys = save_picture(key, files)
            with durable():
                accept_picture(asset_id=key, width=files.width, height=files.height, keys=keys)
            forget_upload(key)  # its metadata may tell where it was taken
    except MediaRefused as error:
        with durable():
            row = lock_asset(key)
            if row.status == AssetStatus.CHECKING:
                refuse_asset(asset=row, error=error)
        forget_upload(key)


@app.task(name="media.transcode_asset", queue="media", retry=RETRY)
def transcode_asset(asset_id: str) -> None:
    """Make a checked video playable. A run that was killed is claimed anew and starts over."""
    key = UUID(asset_id)
    with durable():
        run_id = claim_transcode(asset_id=key)
    if run_id is None:
        return
    folder = work_folder(key, run_id)
    try:
        _transcode(key, run_id, folder)
    except RunSuperseded:
        log.info("transcode_superseded", asset=asset_id)
    except MediaRefused:
        log.exception("transcode_refused", asset=asset_id)
        _fail(key, run_id)
    except EncoderFailed as error:
        log.warning("transcode_failed", asset=asset_id, said=str(error))
        _fail(key, run_id)
    finally:
        forget_folder(folder)


def _transcode(key: UUID, run_id: UUID, folder: Path) -> None:
    source = upload_path(key)
    facts = probe_video(source)

    def on_first(made: Rendition) -> bool:
        with durable():
            return show_first(asset_id=key, run_id=run_id, made=made)

    def on_progress(percent: int) -> bool:
        try:
            return note_progress(asset_id=key, run_id=run_id, percent=percent)
        except (OperationalError, InterfaceError):
            connection.close()  # the database restarts; the encoder need not
            return True

    made = transcode(Run(key, run_id, source, folder, facts, on_progress, on_first))
    with durable():
        done = finish_transcode(asset_id=key, run_id=run_id, made=made)
    if done:
        publish_file(source, original_key(key))


def _fail(key: UUID, run_id: UUID) -> None:
    with durable():
        failed = fail_transcode(asset_id=key, run_id=run_id)
    if failed:
        forget_upload(key)
