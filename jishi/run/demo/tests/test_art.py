"""The pictures of the demo: the same from the same seed, the product in the middle."""

import io
import itertools

import numpy as np
import pytest
from PIL import Image

from jishi.run.demo import art, glyphs, portraits

HONEY = art.Look("honey_pot", ("blossom", "honeybee"), ("honey", "sage"))
MANGO = art.Look("mango", ("herb",), ("honey",), many=4)


def test_the_same_seed_gives_the_same_bytes():
    first = art.jpeg(art.product_picture(MANGO, 0, "a"))
    assert first == art.jpeg(art.product_picture(MANGO, 0, "a"))
    assert first != art.jpeg(art.product_picture(MANGO, 0, "b"))


def test_variants_differ_and_are_square():
    pictures = [art.product_picture(MANGO, variant, "a") for variant in range(4)]
    assert {picture.size for picture in pictures} == {(1280, 1280)}
    for one, other in itertools.pairwise(pictures):
        change = np.asarray(one, dtype=float) - np.asarray(other, dtype=float)
        assert np.abs(change).mean() > 8


def test_the_product_stands_in_the_middle():
    picture = np.asarray(art.product_picture(HONEY, 0, "a").resize((100, 100)), dtype=float)
    # The pot is much darker than the wall behind it; nothing that dark lies outside the middle.
    dark = picture.sum(axis=2) < 360
    columns, rows = np.nonzero(dark.any(axis=0))[0], np.nonzero(dark.any(axis=1))[0]
    assert dark[40:75, 35:65].mean() > 0.4
    assert columns.min() >= 8
    assert columns.max() <= 92
    assert rows.max() <= 85


def test_a_picture_is_a_jpeg_of_sensible_size():
    data = art.jpeg(art.product_picture(HONEY, 0, "a"))
    assert Image.open(io.BytesIO(data)).format == "JPEG"
    assert 20_000 < len(data) < 300_000


def test_dyeing_changes_the_colour_not_the_shape():
    plain, green = glyphs.sprite("teapot", 200), glyphs.sprite("teapot:#3F8F5A", 200)
    assert plain.getchannel("A").tobytes() == green.getchannel("A").tobytes()
    red, grass, blue = np.asarray(green.convert("RGB"), dtype=float)[60:140, 60:140].mean((0, 1))
    assert grass > red
    assert grass > blue


def test_an_unknown_glyph_is_named_in_the_error():
    with pytest.raises(glyphs.DemoArtMissing, match="no_such_thing"):
        glyphs.sprite("no_such_thing", 100)


def test_avatars_fill_the_lower_edge_or_float_whole():
    picture = portraits.avatar("woman_cook", 0)
    assert picture.size == (400, 400)
    assert picture.tobytes() != portraits.avatar("woman_cook", 1).tobytes()


def test_banner_shows_several_goods():
    looks = [HONEY, MANGO, art.Look("peach")]
    picture = portraits.banner(looks, "sage", "a")
    assert picture.size == (1600, 640)
    assert picture.tobytes() == portraits.banner(looks, "sage", "a").tobytes()
