"""Lines of a document that say what they are: its number, addressees, date, attachment marks."""

from __future__ import annotations

import re

from loaders.documents.cleaning.characters import HAN

_NUMBER = re.compile(rf"[{HAN}]{{1,16}}〔(?:19|20)\d\d〕第?\d{{1,5}}号(?:（[^）]*）)?\Z")
_DATE = re.compile(
    r"(?:(?:19|20)\d\d|[二〇○零一三四五六七八九]{4}) ?年 ?[\d一二三四五六七八九十]{1,2} ?月"
    r"(?: ?[\d一二三四五六七八九十]{1,3} ?日)?\Z"
)
_ATTACHMENT = re.compile(r"附件(?:[\d一二三四五六七八九十]{1,2})?[:：]?\Z")
_LETTERHEAD = re.compile(
    r"(?:[^，。：]{2,30}文件|签发人：.{0,12}|特急|加急|平急|内部|秘密.{0,6}|机密.{0,6}"
    r"|索 ?引 ?号：.*|(?:发文|公文|信息)(?:机关|单位|字号|日期|分类|名称|种类)：.*)\Z"
)
_REMARK = re.compile(
    r"（(?:(?:此件|本件|有删减|联系人|联系电话)[^）]*|[^）]*\d日[^）]*(?:通过|发布|印发|公布|修订|修正|施行))）\Z"
)
_ADDRESSED = re.compile(
    r"(?:[^。；]{0,200}[局厅委部院办会司处站心府署校团队社区县市旗盟组位员]|各[^。；]{1,80}|.{0,20}同志)：\Z"
)
_VERB = re.compile(r"如下|主要|包括|职责|成员|组长|要求|以下|任务|为$")
_ISSUER = re.compile(
    r"[^，。；：、\d（）《》]{0,26}[局厅委部院会司处站心府署社室组](?:办公室|党组|党委)?\Z"
)
_PROSE = re.compile(r"[。；！？]|[：，]\Z")
_CLAUSES = re.compile(r"，")
_LONG, _LINE = 15, 40


def is_prose(text: str) -> bool:
    """Whether a line is running text and no title, label or cell."""
    if len(text) >= _LINE and _CLAUSES.search(text):
        return True
    return len(text) >= _LONG and bool(_PROSE.search(text))


def is_number(text: str) -> bool:
    """Whether a line is the number of a document: 内政发〔2018〕38号."""
    return bool(_NUMBER.match(text))


def is_date(text: str) -> bool:
    """Whether a line is a date alone."""
    return bool(_DATE.match(text))


def is_attachment_mark(text: str) -> bool:
    """Whether a line is the mark 附件 alone."""
    return bool(_ATTACHMENT.match(text))


def is_letterhead(text: str) -> bool:
    """Whether a line belongs above the title: …文件, 特急, 索引号：…."""
    return bool(_LETTERHEAD.match(text))


def is_remark(text: str) -> bool:
    """Whether a line is a remark on the document: （此件公开发布）."""
    return bool(_REMARK.match(text))


def is_addressees(text: str) -> bool:
    """Whether a line names the addressees: 各盟市气象局，各直属单位：."""
    return bool(_ADDRESSED.match(text)) and not _VERB.search(text[-8:])


def is_issuer(text: str) -> bool:
    """Whether a line can be who signs: a body's name and nothing else."""
    return 3 <= len(text) <= 30 and bool(_ISSUER.match(text))


def is_head_mark(text: str) -> bool:
    """Whether a line stands around a title without being part of it."""
    return any(
        rule(text)
        for rule in (is_number, is_date, is_attachment_mark, is_letterhead, is_addressees)
    )
