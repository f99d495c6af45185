"""Names in the cells of process tables: units, processes, statements of either side."""

import pytest

from loaders.process_tables.flattened import Cell
from loaders.process_tables.levels import level_of_unit
from loaders.process_tables.original import Passage, joined, lines_of, passage
from loaders.process_tables.process_names import category, included_in, named_process, nests
from loaders.process_tables.statements import statements
from loaders.process_tables.unit_names import read_units, superior_in


def text_of(text: str) -> Passage:
    """A cell's text as a passage of a file that holds nothing else."""
    lines = lines_of(text.encode(), text, "utf-8")
    return passage([piece for line in lines for piece in line.pieces()], "utf-8")


def cell(text: str) -> Cell:
    return Cell(text_of(text), 1, 0, after_blank=False)


def units(text: str) -> list[str]:
    """Names, groups in brackets, names that took their beginning from a neighbour with a star."""
    listed = read_units(text_of(text))
    assert listed.unread == ""
    return [f"[{m.name}]" if m.group else m.name + "*" * m.inferred for m in listed.mentions]


# Units


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("无", []),
        ("/", []),
        ("——", []),
        ("江北省气象局观测处", ["江北省气象局观测处"]),
        ("江北省气象局观测与网络处、江北省气象台", ["江北省气象局观测与网络处", "江北省气象台"]),
        ("江北省气象台，江北省计量所；气象学会", ["江北省气象台", "江北省计量所", "气象学会"]),
        ("江北省气象台、\n江北省气象信息中心、", ["江北省气象台", "江北省气象信息中心"]),
        ("江北省气象台\n江北省气象信息中心", ["江北省气象台", "江北省气象信息中心"]),
        ("江北省大气探测\n技术保障中心", ["江北省大气探测技术保障中心"]),
        ("新疆\n维吾尔自治区气象局", ["新疆维吾尔自治区气象局"]),
        ("江北省气象局科技与预报处", ["江北省气象局科技与预报处"]),
        ("江北省气象台和江北省气象信息中心", ["江北省气象台和江北省气象信息中心"]),
        ("江北省气象台等部门", ["江北省气象台"]),
        ("江北省气象台、江北省气象信息中心等有关单位", ["江北省气象台", "江北省气象信息中心"]),
        ("各盟市、旗县气象局（站）", ["[各盟市气象局]", "[各旗县气象局（站）]"]),
        ("各盟市气象局、各旗县气象局（站）", ["[各盟市气象局]", "[各旗县气象局（站）]"]),
        ("各盟市气象局、旗县气象局（站）", ["[各盟市气象局]", "[各旗县气象局（站）]"]),
        ("各市、县（区、市）气象局", ["[各市气象局]", "[各县（区、市）气象局]"]),
        ("江北省气象台，各盟市、旗县气象局", ["江北省气象台", "[各盟市气象局]", "[各旗县气象局]"]),
        ("旗县气象局", ["[旗县气象局]"]),
        ("各有关单位、全区气象部门", ["[各有关单位]", "[全区气象部门]"]),
        ("12个盟市气象局", ["[12个盟市气象局]"]),
        ("江北省气象局观测处、人事处", ["江北省气象局观测处", "江北省气象局人事处*"]),
        ("江北省气象局观测处、办公室", ["江北省气象局观测处", "江北省气象局办公室*"]),
        ("江北省气象局观测处、人事处、办公室", [
            "江北省气象局观测处", "江北省气象局人事处*", "江北省气象局办公室*",
        ]),
        ("江北省气象信息中心、人事处", ["江北省气象信息中心", "人事处"]),
        ("江北省气象局观测处、河东省气象局人事处", ["江北省气象局观测处", "河东省气象局人事处"]),
        ("江北省气象局观测处、气象信息中心", ["江北省气象局观测处", "气象信息中心"]),
    ],
)  # fmt: skip
def test_units_of_a_cell(text: str, expected: list[str]) -> None:
    assert units(text) == expected


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("详见附件", "详见附件"),
        ("江北省气象台、由业务承担", "由业务承担"),
        ("各盟市", "各盟市"),
        ("各盟市、江北省气象台", "江北省气象台"),
        ("负责。", "负责。"),
        ("Y01-01站网管理", "Y01-01站网管理"),
    ],
)
def test_cell_that_is_no_list_of_units(text: str, unread: str) -> None:
    listed = read_units(text_of(text))

    assert (listed.mentions, listed.unread) == ((), unread)


def test_distributed_groups_cite_the_words_they_share() -> None:
    text = "江北省气象台，各盟市、旗县气象局（站）"

    first, *groups = read_units(text_of(text)).mentions

    assert text[first.begin : first.end] == "江北省气象台"
    assert {text[g.begin : g.end] for g in groups} == {"各盟市、旗县气象局（站）"}


@pytest.mark.parametrize(
    ("name", "superior"),
    [
        ("内蒙古自治区气象局观测与网络处", "内蒙古自治区气象局"),
        ("中国气象局上海物资管理处", "中国气象局"),
        ("江北省临江市气象局办公室", "江北省临江市气象局"),
        ("内蒙古自治区气象局", None),
        ("南山县气象局（站）", None),
        ("内蒙古自治区气象台天气雷达站", None),
        ("内蒙古自治区大气探测技术保障中心", None),
    ],
)
def test_superior_is_taken_from_the_name_alone(name: str, superior: str | None) -> None:
    assert superior_in(name) == superior


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("中国气象局综合观测司", "national"),
        ("国家气象信息中心", "national"),
        ("内蒙古自治区气象局", "region"),
        ("新疆维吾尔自治区气象局", "region"),
        ("重庆市气象局", "region"),
        ("江北省城市气象中心", "region"),
        ("江北省临江市气象局", "league"),
        ("锡林郭勒盟气象局", "league"),
        ("江北省临江市南山县气象局", "banner"),
        ("阿巴嘎旗气象局", "banner"),
        ("临江市气象局", None),
        ("人事处", None),
    ],
)
def test_level_is_taken_from_the_name_alone(name: str, level: str | None) -> None:
    assert level_of_unit(name) == level


# Processes


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Y01-03站网管理", "站网管理", "Y01-03"),
        ("Z01 标准规范控制", "标准规范控制", "Z01"),
        ("G01\n体系规划、建设、\n保持与运行", "体系规划、建设、保持与运行", "G01"),
        ("装备业务质量管理\n（Y02）", "装备业务质量管理", "Y02"),
        ("支撑\n\n过程\n\n（Z）", "支撑过程", "Z"),
        ("管理过程(G)", "管理过程", "G"),
        ("Ｙ０１－０２　观测", "观测", "Y01-02"),
        ("YW3–1：监控", "监控", "YW3-1"),
        ("Y01-\n04维修", "维修", "Y01-04"),
        ("G02", "", "G02"),
        ("体系总体规划", "体系总体规划", ""),
        ("采购/仓储供应管理", "采购/仓储供应管理", ""),
        ("ISO9001认证", "ISO9001认证", ""),
        ("质量管理（试行）", "质量管理（试行）", ""),
        ("人 力 资 源 管 理", "人力资源管理", ""),
        ("GPS/MET station", "GPS/MET station", ""),
    ],
)
def test_code_and_name_of_a_process(text: str, name: str, code: str) -> None:
    process = named_process(cell(text))

    assert (process.name, process.code) == (name, code)
    assert process.key == (code or name)
    assert process.place.length == len(text.encode())


@pytest.mark.parametrize(
    ("remark", "names"),
    [
        ("元数据管理、探测环境保护包含在其中", ["元数据管理", "探测环境保护"]),
        ("储备供应包含在其中", ["储备供应"]),
        ("储备供应，备件与耗材均包括在内。", ["储备供应", "备件与耗材"]),
        ("储备\n供应、备件管理等包含在其中", ["储备供应", "备件管理"]),
        ("由处室牵头。考核含在其中", ["考核"]),
        ("包括内部审核、管理评审等", ["内部审核", "管理评审"]),
        ("体系规划、建设、保持与运行、考核包含在其中", ["体系规划、建设、保持与运行", "考核"]),
        ("每年一次", []),
        ("不包含", []),
    ],
)
def test_processes_that_a_remark_includes(remark: str, names: list[str]) -> None:
    found = included_in(text_of(remark), ["体系规划、建设、保持与运行"])

    assert [process.name for process in found] == names
    cited = [
        remark.encode()[p.place.offset :][: p.place.length].decode().replace("\n", "")
        for p in found
    ]
    assert cited == names


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("某局业务过程清单", "Y"),
        ("支撑过程", "Z"),
        ("管理过程一览表", "G"),
        ("业务过程和支撑过程清单", ""),
        ("过程清单", ""),
    ],
)
def test_category_of_a_caption_or_a_top_process(text: str, kind: str) -> None:
    assert category(text) == kind


@pytest.mark.parametrize(
    ("code", "above", "expected"),
    [
        ("Y02-01", "Y02", True),
        ("Y02-01", "Y", True),
        ("Y02", "Y02", False),
        ("Y02", "Y01", False),
        ("Y02", "", False),
    ],
)
def test_codes_nest_by_their_beginning(code: str, above: str, expected: bool) -> None:
    assert nests(code, above) is expected


# Statements of the two sides of an interface


UP, DOWN = "省级单位上报信息", "国家级单位批复申请"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{UP}， \n{DOWN}", [f"region {UP}", f"national {DOWN}"]),
        (f"{UP}\n\n{DOWN}", [f"region {UP}", f"national {DOWN}"]),
        (f"{UP}；{DOWN}。", [f"region {UP}", f"national {DOWN}"]),
        (f"{UP}；  {DOWN}", [f"region {UP}", f"national {DOWN}"]),
        (f"{UP}，{DOWN}", [f"region {UP}", f"national {DOWN}"]),
        (f"（1）{UP}\n（2）{DOWN}", [f"region {UP}", f"national {DOWN}"]),
        (f"1.{UP}；\n2.{DOWN}", [f"region {UP}", f"national {DOWN}"]),
        (f"省级单位收集，{UP}", [f"region 省级单位收集，{UP}"]),
        ("省级单位按照国家级单位部署，上报", ["region 省级单位按照国家级单位部署，上报"]),
        ("国家级单位定期向\n省级单位通报", ["national 国家级单位定期向省级单位通报"]),
        (
            "市级单位上报\n自治区级业务单位批复",
            ["league 市级单位上报", "region 自治区级业务单位批复"],
        ),
        ("旗县级部门上报", ["banner 旗县级部门上报"]),
        ("定期会商", [" 定期会商"]),
        (f"原则如下：\n{UP}", [" 原则如下：", f"region {UP}"]),
        ("；", []),
    ],
)
def test_statements_by_acting_side(text: str, expected: list[str]) -> None:
    items = text_of(text)

    found = statements(items)

    assert [f"{s.level} {s.text}" for s in found] == expected
    for statement in found:
        place = items.place(statement.begin, statement.end)
        cited = text.encode()[place.offset :][: place.length].decode()
        assert joined(cited.replace("\n\n", "\n")) == statement.text
