"""Web pages: the article among furniture, tables, and the source place of every character."""

import pytest

from loaders.documents.cleaning.offsets import RepairKind
from loaders.documents.model import Document, SegmentKind

MODERN = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>通知_朔西省气象局</title><style>p{}</style>
<script>var t = "<p>不是正文。</p>";</script></head>
<body>
<div class="top"><a href="/">首页</a> | <a href="/en">English</a> | <a>无障碍浏览</a></div>
<nav><ul><li><a href="/1">机构概况</a></li><li><a href="/2">信息公开</a></li></ul></nav>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/2">信息公开</a> &gt; 正文</div>
<h1>朔西省气象局关于印发<br>观测质量工作要点的通知</h1>
<div class="info">发布时间：2023-03-02 来源：观测处 浏览次数：<em>128</em></div>
<div class="TRS_Editor">
  <p align="center">朔气发〔2023〕12号</p>
  <p>各市州气象局，各直属单位：</p>
  <p>&nbsp;&nbsp;为做好<b>体系</b>运行，省局制定了要点，现印发给你们，请认真贯彻
  落实。</p>
  <p>　　一、重点任务</p>
  <p>　　（一）强化质控。可用率达到99.5%以上。</p>
  <p align="center">表1　任务分工</p>
  <table><tr><td rowspan="2">序号</td><td rowspan="2">任务</td><td colspan="2">责任分工</td></tr>
  <tr><td>牵头单位</td><td>配合单位</td></tr>
  <tr><td>1</td><td>流程<br>优化</td><td rowspan="2">信息中心</td><td>各市州气象局</td></tr>
  <tr><td>2</td><td>计量检定</td><td>&nbsp;</td></tr></table>
  <p align="right">朔西省气象局</p><p align="right">2023年3月1日</p>
</div>
<div>附件：<a href="/x.docx">2023年工作要点.docx</a></div>
<div>分享到：<a href=#>微信</a></div>
<div><h3>热点新闻</h3><ul><li><a href="/h1">全省气象局长会议召开，部署全年重点工作任务</a></li>
<li><a href="/h2">朔西省首部天气雷达通过现场验收，进入业务试运行</a></li></ul></div>
<footer><p>主办：朔西省气象局　承办：信息中心</p><p>网站标识码：1500000000</p></footer>
</body></html>
"""

LAID_OUT = """<html><head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head>
<body bgcolor=#ffffff><table width=960><tr><td><img src=banner.gif></td></tr>
<tr><td><a href=1>网站首页</a> | <a href=2>新闻</a> | <a href=3>公文</a></td></tr></table>
<table><tr><td width=200><table><tr><td>栏目导航</td></tr><tr><td><a href=a>政策法规</a></td></tr>
</table></td><td><table width=100%><tr><td>您现在的位置：首页 >> 公文 >> 正文</td></tr>
<tr><td align=center><font size=5><b>关于开展内部审核工作的通知</b></font></td></tr>
<tr><td>作者：佚名 来源：本站 发布时间：2011-5-6 点击数：33</td></tr>
<tr><td><p>各科室、各台站：<p>　　根据体系文件要求，定于6月开展内部审核，现将有关事项通知如下：<br>
　　一、审核范围<br>　　各科室、各台站观测业务。
<p align=right>某某市气象局<br>二〇一一年五月六日</td></tr>
<tr><td>【打印本页】【关闭窗口】</td></tr></table></td></tr></table>
<center>版权所有 某某市气象局<br>技术支持：某某科技</center></body></html>
"""


def kept(document: Document) -> str:
    return "\n".join(
        document.text[part.begin : part.end]
        for part in document.segments
        if part.kind is SegmentKind.DOCUMENT
    )


def test_the_article_is_found_among_the_furniture(read) -> None:
    document = read(MODERN, "a.html")
    text = kept(document)
    assert text.startswith("朔西省气象局关于印发\n观测质量工作要点的通知\n发布时间")
    assert text.endswith("附件：2023年工作要点.docx")
    for furniture in ("首页", "机构概况", "分享", "局长会议", "标识码", "不是正文", "主办"):
        assert furniture not in text
    assert document.head.title is not None
    assert document.head.title.text == "朔西省气象局关于印发观测质量工作要点的通知"
    assert document.head.byline is not None
    assert [(h.number, h.title) for h in document.headings] == [
        ("一、", "重点任务"),
        ("（一）", "强化质控"),
        ("表1", "任务分工"),
    ]


def test_a_table_with_merged_cells(read) -> None:
    [table] = read(MODERN, "a.html").tables
    assert (table.title, table.width, table.header_rows) == ("任务分工", 4, 2)
    assert table.columns == (
        ("序号",),
        ("任务",),
        ("责任分工", "牵头单位"),
        ("责任分工", "配合单位"),
    )
    rows = [[cell.name for cell in row.cells] for row in table.body]
    assert rows == [["1", "流程优化", "信息中心", "各市州气象局"], ["2", "计量检定", "", ""]]
    merged, blank = table.body[1].cells[2:]
    assert table.value(merged).name == "信息中心"
    assert blank.inherited is None


def test_a_page_laid_out_with_tables_has_no_table(found) -> None:
    document = found(LAID_OUT.encode("gb18030"), "a.htm")
    assert document.source.encoding == "gb18030"
    assert document.tables == ()
    assert kept(document).startswith("关于开展内部审核工作的通知\n")
    assert kept(document).endswith("某某市气象局\n二〇一一年五月六日")
    [signature] = document.signatures
    assert [mark.text for mark in signature.issuers] == ["某某市气象局"]


@pytest.mark.parametrize("page", [MODERN, LAID_OUT])
def test_every_character_knows_its_line_and_column_in_the_source(read, page: str) -> None:
    document = read(page, "a.html")
    lines, changed = page.split("\n"), set()
    for repair in document.repairs:
        changed.update(range(repair.begin, repair.end))
    for index, character in enumerate(document.text):
        if index not in changed:
            place = document.place(index, index + 1)
            assert place.line is not None
            assert place.column is not None
            assert lines[place.line - 1][place.column] == character
    assert document.map.restored(document.text) == page


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>甲&amp;乙&lt;丙&#12289;丁&hellip;</p>", "甲&乙<丙、丁…"),
        ("<p>甲&nbsp;乙</p>", "甲 乙"),
        ("<p>质量<span>管理</span>\n    体系</p>", "质量管理体系"),
        ("<p>ISO\n 9001</p>", "ISO 9001"),
        ("<p>一<p>二<li>三<br>四", "一\n二\n三\n四"),
        ("<p>甲<!-- 注释 -->乙</p>", "甲乙"),
        ("<p title='a>b'>甲</p>", "甲"),
        ("<pre>甲\n 乙</pre>", "甲\n乙"),
        ("<p>3 < 5 & 7</p>", "3 < 5 & 7"),
        ("<p>a&nosuch;b</p>", "a&nosuch;b"),
        ("<select><option>选项</select><p>甲</p><button>按钮</button>", "甲"),
    ],
)
def test_markup(read, body: str, text: str) -> None:
    document = read(f"<html><body>{body}</body></html>", "a.html")
    assert document.text == text
    assert document.repaired(RepairKind.MARKUP) > 0


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "no-such"])
def test_the_declared_charset_is_believed_only_where_it_fits(found, declared: str) -> None:
    page = f'<html><meta charset="{declared}"><body><p>观测质量体系</p></body></html>'
    for encoding in ("utf-8", "gb18030"):
        assert found(page.encode(encoding), "a.html").text == "观测质量体系"


def test_a_big5_page_is_read_by_its_charset(found) -> None:
    page = '<html><meta charset="big5"><body><p>氣象觀測質量體系</p></body></html>'
    document = found(page.encode("big5"), "a.html")
    assert (document.source.encoding, document.text) == ("big5", "气象观测质量体系")
