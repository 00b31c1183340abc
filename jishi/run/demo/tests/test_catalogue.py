"""The content of the demo: enough of it, whole in both languages, and it adds up."""

import pytest

from jishi.run.demo import art, clips, glyphs
from jishi.run.demo.catalogue import CHARTS, DETAILS, PARTS, PEOPLE, POSTS, PRODUCTS, SHOPS
from jishi.run.demo.catalogue.read import build
from jishi.run.demo.catalogue.shapes import Person, Sku, Text
from jishi.run.demo.motion import Clip
from jishi.run.demo.scenes import HOURS
from jishi.run.demo.stage import PALETTES
from jishi.trade.catalog.queries import list_category_tree

PEOPLE_KEYS = {person.key for person in PEOPLE}
PRODUCT_KEYS = {product.key for product in PRODUCTS}


def _clips(post):
    return [c for c in (post.clip, *post.pictures) if isinstance(c, Clip)]


def test_there_is_enough_of_everything():
    assert len(SHOPS) == 12
    assert len(PRODUCTS) == 60
    assert len(POSTS) == 40
    assert sum(1 for post in POSTS if post.clip) >= 15
    assert len(PEOPLE) == 30
    for kind in (PEOPLE, SHOPS, PRODUCTS, POSTS):
        keys = [row.key for row in kind]
        assert len(set(keys)) == len(keys)


def test_everything_refers_to_something_that_exists():
    owners = {person.key for person in PEOPLE if person.role == "owner"}
    assert {shop.owner for shop in SHOPS} == owners
    assert {product.shop for product in PRODUCTS} == {shop.key for shop in SHOPS}
    for post in POSTS:
        assert post.by in PEOPLE_KEYS
        assert set(post.products) <= PRODUCT_KEYS
        assert 1 <= len(post.topics) <= 5
        assert len(post.products) <= 5
        assert (post.clip is None) == bool(post.pictures)
        if post.pictures:
            assert 2 <= len(post.pictures) <= 6
        for picture in post.pictures:
            assert isinstance(picture, Clip) or picture.split(":")[0] in PRODUCT_KEYS
        for remark in post.remarks:
            assert remark.by in PEOPLE_KEYS
            assert all(reply.by in PEOPLE_KEYS for reply in remark.replies)


def test_prices_are_credible():
    for product in PRODUCTS:
        assert 1 <= len(product.skus) <= 4
        for sku in product.skus:
            assert 1000 <= sku.price <= 200_000
            assert sku.was is None or 1.05 < sku.was / sku.price < 2
            assert len(sku.options) == len(product.option_names)
        assert any(sku.stock > 0 for sku in product.skus)


def test_names_fit_and_both_languages_are_there():
    for product in PRODUCTS:
        for text in (product.title, product.about, *product.option_names):
            assert text.zh
            assert text.en
            assert not any("\u4e00" <= c <= "\u9fff" for c in text.en), text.en
        assert max(len(product.title.zh), len(product.title.en)) <= 100
        assert all(len(o.zh) <= 30 and len(o.en) <= 30 for s in product.skus for o in s.options)
    for post in POSTS:
        assert max(len(post.title.zh), len(post.title.en)) <= 60
        assert all(" " not in t.zh and " " not in t.en for t in post.topics)


def test_every_picture_can_be_made():
    for product in PRODUCTS:
        for name in (product.look.hero, *product.look.props):
            assert glyphs.aspect(name) > 0
        assert set(product.look.palettes) <= PALETTES.keys()
        assert len(art.layouts(product.look)) >= 2
    for person in PEOPLE:
        assert glyphs.aspect(person.glyph) > 0
    for clip in [clip for post in POSTS for clip in _clips(post)]:
        assert set(clip.scenes) <= clips.SCENES.keys()
        assert clip.hour in HOURS
        assert clip.palette in PALETTES
        assert 6 <= clip.seconds <= 15
        for name in (clip.hero, clip.person, *clip.flyers, *clip.front, *clip.props):
            assert not name or glyphs.aspect(name) > 0


def test_a_still_shows_the_product():
    clip = Clip(("hillside",), "honey_pot")
    picture = clips.picture(clip, "a")
    assert picture.size == (720, 1280)
    assert picture.tobytes() == clips.picture(clip, "a").tobytes()
    red, _green, blue = picture.getpixel((360, 760))
    assert red > blue + 40  # the clay of the pot


def test_the_reader_is_strict():
    assert build(Text, "M") == Text("M", "M")
    with pytest.raises(TypeError, match="no field"):
        build(Person, {"key": "a", "nickname": "b"})
    with pytest.raises(TypeError):
        build(Sku, {"options": [], "price": "39.90"})


def test_every_product_says_what_its_kind_must():
    kinds = {(c.slug, k.slug): k for c in list_category_tree() for k in c.subcategories}
    assert DETAILS.keys() == PRODUCT_KEYS >= CHARTS.keys() | PARTS.keys()
    for product in PRODUCTS:
        said = DETAILS[product.key]
        specs = {a.key: a for a in kinds[product.category, said.kind].attributes}
        assert said.says.keys() <= specs.keys(), product.key
        assert {k for k, a in specs.items() if a.is_required} <= said.says.keys(), product.key
