"""The publish page: files with their state, products to attach, topics others use."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from jishi.content.media.queries import list_assets, list_my_assets
from jishi.content.media.types import AssetStatus, AssetView
from jishi.content.posts.queries import list_popular_topics
from jishi.content.posts.types import PostKind, PostStatus, PostView
from jishi.foundation.kernel.signing import media_url
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.studio.forms import PostForm
from jishi.surfaces.studio.presenters.states import LABELS, VISIBILITIES
from jishi.trade.catalog.queries import list_product_cards, list_products, search_products
from jishi.trade.catalog.types import ProductCard

OFFERS = 12


@dataclass(frozen=True, slots=True)
class Editor:
    """What the publish page shows beside the fields."""

    assets: tuple[dict[str, object], ...]
    products: tuple[ProductCard, ...]
    topics: tuple[str, ...]
    visibilities: tuple[tuple[str, str, str], ...]
    labels: tuple[tuple[str, str], ...]
    unfinished: tuple[AssetView, ...]
    files_fixed: bool
    is_draft: bool


def compose_editor(actor: Actor, form: PostForm, post: PostView | None) -> Editor:
    """The page for a form as it was entered."""
    assets = list_assets(form.asset_ids)
    own = [assets[a] for a in form.asset_ids if a in assets]
    own = [a for a in own if a.owner_id == actor.person_id]
    products = list_product_cards(form.product_ids)
    is_draft = post is None or post.status is PostStatus.DRAFT
    unfinished: tuple[AssetView, ...] = ()
    if not own and form.kind == PostKind.VIDEO:
        page = list_my_assets(actor, status=AssetStatus.UPLOADING, limit=3)
        unfinished = tuple(a for a in page.items if a.kind == form.kind)
    return Editor(
        assets=tuple(describe_asset(a) for a in own),
        products=tuple(products[p] for p in form.product_ids if p in products),
        topics=tuple(topic for topic, _ in list_popular_topics(8)),
        visibilities=tuple((v.value, str(w), i) for v, (w, i) in VISIBILITIES.items()),
        labels=tuple((code, str(words)) for code, words in LABELS.items()),
        unfinished=unfinished,
        files_fixed=not is_draft,
        is_draft=is_draft,
    )


def find_offers(q: str) -> tuple[ProductCard, ...]:
    """Products on sale that match the words; the most bought ones for none."""
    if not q:
        return list_products(order="popular", limit=OFFERS).items
    ids = search_products(q, OFFERS)
    cards = list_product_cards(ids)
    return tuple(cards[i] for i in ids if i in cards and cards[i].is_buyable)


def describe_asset(asset: AssetView) -> dict[str, object]:
    """A file for the page's script: state in words, progress, pictures to show."""
    return {
        "id": str(asset.id),
        "kind": asset.kind.value,
        "status": asset.status.value,
        "words": describe_state(asset),
        "percent": asset.progress_percent,
        "filename": asset.filename,
        "playable": asset.playable,
        "message": asset.refusal_message,
        "poster": media_url(asset.picture_for(320)) if asset.picture_key else "",
        "cover": asset.poster_key,
        "choices": [
            {"number": n, "url": media_url(key), "chosen": key == asset.poster_key}
            for n, key in enumerate(asset.poster_choices)
        ],
        "video": media_url(asset.mp4_key) if asset.mp4_key else "",
        "duration_ms": asset.duration_ms,
    }


def describe_state(asset: AssetView) -> str:
    """Where a file is, and what happens next, in words."""
    if asset.status is AssetStatus.UPLOADING:
        return gettext("Uploading")
    if asset.status is AssetStatus.CHECKING:
        return gettext("Being checked")
    if asset.status is AssetStatus.QUEUED:
        return gettext("Checked. It is made playable next.")
    if asset.status is AssetStatus.TRANSCODING and asset.playable:
        return gettext("Can be watched; finer versions follow.")
    if asset.status is AssetStatus.TRANSCODING:
        return gettext("Being made playable. You may leave this page.")
    if asset.status is AssetStatus.READY:
        return gettext("Ready")
    return asset.refusal_message
