"""Errors of the graph: one base, fields on the object, a message that names the remedy."""

from __future__ import annotations

from pathlib import Path


class SuyuanError(Exception):
    """Base of all errors a user may meet; `str()` is what happened and what to do."""


class SourceError(SuyuanError):
    """A file cannot be read as what it claims to be."""

    def __init__(self, path: Path | str, rule: str, remedy: str) -> None:
        self.path, self.rule, self.remedy = str(path), rule, remedy
        super().__init__(f"{path}: {rule}; {remedy}")


class SourceClaimedError(SuyuanError):
    """A file would speak under the id of a source that another file has spoken for."""

    def __init__(self, path: Path | str, source_id: str, known: str) -> None:
        self.path, self.source_id, self.known = str(path), source_id, known
        super().__init__(
            f"{path} 将以来源 {source_id!r} 的名义说话，而它原自 {known}；是其新版本就加 --source "
            f"{source_id!r}，否则另起一名 / "
            f"{path} would become source {source_id!r}, which was loaded from {known}; "
            f"if it is a new version of it, say --source {source_id!r}, "
            "otherwise give it a name of its own with --source NAME"
        )


class MassRetractionError(SuyuanError):
    """A new version would retract more of its source than the guard allows."""

    def __init__(self, source_id: str, going: int, live: int, limit: float) -> None:
        self.source_id, self.going, self.live, self.limit = source_id, going, live, limit
        super().__init__(
            f"{source_id}：{live} 条断言中有 {going} 条将被撤回，超过 {limit:.0%}；确有此意就加 "
            "--allow-retract / "
            f"{source_id}: {going} of {live} claims would be retracted, more than "
            f"{limit:.0%}; if that is meant, repeat with --allow-retract"
        )


class LedgerBusyError(SuyuanError):
    """Another process is writing to the ledger."""

    def __init__(self, home: Path | str) -> None:
        self.home = str(home)
        super().__init__(
            f"另一次装载正在写 {home}，等它结束再试 / "
            f"another load is writing to {home}; wait for it and try again"
        )


class LedgerDamagedError(SuyuanError):
    """The ledger's content does not agree with its chain, or its file is damaged."""

    def __init__(self, where: str, rule: str) -> None:
        self.where, self.rule = where, rule
        super().__init__(
            f"台账在 {where} 处损坏，请恢复最近的备份 / "
            f"ledger damaged at {where}: {rule}; restore the last backup"
        )


class LedgerVersionError(SuyuanError):
    """The ledger was written by a newer version of the software."""

    def __init__(self, found: int, known: int) -> None:
        self.found, self.known = found, known
        super().__init__(
            f"台账格式 {found} 新于本软件所知的 {known}，请升级 / "
            f"ledger has schema {found}, this software knows {known}; upgrade suyuan"
        )


class LakeBusyError(SuyuanError):
    """Another process is writing to a dataset of the lake."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = str(folder)
        super().__init__(
            f"另一次装载正在写 {folder}，等它结束再试 / "
            f"another load is writing to {folder}; wait for it and try again"
        )


class LakeDamagedError(SuyuanError):
    """A dataset's manifest does not agree with itself, or a file it lists cannot be read."""

    def __init__(self, where: Path | str, rule: str) -> None:
        self.where, self.rule = str(where), rule
        super().__init__(
            f"数据湖在 {where} 处损坏，请恢复最近的备份 / "
            f"the lake is damaged at {where}: {rule}; restore the last backup"
        )


class StoreError(SuyuanError):
    """The graph store cannot be opened or does not answer."""

    def __init__(self, uri: str, rule: str, remedy: str) -> None:
        self.uri, self.rule, self.remedy = uri, rule, remedy
        super().__init__(f"{uri}: {rule}; {remedy}")


class ServerError(SuyuanError):
    """The local graph server cannot be provided, started or stopped."""

    def __init__(self, what: Path | str, rule: str, remedy: str) -> None:
        self.what, self.rule, self.remedy = str(what), rule, remedy
        super().__init__(f"{what}: {rule}; {remedy}")


class MissingExtraError(SuyuanError):
    """A part that needs an optional dependency was asked for and the dependency is absent."""

    def __init__(self, module: str, extra: str) -> None:
        self.module, self.extra = module, extra
        super().__init__(
            f"没有安装 {module} / {module} is not installed; pip install 'suyuan[{extra}]'"
        )


class UnknownElementError(SuyuanError):
    """An element was asked for that no claim speaks of."""

    def __init__(self, asked: str, nearest: tuple[str, ...] = ()) -> None:
        self.asked, self.nearest = asked, nearest
        hint = f"; 相近的 / nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"当时没有 {asked!r} 这个对象 / no element {asked!r} at that time{hint}")


class RefusedQueryError(SuyuanError):
    """A query of the user's own that is not run, or was stopped: it is no bounded reading."""

    def __init__(self, rule: str, remedy: str) -> None:
        self.rule, self.remedy = rule, remedy
        super().__init__(f"{rule}; {remedy}")


_SHOWN = 200
"""So much of a value stands in a message, and how long it was if that was longer."""


class InvalidValueError(SuyuanError):
    """A value given by the user breaks a rule. `value`: all of it."""

    def __init__(self, name: str, value: str, rule: str, remedy: str) -> None:
        self.name, self.value, self.rule, self.remedy = name, value, rule, remedy
        shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}… ({len(value)})"
        super().__init__(f"{name} {shown!r}: {rule}; {remedy}")


class NotAllowedError(SuyuanError):
    """A role asks what is not for it."""

    def __init__(self, what: str, role: str, roles: tuple[str, ...]) -> None:
        self.what, self.role, self.roles = what, role, roles
        super().__init__(
            f"{what} 不对角色 {role} 开放，限于 {', '.join(roles)} / "
            f"{what} is not for role {role}, only for {', '.join(roles)}"
        )


class WithheldError(NotAllowedError):
    """A class of users asks for what its security level withholds from it.

    `role` and `roles` are then the class that asks and those that may.
    """

    def __init__(self, what: str, user_class: str, classes: tuple[str, ...]) -> None:
        super().__init__(what, user_class, classes)
        self.args = (
            f"{what} 按密级不对 {user_class} 类用户开放，限于 {', '.join(classes)}；由他们提问，"
            "或请管理员核对 / "
            f"{what} is withheld from users of class {user_class} by security level, only for "
            f"{', '.join(classes)}; let one of them ask, or ask the administrator",
        )


class NamesHiddenError(NotAllowedError):
    """Somebody without the right to it asks for names of persons. `right`: what grants it."""

    def __init__(self, role: str, right: str) -> None:
        super().__init__("names of persons", role, (right,))
        self.args = (
            f"人名不给没有 {right} 权限的人看（角色 {role}）；请管理员授予，或关上“显示人名” / "
            f"names of persons are only for those granted {right} (role {role}); ask the "
            "administrator for it, or switch names off",
        )
