"""The command `suyuan`: assembles the commands, and nothing else."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.commands import action, nonconformity
from dashboard.commands.api import api
from dashboard.commands.archive import backup, restore
from dashboard.commands.ask import ask
from dashboard.commands.audit import audit
from dashboard.commands.check import check
from dashboard.commands.claims import export as export_claims
from dashboard.commands.claims import import_
from dashboard.commands.cypher import cypher
from dashboard.commands.decide import alias, conflict, identity, undo
from dashboard.commands.decide import name as decide_name
from dashboard.commands.demo import demo
from dashboard.commands.evidence import evidence
from dashboard.commands.export import export
from dashboard.commands.incident import assign, cause, close, open_, state
from dashboard.commands.info import info
from dashboard.commands.load import load
from dashboard.commands.project import project
from dashboard.commands.qc import qc
from dashboard.commands.rebuild import rebuild
from dashboard.commands.review import review
from dashboard.commands.sample import sample
from dashboard.commands.serve import dashboard
from dashboard.commands.server import down, path, status, up
from dashboard.commands.show import show
from dashboard.commands.sparql import sparql
from dashboard.commands.trace import trace
from dashboard.commands.verify import verify
from dashboard.commands.watch import watch
from dashboard.commands.what_if import what_if

app = typer.Typer(
    name="suyuan",
    help="溯源：从一个数据质量问题，沿着证据追到底。\n\n"
    "Suyuan: from a data-quality issue, along the evidence, to its cause.",
    no_args_is_help=True,
    add_completion=False,
    # Boxes drawn by rich would take longer than all the rest of --help.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
claims = typer.Typer(
    help="断言：导出、导入 / claims: export, import", no_args_is_help=True, rich_markup_mode=None
)
claims.command("export")(export_claims)
claims.command("import")(import_)
decide = typer.Typer(
    help="人工裁定：名称、同一、矛盾、撤销 / decisions: names, identity, conflicts, undo",
    no_args_is_help=True,
    rich_markup_mode=None,
)
decide.command("name")(decide_name)
for act in (alias, conflict, identity, undo):
    decide.command(act.__name__)(act)
incident = typer.Typer(
    help="事件单：开单、指派、状态、起因、关闭 / incidents: open, assign, state, cause, close",
    no_args_is_help=True,
    rich_markup_mode=None,
)
incident.command("open")(open_)
for act in (assign, state, cause, close):
    incident.command(act.__name__)(act)
actions = typer.Typer(
    help="纠正与预防措施：决定、完成、验证、风险、取消 / actions: add, done, verify, risks, cancel",
    no_args_is_help=True,
    rich_markup_mode=None,
)
for act in (action.add, action.done, action.verify, action.risks, action.cancel):
    actions.command(act.__name__)(act)
nonconformities = typer.Typer(
    help="不合格：开出、关闭、重新打开 / nonconformities: open, close, reopen",
    no_args_is_help=True,
    rich_markup_mode=None,
)
nonconformities.command("open")(nonconformity.open_)
for act in (nonconformity.close, nonconformity.reopen):
    nonconformities.command(act.__name__)(act)
neo4j = typer.Typer(
    help="Neo4j：启动、停止、状态、位置 / a Neo4j server: up, down, status, path",
    no_args_is_help=True,
    rich_markup_mode=None,
)
for act in (up, down, status, path):
    neo4j.command(act.__name__)(act)

for name, command in {
    "demo": demo,
    "load": load,
    "watch": watch,
    "qc": qc,
    "trace": trace,
    "ask": ask,
    "cypher": cypher,
    "sparql": sparql,
    "dashboard": dashboard,
    "api": api,
    "show": show,
    "what-if": what_if,
    "evidence": evidence,
    "audit": audit,
    "review": review,
    "verify": verify,
    "check": check,
    "backup": backup,
    "restore": restore,
    "rebuild": rebuild,
    "project": project,
    "sample": sample,
    "info": info,
    "export": export,
}.items():
    app.command(name)(command)
app.add_typer(claims, name="claims")
app.add_typer(decide, name="decide")
app.add_typer(incident, name="incident")
app.add_typer(nonconformities, name="nonconformity")
app.add_typer(actions, name="action")
app.add_typer(neo4j, name="neo4j")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"suyuan {version('suyuan')}")
        raise typer.Exit


@app.callback()
def _root(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="版本 / version"),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line."""
    app()
