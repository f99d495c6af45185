"""What commands about the home say: verify, backup, rebuild, sample, info."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboard.about import About, LedgerState
from dashboard.rebuilding import Rebuilt
from dashboard.render.as_json import dumps
from dashboard.render.console import console, tell, text
from dashboard.render.tables import yielding
from dashboard.render.text import moment
from graph.lake import LakeReport
from graph.ledger import BackupReport, Damage, VerifyReport
from loaders.sample import SampleReport
from ontology import SOURCE_FAMILIES

PROBLEMS_SHOWN = 20


def as_one(report: VerifyReport, lake: LakeReport) -> dict[str, object]:
    """Both reports in one: the ledger's fields, the lake in `lake`, all damage in `problems`."""
    told = {name: getattr(report, name) for name in VerifyReport.__dataclass_fields__}
    return told | {
        "ok": report.ok and lake.ok,
        "problems": (*report.problems, *lake.problems),
        "lake": lake,
    }


def print_verify(report: VerifyReport, lake: LakeReport) -> None:
    """Sound or damaged, how much was checked, and where the damage is."""
    screen = console()
    _print_sound(screen, "台账完好 / the ledger is sound", "台账受损", report.problems)
    _pairs(
        screen,
        {
            "断言 claims": f"{report.claims:,}",
            "后续 entries": f"{report.entries:,}",
            "块 blocks": f"{report.blocks:,}",
            "装载 loads": f"{report.loads:,}",
            "原件 originals": f"{report.originals:,}",
            "台账头 head": report.head,
        },
    )
    if report.unfinished:
        tell(f"有未完成的装载，不计入 / an unfinished load, not counted: {report.unfinished}")
    if lake.heads or lake.problems:
        _print_lake(screen, lake)


def _print_lake(screen: Console, lake: LakeReport) -> None:
    _print_sound(screen, "数据湖完好 / the lake is sound", "数据湖受损", lake.problems)
    counts = {
        "装载 loads": f"{lake.loads:,}",
        "文件 files": f"{lake.files:,}",
        "值 values": f"{lake.rows:,}",
    }
    _pairs(screen, counts | {f"{name} head": head for name, head in lake.heads})
    for name in lake.unfinished:
        tell(f"有未完成的装载，不计入 / an unfinished load, not counted: lake/{name}")


def _print_sound(screen: Console, sound: str, damaged: str, problems: tuple[Damage, ...]) -> None:
    if not problems:
        screen.print(Text(f"√ {sound}", "bold #009E73"))
        return
    found = f"× {damaged}：{len(problems)} 处 / damage found"
    screen.print(Text(found, "bold #FFFFFF on #D55E00"))
    for problem in problems[:PROBLEMS_SHOWN]:
        screen.print(
            Text.assemble(
                "  ",
                text(problem.where, "bold"),
                "  ",
                text(problem.rule, "red"),
                "  ",
                text(problem.detail),
            )
        )
    more = len(problems) - PROBLEMS_SHOWN
    if more > 0:
        screen.print(f"  … 另有 {more} 处，用 --json 看全部 / more: --json")


def print_archive(report: BackupReport, done: str, *, as_json: bool) -> None:
    """What was backed up or restored."""
    if as_json:
        console().file.write(dumps(report) + "\n")
        return
    screen = console()
    screen.print(Text(f"√ {done}", "bold #009E73"))
    _pairs(
        screen,
        {
            "归档 archive": report.archive,
            "数据 home": report.home,
            "原件 originals": f"{report.originals:,}",
            **({"数据湖文件 files of the lake": f"{report.lake:,}"} if report.lake else {}),
            "大小 size": f"{report.size:,} B",
            "台账头 head": report.head,
        },
    )


def print_rebuilt(rebuilt: Rebuilt) -> None:
    """Where the graph is and how much it holds."""
    screen = console()
    done = "图库已重建 / rebuilt" if rebuilt.known_at is None else "快照已写 / snapshot written"
    screen.print(Text(f"√ {done}", "bold #009E73"))
    pairs = {
        "图库 store": rebuilt.store,
        "节点 nodes": f"{rebuilt.nodes:,}",
        "边 edges": f"{rebuilt.edges:,}",
        "位置 position": f"{rebuilt.position:,}",
    }
    if rebuilt.known_at is not None:
        pairs["所知 known at"] = f"{moment(rebuilt.known_at)} +08:00"
    _pairs(screen, pairs | {"台账头 head": rebuilt.ledger_head})


def print_sample(report: SampleReport) -> None:
    """Files and rows of a sample, with its mark."""
    screen = console()
    folder = str(report.folder)
    screen.print(text(f"√ 示例省 / sample province → {folder}", "bold #009E73"), soft_wrap=True)
    rows = [[name, f"{rows:,}"] for name, rows in report.tables.items()]
    screen.print(yielding(("文件 file", "行 rows"), rows, screen.width, right=(1,)))
    screen.print(
        Text("generated/ 全部是合成数据 / everything in generated/ is SYNTHETIC", "#CC79A7")
    )
    screen.print(text(f"下一步 / next: suyuan load {folder}"), soft_wrap=True)


def print_info(about: About) -> None:
    """A home and its software."""
    screen = console()
    _pairs(
        screen,
        {
            "软件 versions": "  ".join(f"{k} {v}" for k, v in about.versions.items()),
            "数据 home": about.home,
            "图库 store": about.store,
            "图库位置 store at": "—"
            if about.store_position is None
            else f"{about.store_position:,}",
            "本体 ontology": about.ontology,
        },
    )
    if about.ledger is None:
        tell("尚无台账，先装载：suyuan load PATH / no ledger yet: load something first")
    else:
        _print_ledger(screen, about.ledger)
    loaders = [
        [x.name, x.version, _family(x.family), f"{x.title_zh} / {x.title_en}"]
        for x in about.loaders
    ]
    titles = ("读法\nloader", "版本\nversion", "来源类\nfamily", "读什么\nreads")
    screen.print()
    screen.print(yielding(titles, loaders, screen.width, gives_way=3))


def _print_ledger(screen: Console, ledger: LedgerState) -> None:
    _pairs(
        screen,
        {
            "断言 claims": f"{ledger.claims:,}（有效 live {ledger.live:,}）",
            "台账位置 position": f"{ledger.position:,}",
            "台账头 head": ledger.head,
        },
    )
    sources = [
        [x.source_id, _family(x.family), x.loader, f"{x.live_claims:,}", moment(x.loaded_at)]
        for x in ledger.sources
    ]
    titles = ("来源\nsource", "来源类\nfamily", "读法\nloader", "有效断言\nlive", "装载于\nloaded")
    screen.print()
    screen.print(yielding(titles, sources, screen.width, right=(3,)))


def _family(code: str) -> str:
    return SOURCE_FAMILIES.title(code)


def _pairs(screen: Console, pairs: dict[str, str]) -> None:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in pairs.items():
        table.add_row(name, text(value))
    screen.print(table)
