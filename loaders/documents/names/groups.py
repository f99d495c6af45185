"""Units named together: 各盟市、旗县气象局（站）, 各有关部门, 88个旗县气象局, 自治区直属单位."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.documents.cleaning.characters import HAN

_KINDS_OF_AREA = (
    "设区的?市|地级以上市|地级市|县级市|计划单列市|省?直管[市县]|直辖市|自治区|自治州|自治县|盟市|旗县|地市|市地|市州|州市|地州|州盟"
    "|区县|县区|县市(?!场)|市县|旗区|师市|省市|乡镇|街道|省|市(?!场)|县|旗|盟|州|区(?!域)|地区|师|镇|乡"
)
_AREA = rf"(?:(?:{_KINDS_OF_AREA})(?:（[^（）\s]{{1,12}}）)?|地（[^（）\s]{{1,12}}）)"
_SEVERAL = (
    "(?:设区的?市|地级以上市|盟市|旗县|地市|市州|州市|地州|州盟|区县|县区|县市(?!场)|市县|旗区|师市"
    r"|乡镇|乡（镇）|街道(?=办事处))(?:（[^（）\s]{1,12}）)?"
)
_COUNT = r"(?<!第)(?:\d+|[一二三四五六七八九十百两]{1,4})[余多]?[个家所支]"
_EACH = "各(?:级|个)?(?!类|项|种|环节|方面|阶段|层|自(?!治)|司其职|界|渠道|位|行各业|组(?!成))"
_SOME = "有关|相关|其他|其它|其余|所有(?!制)|所属|下属|全体"
_WHOLE = "(?<![安健完])全[国区省市盟州县旗]"
_LEVEL = "(?:国家|自治区|省|市|盟市|旗县|地市|市县|区县|县)级"
_NOUNS = (
    "政府部门|委办厅局|委办局|厅局|局站|台站|职能处室|处室|科室|部门|单位|机构|企事业单位|事业单位|部委|院所|院校|高校|高等院校|高等学校|学校"
    "|医院|社会团体|人民团体|团体|公司|分支局|分局|委员会|党组织|办公室|业务科"
)
_BODIES = (
    "司(?![法机令])|局站|局(?![长部面势限域])|厅(?![长局级堂])|委(?![员托派任屈婉])|处(?![理置于罚分长级在境方])|科(?![目技学研长])"
    "|室(?![内外])|办(?![事法理公学])|院(?![所校士系内长])|所(?![属有在需做以用])|(?<!平)台(?![账站])|站(?![点网址])"
    "|署(?![名理])|(?<![内外全干局东西南北中总大各])部(?![门分署位件长队首])|中心|政府|公署|党委|党组|法院|检察院"
)
_ALL = f"{_NOUNS}|企业|{_BODIES}"
_NO_WORD = "(?![各的和与及将对向在为由等本]|组(?!成)|提交|工作|人员|接口|级别|要求|开展|负责)"
_BRACKET = r"(?:（[^（）\s、，]{1,10}）)?"
_AREAS = rf"(?P<areas>{_AREA}(?:[、和及与]{_AREA})*)"
_NO_BODY = "(?!有关|相关|直[属有各]|属各)"
_BODY = (
    rf"(?P<body>(?:三级|两级|各级|级)?(?:{_NO_WORD}{_NO_BODY}[{HAN}]){{0,10}}?"
    rf"(?:{_ALL}){_BRACKET})"
)
_MOD = rf"(?P<mod>(?:{_NO_WORD}[{HAN}]){{0,10}}?)"
_LONG_MOD = rf"(?P<mod>(?:(?![和与及将对向在为由等])[{HAN}]){{0,16}}?)"

_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?P<det>(?:{_WHOLE})?{_EACH}(?:其他)?|{_COUNT}(?:其他)?|{_WHOLE}|部分|有关|相关|其他)"
        rf"{_AREAS}{_BODY}",
        rf"(?P<areas>{_SEVERAL}(?:[、和及与]{_AREA})*|自治区、{_AREA}(?:[、和及与]{_AREA})*){_BODY}",
        rf"(?P<det>(?:{_LEVEL})?(?:{_WHOLE})?{_EACH}(?:{_SOME})?){_MOD}(?P<head>{_ALL}){_BRACKET}",
        rf"(?P<det>{_COUNT}){_LONG_MOD}(?P<head>{_NOUNS}|{_BODIES}){_BRACKET}",
        rf"(?P<det>(?:{_SOME})各?){_MOD}(?P<head>{_NOUNS}){_BRACKET}",
        rf"(?P<det>{_WHOLE}){_MOD}(?P<head>{_NOUNS})",
        rf"(?P<det>(?:直属|所属|内设|下属)各?){_MOD}(?P<head>{_NOUNS}|企业){_BRACKET}",
        rf"(?P<det>{_LEVEL}){_MOD}(?P<head>部门|单位|机构)",
        rf"(?P<det>{_LEVEL}以上)(?P<mod>地方)?(?P<head>人民政府|政府|部门|单位)",
        r"(?P<det>各)(?P<head>地区|地方|地)(?![级市（])",
        rf"(?P<det>{_EACH}|{_COUNT}){_AREAS}(?![{HAN}])",
    )
)
_OPENS = re.compile(rf"各|部分|{_SOME}|{_WHOLE}|{_COUNT}|{_SEVERAL}|自治区、|{_LEVEL}|直属|内设")
_NOUN = re.compile(f"{_NOUNS}|企业")
_BARE_NOUN = re.compile(rf"(?:{_ALL})\Z")
_LEVEL_WORD = re.compile("三级|两级|各级|级")
_AREAS_ALONE = re.compile(rf"(?P<det>(?:{_WHOLE})?{_EACH}|{_COUNT})?{_AREAS}\Z")
_EACH_AREA = re.compile(_AREA)
_OF_LEVEL = re.compile(f"(?:{_KINDS_OF_AREA})(?=级)")
_AREA_AND_BODY = re.compile(rf"(?P<det>各)?{_AREAS}{_BODY}\Z")
_RANKS = ("省自直", "盟市州地设", "旗县区", "乡镇街")
_NUMBER = re.compile(
    r"(?:(?P<digits>\d+)|(?P<tens>[一二三四五六七八九两]?)(?P<ten>十?)(?P<ones>[一二三四五六七八九]?))[余多]?[个家所支]"
)
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Group:
    """A group as printed.

    `names`: one for each area that shares the rest of the name. `owner`: what stands before it
    and says whose they are. `carried`: the beginning that also holds for what follows in a list
    (各有关 of 各有关部门、单位). `head`: what its members are. `area`: the kind of area that each
    member is one of, the last named. `size`: how many members are declared.
    """

    names: tuple[str, ...]
    owner: str = ""
    carried: str = ""
    head: str = ""
    size: int | None = None
    area: str = ""


def group_starts(text: str, begin: int, end: int) -> Iterator[int]:
    """Where a group may begin."""
    return (match.start() for match in _OPENS.finditer(text, begin, end))


def match_group(text: str, begin: int, end: int, owner: str = "") -> tuple[Group, int] | None:
    """The group that begins at a place of a text, and where it ends."""
    for form in _FORMS:
        match = form.match(text, begin, end)
        if match is not None:
            return _group(match, owner), match.end()
    return None


def whole_group(name: str, owner: str = "") -> Group | None:
    """The group that a text is from its begin to its end, what stands before it aside."""
    for form in _FORMS:
        match = form.fullmatch(name)
        if match is not None:
            return _group(match, owner)
    return None


def carry_on(group: Group, name: str) -> Group | None:
    """What a bare noun means after a group: 各有关部门、单位 are 各有关部门 and 各有关单位."""
    if not group.carried or _BARE_NOUN.match(name) is None:
        return None
    return Group((group.carried + name,), group.owner, group.carried, name)


def noun_at(text: str, begin: int, end: int) -> str:
    """The noun that stands for members of a group at a place of a text, or empty."""
    match = _NOUN.match(text, begin, end)
    return match[0] if match else ""


def shared_body(names: Sequence[str]) -> Group | None:
    """各盟市 and 旗县气象局（站）: areas that share the body named after the last of them."""
    last = _AREA_AND_BODY.match(names[-1])
    if last is None:
        return None
    waiting = [areas_alone(name) for name in names[:-1]]
    det = (waiting[0][0] if waiting and waiting[0] else "") or last["det"] or ""
    areas = [area for each in waiting if each for area in each[1]]
    return _of_areas("、".join([*areas, last["areas"]]), det, last["body"], "")


def areas_alone(name: str) -> tuple[str, tuple[str, ...]] | None:
    """What precedes, and which kinds of areas are named, where no body is (各盟市)."""
    match = _AREAS_ALONE.match(name)
    if match is None:
        return None
    return match["det"] or "", tuple(each[0] for each in _EACH_AREA.finditer(match["areas"]))


def area_and_body(name: str) -> bool:
    """Whether a text names a kind of area and a body, so that areas before it share the body."""
    return _AREA_AND_BODY.match(name) is not None


def not_above(name: str, before: str) -> bool:
    """Whether the area that a name begins with is none above the area of the name before it."""
    return _rank(name) >= _rank(before)


def _rank(name: str) -> int:
    found = _EACH_AREA.search(name)
    return next((r for r, marks in enumerate(_RANKS) if found and found[0][0] in marks), 0)


def _group(match: re.Match[str], owner: str) -> Group:
    parts = match.groupdict()
    det, areas = parts.get("det") or "", parts.get("areas")
    if areas:
        return _of_areas(areas, owner + det, parts.get("body") or "", owner)
    mod, head = parts.get("mod") or "", parts["head"]
    carried = owner + det + (mod if len(mod) < 3 else "")
    kind = _EACH_AREA.match(mod) or _OF_LEVEL.search(mod)
    area = kind[0] if kind else ""
    return Group((owner + match[0],), owner, carried, head, _size(det), area)


def _of_areas(areas: str, before: str, body: str, owner: str) -> Group:
    """各盟市、旗县气象局（站）: the bracket after the body is that of the last."""
    named = [each[0] for each in _EACH_AREA.finditer(areas)]
    if len(named) == 1:
        return Group((before + named[0] + body,), owner, before, body, _size(before), named[0])
    body = _LEVEL_WORD.sub("", body, count=1) if _LEVEL_WORD.match(body) else body
    plain = body.partition("（")[0]
    names = [before + each + plain for each in named[:-1]] + [before + named[-1] + body]
    return Group(tuple(names), owner, before, body, _size(before), named[-1])


def _size(count: str) -> int | None:
    """The number of a count: 88个, 十二个.

    >>> _size("88个"), _size("十二个"), _size("各")
    (88, 12, None)
    """
    match = _NUMBER.search(count)
    if match is None:
        return None
    if match["digits"]:
        return int(match["digits"])
    tens = 10 * _DIGITS.get(match["tens"], 1) if match["ten"] else 0
    return tens + _DIGITS.get(match["ones"] if match["ten"] else match["tens"] or match["ones"], 0)
