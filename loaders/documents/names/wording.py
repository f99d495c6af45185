"""How names of units are worded: their ends, what never is in them, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONG_ENDS = (
    "委员会|管委会|常委会|办公室|办公厅|研究院|研究所|研究室|检察院|联合会|基金会|红十字会|社科联|工商联"
    "|军分区|人民政府|中心支行|中心医院|中心|学院|大学|学校|党校|公司|集团|协会|学会|商会|工会|总队|支队|大队"
    "|法院|医院|银行|分行|支行|公署|海关|政府|党委|党组|纪委|监委|团委|妇联|残联|科协|文联|侨联|人大|政协"
    "|总局|总署|军区|安全局"
)
_KINDS = (
    ("台", "气象|电视|广播|天文|地震|观象|预警|预报|总"),
    ("站", "气象|雷达|管理|服务|监测|监督|推广|本底|检定|计量|工作|试验|中心|总"),
    ("所", "科研|检定|计量|气象|派出|事务|监督|检测|检验|质检|设计|管理|服务|保障"),
    ("室", "监察|审计|机要"),
    ("馆", "档案|图书|博物|科技"),
    ("社", "出版|报|通讯"),
)
_OF_A_KIND = "|".join(word + end for end, words in _KINDS for word in words.split("|"))
_NOT_BEFORE = "举主承协督开兴筹交创经代催查补申试上快帮通联转领自民合停续严照包速"
_GUARDED = (
    "局(?![长部面势限域])",
    "厅(?![长局级堂])",
    "处(?![理置于罚分长级在境方])",
    "司(?![法机令长仪职])",
    "署(?![名理])",
    f"办(?<![{_NOT_BEFORE}]办)(?![公理法事学案证结成好到件班会实厂税])",
    "委(?![员托派任屈婉])",
    "院(?![所校士内长系线])",
    "部(?![门署分位件长队首])",
    "(?<![学专本百外内儿妇产骨眼理工文医全分前社各])科(?![技学研目普室员长教协委创幻考级类])",
)
_NO_END = (
    "布局|格局|结局|开局|大局|当局|变局|破局|全局|大厅|客厅|餐厅|部署|签署|常委(?!会)|评委|编委(?!会)"
    "|好处|之处|何处|等处|到处|用处|益处|坏处|害处|查处|惩处|判处|论处|共处|身处|四处"
    "|剧院|影院|庭院|院所|干部|全部|内部|外部|局部|西部|东部|南部|北部|中部|各部|支部|俱乐部|大部|公司法|司法"
    "|为中心|中心小学|中心组|中心工作|中心任务|中心环节|中心城|数字政府|法治政府|服务型政府|政府采购|政府购买"
    "|政府网站|委托|委派|人大代表|学会了|集团军"
)
_FIRST = "".join(
    sorted({word[0] for word in "|".join((_NO_END, _LONG_ENDS, _OF_A_KIND, *_GUARDED)).split("|")})
)
FREE_END = re.compile(
    rf"(?=[{_FIRST}])(?:(?:{_NO_END})|(?P<end>{_LONG_ENDS}|{_OF_A_KIND}|{'|'.join(_GUARDED)}))"
)
"""Where a name may end in running text: `end` is empty for words that only look like it."""

_ITEM_END = re.compile(rf"(?:{_LONG_ENDS}|基地|总站|[局厅处司署委院部办所室科台站队馆社厂])\Z")
_NO_ITEM = re.compile(
    rf"(?:{_NO_END}|平台|后台|前台|舞台|网站|车站|基站|站点|团队|部队|梯队|场所|举办|主办|承办|协办|督办|开办"
    r"|学科|专科|本科|教室|机房|工作室|社区|工厂|[^安]全局)\Z"
)
_NOT_IN_ITEM = re.compile(
    r"的|了|负责|牵头|按照|根据|完成|印发|报送|进一步|切实|要求|以及|必须|应当|完善|提高|提升|确保|落实|加快"
    r"|积极|开展|建立|形成|会同|通过|按时|及时|组长|成员|单位|部门|各"
)

NOT_IN_NAME = re.compile(
    r"其中|[按依参遵对]照|[的了将把被由向是在并其我你他已因使让给或而且之做从至到时副]|(?<!责)任|书记|等|及其|以及|以(?!色)|于(?![田都洪])|该|本(?![底溪])"
    r"|要(?!案)|经(?![济营贸信管委费发开办])|为|按|对(?![外口台])|不(?!动产)|(?<!国)有(?![色限机])|就(?!业)|各"
    r"|负责|组织(?!部|人事|处|委)|牵头|印发|发布(?!中心)|召开|开展|批准|批复|审查|关于|要求|提交|上报|报送|报告"
    r"|通过|进行|加强|推动|实现|完成|落实|提升|提高|确保|配合|参加|参与|介绍|作为|根据|依据|建立|制定|统一|会同"
    r"|指导(?!中心|处|司|办|委)|推进(?!办|处|中心|委)|确定|简称|统称|合称|包括|单位|部门|成员|移交|当地|工作机构|领导机构|主任|局长|要点|方案"
)
"""What never stands within the name of a unit in running text."""

NOT_A_TAIL = re.compile(
    r"[与和及或同也还都前后级]|上[报级述]|下[发属设]|内[设部容]|中(?!心)|应(?![急对])|可|须|领导|安排|决定|开始|成立|设立|委托"
    r"|授权|联合(?!会)|编制|出台|提出|结合|实施|承担|做好|积极|切实|认真|充分|定期|每|全(?!媒)"
    r"|机关(?!党|服务|事务|纪)|系统|工作|业务(?!科|处|发展)"
)
"""What the part of a longer name that follows a unit's own never begins with."""

LEFT_OF_NAME = "由向同与和及在经报请以对为从将让使给跟至到是按照据或括"
"""Characters after which a name may begin in running text."""

ACTS = re.compile(
    r"(?:会同|联合|配合|按照|根据|按|依据)?(?:\d|负责|牵头|组织|介绍|承担|履行|参与|参加|配合|协助|要|应|须|将|会同|制定|编制"
    r"|印发|印制|审核|审查|统筹|指导|提供|做好|落实|开展|报|对|于|为|按|根据|分别|主任|等|具体|备案|批|审定|汇总|验收|领导|副|书记|处长|局长|负责人)"
)
"""What may follow a bare name in running text: it acts, or is one of a list."""

SEPARATORS = "、，,；;"
CONJUNCTIONS = ("以及", "和", "与", "及", "暨")

_SCOPES = (
    ("自治区(?![级域])", "region"),
    ("省(?![级份内会属]|委(?=[员托]))", "region"),
    ("市(?![场容值区情级面直属]|民(?![政族宗])|政(?![府协务法]))", "league"),
    ("盟(?![市友])", "league"),
    ("地区", "league"),
    ("州", "league"),
    ("县(?![级域]|城(?![市乡管建]))", "banner"),
    ("旗(?![下帜舰县])", "banner"),
    ("区(?![域块间级内位直属])", "banner"),
)
SCOPE = re.compile("|".join(f"(?P<s{i}>{word})" for i, (word, _) in enumerate(_SCOPES)))
"""A level of the administration in place of an area's name: 自治区质监局."""

OF_THE_NATION = re.compile(r"(?:国家|中国)局(?![长部面])")
"""国家局, 中国局: the body of the nation that the document is about."""

_SELF = re.compile(
    r"[我本](?P<end>局|厅|委|办|院|中心|台|所|站|处|公司|部|署|单位|部门|[区省市盟州县旗])\Z"
)
_BACK = re.compile(r"[该此贵你](?P<end>局|厅|委|办|院|中心|台|所|站|处|公司|部|署|单位|部门)\Z")

_DEPARTMENT = re.compile(
    r"(?:局|厅|委|委员会|政府|公署|海关|党委|署|法院|检察院|纪委|监委|政协|人大|常委会|妇联|残联|科协|文联|工会"
    r"|团委|军区|军分区|红十字会|工商联|侨联|社科联)\Z"
)
_OFFICE = re.compile(r"(?:处|(?<!公)司|室|科|办|办公室|办公厅)\Z")
_ALONE = re.compile(
    r"(?:公司|集团|协会|学会|商会|大学|银行|分行|支行|联合会|基金会)\Z|(?:民航|国网|国铁|人行|武警|解放军|中铁|中交)"
)


def stops(text: str, begin: int, end: re.Match[str]) -> Iterator[re.Match[str]]:
    """What never stands within a name, between a place and the end of a name."""
    for stop in NOT_IN_NAME.finditer(text, begin, end.end()):
        if stop.end() <= end.start("end"):
            yield stop


def scope_level(match: re.Match[str]) -> str:
    """The level that a match of `SCOPE` stands for."""
    assert match.lastgroup is not None
    return _SCOPES[int(match.lastgroup[1:])][1]


def is_unit_name(text: str) -> bool:
    """Whether a text that stands alone ends, and is put together, like the name of a unit.

    >>> is_unit_name("大气探测技术保障中心"), is_unit_name("业务平台")
    (True, False)
    """
    return (
        len(text) > 1
        and _ITEM_END.search(text) is not None
        and _NO_ITEM.search(text) is None
        and _NOT_IN_ITEM.search(text) is None
    )


def means_itself(text: str) -> str:
    """The kind of body that 我局, 本中心 call themselves, or empty."""
    match = _SELF.match(text)
    return match["end"] if match else ""


def means_one_before(text: str) -> str:
    """The kind of body that 该局 refers to, or empty."""
    match = _BACK.match(text)
    return match["end"] if match else ""


def is_office(name: str) -> bool:
    """Whether a name is that of an office within a body: 处, 司, 办公室."""
    return _OFFICE.search(name) is not None


def is_department(tail: str) -> bool:
    """Whether a bare name is that of a department of a government, not of an office in a body."""
    return _DEPARTMENT.search(tail) is not None


def is_national(tail: str) -> bool:
    """Whether a bare name is that of a general administration of the nation: 质检总局."""
    return len(tail) > 3 and tail.endswith("总局")


def stands_alone(tail: str) -> bool:
    """Whether a bare name needs no superior: companies, associations, universities."""
    return _ALONE.search(tail) is not None
