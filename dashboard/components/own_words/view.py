"""The component: Streamlit has its own words in English only; the browser puts ours in their place.

What Streamlit offers no option for: labels of the buttons over tables and charts, their hints, the
menus of columns, and what stands in a field before something is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
KEY = "own-words"
WORDS: Mapping[str, str] = {
    "App pages": "各页",
    "Skip to main content": "跳到正文",
    "Main menu": "主菜单",
    "Fullscreen": "全屏",
    "Close fullscreen": "退出全屏",
    "Search": "搜索",
    "Type to search": "输入要找的文字",
    "Show/hide columns": "显示或隐藏列",
    "Clear selection": "取消选择",
    "Show data": "显示数据",
    "Show chart": "显示图",
    "Download as PNG": "存为 PNG",
    "Copy Vega-Lite spec": "复制 Vega-Lite 描述",
    "Copy to clipboard": "复制",
    "Sort ascending": "升序",
    "Sort descending": "降序",
    "Format": "格式",
    "Autosize": "自动列宽",
    "Pin column": "固定此列",
    "Unpin column": "取消固定",
    "Hide column": "隐藏此列",
    "Select all": "全选",
    "(index)": "（行号）",
    "Open": "展开",
    "Clear value": "清空",
    "Choose an option": "选一项",
    "Choose options": "选一项或几项",
    "No results": "没有相符的",
    "No options to select": "没有可选的",
    "Press Enter to apply": "按回车生效",
    "Press Enter to submit form": "按回车提交",
    "Upload": "选择文件",
    "file upload": "上传文件",
    "Link to heading": "到此标题的链接",
    "Vega visualization": "图",
    "error icon": "错误",
}
"""What Streamlit 1.67 and Vega say of their own accord on these pages, and what is read instead."""
PLACES = (
    "stTooltipContent",
    "stTooltipErrorContent",
    "stDataFrameColumnMenu",
    "stDataFrameColumnVisibilityMenu",
    "stDataFrameColumnFormattingMenu",
    "InputInstructions",
    "stFileUploaderDropzone",
    "stSkipToContent",
)
"""Test ids of the elements whose text is Streamlit's; no text from data stands in them alone."""

FORMS = (
    (r"^(\d+) options? available\.$", "有 $1 项可选"),
    (r"^(.*), selected$", "$1，已选"),
)
"""What it announces of an open list to a screen reader, as regular expressions of the browser."""


@cache
def _mounted() -> Callable[..., Any]:
    js = (_HERE / "words.js").read_text("utf-8")
    return st.components.v2.component("suyuan_own_words", html="<span></span>", js=js)


def own_words(lang: str) -> None:
    """Have the browser read Streamlit's own words in a language, also those it will still draw."""
    pairs = WORDS.items() if lang == "zh" else ((zh, en) for en, zh in WORDS.items())
    places = ",".join(f'[data-testid="{name}"]' for name in PLACES)
    forms = [list(form) for form in FORMS] if lang == "zh" else []
    words = [list(pair) for pair in pairs]
    _mounted()(data={"words": words, "places": places, "forms": forms}, key=KEY)
