"""What can be wrong with a file, and how to mend it."""

from __future__ import annotations

from graph import Place
from loaders.documents.model import Fault

_NOWHERE = Place(locator="file")
_EXPORT = "重新导出或下载 / export or download it again"


def empty(source: str) -> Fault:
    """No text at all."""
    return Fault(source, _NOWHERE, "文件为空 / the file is empty", _EXPORT)


def unreadable(source: str, why: object) -> Fault:
    """The file system does not give it."""
    rule = f"读不出 / cannot be read: {why}"
    return Fault(source, _NOWHERE, rule, "检查路径与权限 / check path and permissions")


def damaged(source: str, zh: str, en: str, why: object) -> Fault:
    """A file of a known format that breaks off or is damaged."""
    rule = f"{zh}文件不完整或已损坏 / the {en} file is truncated or damaged: {why}"
    return Fault(source, _NOWHERE, rule, _EXPORT)


def encrypted(source: str, zh: str, en: str) -> Fault:
    """A password would be needed."""
    rule = f"{zh}有密码保护 / the {en} is password-protected"
    return Fault(source, _NOWHERE, rule, "去掉密码后再装载 / remove the password and load it again")


def no_document(source: str, zh: str, en: str, remedy: str) -> Fault:
    """Content of a kind that is not read."""
    rule = f"内容是{zh}，不是可读的文件格式 / its content is {en}, which is not read"
    return Fault(source, _NOWHERE, rule, remedy)


def wrong_extension(source: str, said: str, found: str) -> Fault:
    """The name says one format, the content is another; it was read as what it is."""
    rule = f"扩展名是 {said}，内容是 {found} / the name says {said}, the content is {found}"
    remedy = f"已按 {found} 读取，请改正扩展名 / read as {found}: correct the extension"
    return Fault(source, _NOWHERE, rule, remedy)


def too_large(source: str, zh: str, en: str) -> Fault:
    """A cap is exceeded: a zip bomb, or a file that is no document."""
    rule = f"超出限度：{zh} / over a limit: {en}"
    return Fault(source, _NOWHERE, rule, "拆分或单独装载 / split it, or load its parts one by one")


def unsafe_path(source: str) -> Fault:
    """A member of an archive whose path leads out of it."""
    rule = "压缩包内路径指向包外 / a path inside the archive leads out of it"
    return Fault(source, _NOWHERE, rule, "重新打包 / pack the archive again")


def no_text(source: str, pages: str) -> Fault:
    """Scanned pages."""
    rule = f"第{pages}页没有文字层（扫描件） / no text layer on page {pages}: a scan"
    remedy = "先做文字识别（OCR）再装载 / run OCR first, then load the result"
    return Fault(source, Place(locator=f"page={pages}"), rule, remedy)


def other_encoding(source: str, place: Place, encoding: str, main: str, value: str) -> Fault:
    """Lines in another encoding than the rest; they are read in theirs."""
    rule = f"此处编码是 {encoding}，其余是 {main} / {encoding} here, {main} elsewhere"
    remedy = "已按各自编码读取；请统一另存为 UTF-8 / each was read in its own: save all as UTF-8"
    return Fault(source, place, rule, remedy, value)


def broken_bytes(source: str, place: Place, encoding: str, value: str) -> Fault:
    """Bytes that are no character in any encoding."""
    rule = f"有字节不是 {encoding} 字符 / bytes that are no {encoding} character"
    remedy = "已用 � 代替；请重新导出 / shown as �: export the file again"
    return Fault(source, place, rule, remedy, value)


def no_text_encoding(source: str) -> Fault:
    """Neither of the encodings of Chinese text."""
    rule = "既非 UTF-8、UTF-16 也非 GB18030 文本 / neither UTF-8, UTF-16 nor GB18030 text"
    return Fault(source, _NOWHERE, rule, "另存为 UTF-8 文本 / save it as UTF-8 text")


def breaks_off(source: str, place: Place, value: str) -> Fault:
    """A web page whose last tag is not closed."""
    rule = "网页在标记中间中断 / the page breaks off inside a tag"
    return Fault(source, place, rule, _EXPORT, value)
