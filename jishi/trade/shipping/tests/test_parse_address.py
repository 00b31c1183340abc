"""Pasted addresses, as people write them."""

import pytest

from jishi.trade.shipping.queries import divisions_in, parse_address, path_of, region_text

CASES = [
    (
        "张三 13800138000 浙江省杭州市西湖区文三路 268 号 2 幢 501 室 310012",
        ("张三", "13800138000", "330106", "文三路268号2幢501室", "310012"),
    ),
    (
        "收货人：李小雨\n手机号码：138-0013-8000\n所在地区：广东省深圳市南山区\n"
        "详细地址：科技园南路 1 号",
        ("李小雨", "13800138000", "440305", "科技园南路1号", ""),
    ),
    (
        "北京市朝阳区建国路88号，王五，+86 13912345678",
        ("王五", "13912345678", "110105", "建国路88号", ""),
    ),
    (
        "上海浦东新区世纪大道100号 赵六六 021-58881234",
        ("赵六六", "021-58881234", "310115", "世纪大道100号", ""),
    ),
    (
        "东莞市长安镇振安路5号 陈女士 13711112222",
        ("陈女士", "13711112222", "4419", "长安镇振安路5号", ""),
    ),
    (
        "杭州西湖区龙井路1号林小雨13800138000",
        ("林小雨", "13800138000", "330106", "龙井路1号", ""),
    ),
    (
        "海南省琼海市嘉积镇1号 吴九 13800138001",
        ("吴九", "13800138001", "469002", "嘉积镇1号", ""),
    ),
    (
        "内蒙古 呼和浩特 新城区 人民路1号 巴特尔 13800138000",
        ("巴特尔", "13800138000", "150102", "人民路1号", ""),
    ),
    (
        "Lin Xiaoyu, 13800138000, 1 Longjing Road, Xihu District, Hangzhou, Zhejiang, China 310013",
        ("Lin Xiaoyu", "13800138000", "330106", "1 Longjing Road", "310013"),
    ),
    (
        "Name: Ann Lee\nPhone: +86 138 0013 8000\nAddress: 12 Nanjing Rd, Huangpu, Shanghai\n"
        "Postcode: 200001",
        ("Ann Lee", "13800138000", "310101", "12 Nanjing Rd", "200001"),
    ),
    # Two districts of this name: nobody guesses which.
    ("朝阳区建国路1号", ("", "", "", "朝阳区建国路1号", "")),
    ("", ("", "", "", "", "")),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0][:12] for c in CASES])
def test_what_can_be_read_is_read(text, expected):
    found = parse_address(text)
    assert (found.name, found.phone, found.division, found.street, found.postcode) == expected
    assert found.region == region_text(expected[2])


def test_missing_fields_are_named():
    assert parse_address("朝阳区建国路1号").missing == ("name", "phone", "region")


def test_any_text_is_answered():
    for text in (
        "\x00" * 50,
        "1" * 500,
        "，，，",
        "电话：",
        "收货人:",
        "a" * 4000,
        "省市区",
        "🏠 13800138000",
    ):
        assert parse_address(text).postcode in ("", "1" * 6)


def test_divisions_nest():
    assert len(divisions_in()) == 34
    assert [d.name for d in path_of("330106")] == ["浙江省", "杭州市", "西湖区"]
    assert region_text("110105") == "北京市 朝阳区"
    assert region_text("469002") == "海南省 琼海市"
    assert path_of("999999") == ()
    assert all(d.code.startswith("33") for d in divisions_in("33"))
