"""Made-up official documents of about 30 kB each, no two alike."""

import random
from pathlib import Path

_REGIONS = ("朔西省", "江北省", "南屏省", "临海省")
_OFFICES = ("观测与网络处", "科技与预报处", "应急与减灾处", "政策法规处", "人事处", "计划财务处")
_BODIES = (
    "气象信息中心",
    "气象探测数据中心",
    "气象服务中心",
    "气象科学研究所",
    "大气探测技术保障中心",
)
_MATTERS = (
    "站网布局",
    "观测质量",
    "计量检定",
    "数据传输",
    "装备保障",
    "标准体系",
    "数据质控",
    "台站环境",
)
_DOINGS = ("组织开展专项检查，建立问题台账，逐项整改", "完善业务流程和岗位职责，明确质量目标",
           "推进系统集约化建设，提升自动化水平", "加强培训和考核，定期通报进展情况")  # fmt: skip


def document(number: int, draw: random.Random) -> str:
    """One document: five groups of tasks with leaders, participants, products and citations."""
    region = draw.choice(_REGIONS)
    bureau, year = f"{region}气象局", 2015 + number % 10
    lines = [
        f"{bureau}{year}年第{number}号气象观测工作要点",
        f"各市气象局，各直属单位：\n为做好全省气象观测工作，根据《气象观测管理规定（{number}号）》"
        f"和GB/T {10000 + number}-{year}，提出以下要点。",
    ]
    task = 0
    for group in range(5):
        matter = _MATTERS[(group + number) % len(_MATTERS)]
        lines.append(f"（{'一二三四五'[group]}）加强{matter}工作")
        for _ in range(14):
            task += 1
            matter = draw.choice(_MATTERS)
            doing = "。".join(draw.choices(_DOINGS, k=3))
            lines += [
                f"{task}.完善{matter}制度{number}-{task}。{doing}。编制《{matter}技术规范{number}-"
                f"{task}》，到{year + 1}年，{matter}达标率达到{draw.randint(90, 99)}%。",
                f"责任处室：{draw.choice(_OFFICES)}",
                f"实施单位：{draw.choice(_BODIES)}、{draw.choice(_BODIES)}",
            ]
    lines += [f"{bureau}", f"{year}年{1 + number % 12}月1日"]
    return "\n".join(lines) + "\n"


def write_documents(folder: Path, count: int, seed: int = 5) -> int:
    """Write so many documents; their size in bytes."""
    folder.mkdir(parents=True)
    draw = random.Random(seed)
    size = 0
    for number in range(1, count + 1):
        content = document(number, draw).encode()
        (folder / f"{number:04}.txt").write_bytes(content)
        size += len(content)
    return size
