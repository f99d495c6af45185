"""Areas at the beginning of names: by the codes, by short names, by their look."""

import pytest

from loaders.documents.names.areas import area_prefix, area_table


@pytest.mark.parametrize(
    ("name", "full", "levels"),
    [
        ("内蒙古自治区气象局", "内蒙古自治区", ("region",)),
        ("吉林省吉林市昌邑区气象局", "吉林省吉林市昌邑区", ("region", "league", "banner")),
        ("内蒙古气象局", "内蒙古自治区", ("region",)),
        ("广西自治区质监局", "广西壮族自治区", ("region",)),
        ("呼和浩特海关", "呼和浩特市", ("league",)),
        ("锡林郭勒盟气象局", "锡林郭勒盟", ("league",)),
        ("阿坝州气象局", "阿坝藏族羌族自治州", ("league",)),
        ("喀什地区气象局", "喀什地区", ("league",)),
        ("满洲里市气象局", "满洲里市", ("banner",)),
        ("土默特左旗气象局", "土默特左旗", ("banner",)),
        ("北京市海淀区气象局", "北京市海淀区", ("region", "banner")),
        ("朔西省云岭市青田县气象局", "朔西省云岭市青田县", ("region", "league", "banner")),
        ("朔西省云岭市气象局", "朔西省云岭市", ("region", "league")),
        ("云岭市气象局", "云岭市", ("",)),
        ("平潭综合实验区管委会", "平潭综合实验区", ("banner",)),
    ],
)  # fmt: skip
def test_areas_that_a_name_begins_with(name: str, full: str, levels: tuple[str, ...]) -> None:
    found = area_prefix(name)
    assert found is not None
    assert (found.full, found.levels) == (full, levels)


@pytest.mark.parametrize(
    "name",
    [
        "城市管理局", "市场监管局", "农产品市场处", "产业联盟办公室", "观测处", "节省办",
        "各旗县气象局", "经济技术开发区管委会", "县域经济处", "区域气象中心",
    ],
)  # fmt: skip
def test_names_that_only_look_as_if(name: str) -> None:
    assert area_prefix(name) is None


def test_what_the_codes_know() -> None:
    table = area_table()
    assert table.region_of("大连市") == "辽宁省"
    assert table.league_of("满洲里市") == "呼伦贝尔市"
    assert table.region_of("新城区") == ""  # two regions have one
    assert table.county("庐山", "江西省") == "庐山市"
    assert table.county("庐山", "河南省") == ""
    assert table.short["恩施州"] == "恩施土家族苗族自治州"
    regions = [a for areas in table.full.values() for a in areas if a.level == "region"]
    assert len(regions) == 34
