"""From the ticket to the check: quota, owners, time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection

from jishi.content.media import queries
from jishi.content.media.actions.abandon_upload import abandon_upload
from jishi.content.media.actions.choose_poster import choose_poster
from jishi.content.media.actions.complete_upload import complete_upload
from jishi.content.media.actions.open_upload import open_upload
from jishi.content.media.factories import make_picture, picture_bytes
from jishi.content.media.models import Asset
from jishi.content.media.providers.uploads import place_upload, upload_path
from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.errors import DomainError, NotFound, NotSignedIn
from jishi.foundation.kernel.factories import pass_time, run_pending_jobs
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.signing import read_token
from jishi.foundation.kernel.storage import local_path
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import SYSTEM, person_actor


@pytest.fixture
def actor():
    return person_actor(make_person().id)


def upload(actor, size=100, kind="video", name="clip.mp4"):
    return open_upload(actor=actor, filename=name, size_bytes=size, kind=kind)


@pytest.mark.django_db
def test_a_ticket_is_for_one_file_of_one_size(actor):
    ticket = upload(actor, size=1234)
    parts = urlsplit(ticket.upload_url)
    assert parts.path == f"/uploads/{ticket.asset_id}"
    claims = read_token("upload", parse_qs(parts.query)["t"][0])
    assert (claims["asset"], claims["size"]) == (str(ticket.asset_id), 1234)
    asset = queries.get_asset(actor, ticket.asset_id)
    assert (asset.status, asset.filename) == ("uploading", "clip.mp4")
    assert queries.get_quota_left(actor.person_id) == settings.upload_daily_bytes - 1234


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"size": 0}, "media_empty"),
        ({"size": -5}, "media_empty"),
        ({"size": 3 * 1024**3}, "media_too_large"),
        ({"kind": "picture", "size": 21 * 1024**2}, "media_too_large"),
        ({"kind": "spell"}, "invalid_input"),
        ({"name": ""}, "invalid_input"),
        ({"name": "🎞" * 10_000}, "text_too_long"),
    ],
)
def test_refused_at_the_door(actor, values, code):
    with pytest.raises(DomainError) as caught:
        upload(actor, **values)
    assert caught.value.code == code
    assert Asset.objects.count() == 0


@pytest.mark.django_db
def test_visitors_may_not_upload():
    with pytest.raises(NotSignedIn):
        upload(SYSTEM)


@pytest.mark.django_db
def test_the_daily_quota(actor, monkeypatch):
    monkeypatch.setattr(settings, "upload_daily_bytes", 1000)
    upload(actor, size=600)
    with pytest.raises(DomainError) as caught:
        upload(actor, size=401)
    assert caught.value.code == "upload_quota_exceeded"
    assert Asset.objects.count() == 1
    upload(person_actor(make_person().id), size=1000)
    pass_time(timedelta(days=1, seconds=1))
    upload(actor, size=1000)


@pytest.mark.django_db(transaction=True)
def test_the_quota_holds_for_uploads_opened_at_once(monkeypatch):
    actor = person_actor(make_person().id)
    monkeypatch.setattr(settings, "upload_daily_bytes", 1000)

    def attempt(_):
        try:
            with durable():
                upload(actor, size=300)
        except DomainError as error:
            return error.code
        else:
            return "opened"
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(attempt, range(8)))
    assert sorted(answers) == ["opened"] * 3 + ["upload_quota_exceeded"] * 5


@pytest.mark.django_db
def test_open_uploads_are_limited(actor):
    for _ in range(30):
        upload(actor)
    with pytest.raises(DomainError) as caught:
        upload(actor)
    assert caught.value.code == "too_many_uploads"


@pytest.mark.django_db
def test_only_whole_files_are_checked(actor):
    ticket = upload(actor)
    place_upload(ticket.asset_id, b"x" * 99)
    with pytest.raises(DomainError) as caught:
        complete_upload(actor=actor, asset_id=ticket.asset_id)
    assert caught.value.code == "upload_unfinished"
    assert queries.get_asset(actor, ticket.asset_id).status == "uploading"
    place_upload(ticket.asset_id, b"x" * 100)
    for _ in range(2):  # a repeated call changes nothing
        view = complete_upload(actor=actor, asset_id=ticket.asset_id)
        assert view.status == "checking"
    assert len(queries.list_steps(ticket.asset_id)) == 1


@pytest.mark.django_db
def test_other_peoples_uploads(actor):
    ticket, stranger = upload(actor), person_actor(make_person().id)
    for action in (complete_upload, abandon_upload):
        with pytest.raises(NotFound):
            action(actor=stranger, asset_id=ticket.asset_id)
    with pytest.raises(NotFound):
        queries.get_asset(stranger, ticket.asset_id)
    assert queries.get_asset(actor, ticket.asset_id).status == "uploading"


@pytest.mark.django_db
def test_given_up_uploads_free_the_quota(actor, django_capture_on_commit_callbacks):
    ticket = upload(actor, size=5)
    place_upload(ticket.asset_id, b"12345")
    with django_capture_on_commit_callbacks(execute=True):
        view = abandon_upload(actor=actor, asset_id=ticket.asset_id)
    assert (view.status, view.refusal_code) == ("refused", "upload_abandoned")
    assert not upload_path(ticket.asset_id).exists()
    assert queries.get_quota_left(actor.person_id) == settings.upload_daily_bytes


@pytest.mark.django_db
def test_unfinished_uploads_expire_whole_ones_are_taken(actor):
    late, whole = upload(actor), upload(actor, kind="picture", size=len(picture_bytes()))
    place_upload(late.asset_id, b"half")
    place_upload(whole.asset_id, picture_bytes())
    pass_time(timedelta(hours=23))
    assert queries.get_asset(actor, late.asset_id).status == "uploading"
    pass_time(timedelta(hours=1, seconds=1))
    assert queries.get_asset(actor, late.asset_id).refusal_code == "upload_expired"
    assert queries.get_asset(actor, whole.asset_id).status == "ready"


@pytest.mark.django_db
def test_pictures_lose_their_metadata_and_stand_upright(actor):
    import io

    from PIL import Image

    picture = Image.new("RGB", (1600, 900), "#2F7F86")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Secret Camera"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    ticket = upload(actor, kind="picture", size=len(out.getvalue()))
    place_upload(ticket.asset_id, out.getvalue())
    complete_upload(actor=actor, asset_id=ticket.asset_id)
    run_pending_jobs()
    asset = queries.get_asset(actor, ticket.asset_id)
    assert (asset.status, asset.width, asset.height) == ("ready", 900, 1600)
    assert list(asset.picture_keys) == [320, 720]
    data = local_path(asset.picture_for(400)).read_bytes()
    assert b"Secret" not in data
    with Image.open(io.BytesIO(data)) as shown:
        assert (shown.format, shown.size) == ("WEBP", (720, 1280))
    assert not upload_path(asset.id).exists()


@pytest.mark.django_db
def test_small_and_transparent_pictures(actor):
    asset = make_picture(owner=actor, size=(64, 48), kind="PNG")
    assert list(asset.picture_keys) == [64]
    assert asset.playable


@pytest.mark.django_db
def test_covers_are_chosen_from_the_frames(actor):
    row = Asset.objects.get(id=make_picture(owner=actor).id)
    row.poster_choices = ["a", "b"]
    row.save()
    assert choose_poster(actor=actor, asset_id=row.id, number=1).poster_key == "b"
    for number in (-1, 2):
        with pytest.raises(DomainError) as caught:
            choose_poster(actor=actor, asset_id=row.id, number=number)
        assert caught.value.code == "invalid_input"
    with pytest.raises(NotFound):
        choose_poster(actor=person_actor(make_person().id), asset_id=row.id, number=0)


@pytest.mark.django_db
def test_query_counts(actor, django_assert_num_queries):
    made = [make_picture(owner=actor, size=(40, 40)).id for _ in range(3)]
    with django_assert_num_queries(1):
        assert list(queries.list_assets(made))
    with django_assert_num_queries(1):
        page = queries.list_my_assets(actor, limit=2)
    rest = queries.list_my_assets(actor, cursor=page.next_cursor)
    assert [a.id for a in (*page.items, *rest.items)] == made[::-1]


@pytest.mark.django_db
def test_a_closed_accounts_videos_are_gone(actor, tmp_path, django_capture_on_commit_callbacks):
    from jishi.content.media.factories import make_video, render_clip
    from jishi.content.media.handlers import MediaData

    clip = render_clip(tmp_path / "clip.mp4", seconds=1.2, size="160x120")
    video = make_video(owner=actor, path=clip)
    picture = make_picture(owner=actor)
    run_pending_jobs()
    folder = local_path(f"videos/{video.id}")
    assert len(MediaData().collect(actor.person_id)) == 2
    assert folder.exists()
    with django_capture_on_commit_callbacks(execute=True):
        MediaData().erase(actor.person_id)
    assert not folder.exists()
    assert not local_path(f"originals/{video.id}").exists()
    assert local_path(picture.picture_key).exists()
    assert [a["filename"] for a in MediaData().collect(actor.person_id)] == [""]
