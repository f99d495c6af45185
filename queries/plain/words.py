"""The lexicon: what Chinese words of a question stand for.

Three sources: the kinds, code lists and coverage rules of the ontology by their titles; words for
what one does with them, listed here by tag; and words that change nothing, listed here as fillers.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from ontology import COVERAGE_STATES, EDGE_KINDS, LEVELS, NODE_KINDS
from ontology.codes import FIVE_CHECKS, ISSUE_KINDS

# Words by what they stand for; a word may stand under several tags.
CONCEPTS = MappingProxyType(
    {
        "RESPONSIBLE": "负责 责任 责任单位 负责单位 责任处室 处理单位 经办单位 主责 主责单位 牵头 牵头单位 归口 归口单位 归 管 "
        "管理单位 主管 主管单位 归谁管 领导 上级 上级单位 运行单位 运行 维护单位 谁发布 发布 谁处理 处理 "
        "在处理 找谁 该找谁 追责 保管 谁管 承担 往上找谁 向上找谁 往上 向上 联系谁 指派 指派给",
        "NOTIFY": "通知 通知谁 告知 告知谁 知会",
        "WHO": "谁 哪个单位 哪家单位 哪个处室 哪个部门 什么单位 何单位 处室 部门",
        "NEG": "差 还差 少 没有 没 缺 缺少 缺失 无 未 没写明 未写明 没写 未写 没有写明 尚无 尚未 还没有 还没 不具备 "
        "没配 未配",
        "ISSUE": "问题数 问题数量 问题 数据质量问题 质量问题 数据问题 疑误 疑误信息 问题单 毛病",
        "UNSETTLED": "没人处理 还没人处理 无人处理 没有人处理 没人管 悬而未决 未了结 未了结的 没解决 未解决 没有解决 没处理完 未处理 没处理 未处理完 没关闭 未关闭 "
        "没了结 待处理 没有处理 还没解决 还没关闭 还没处理 还没处理完 没有关闭 没有了结 还开着 遗留 "
        "打开",
        "CAUSE": "造成 怎么造成 导致 引起 怎么来的 原因 为什么 为何 起因 根因 根因候选 根本原因 成因 何故 怎么回事 出了什么问题",
        "COMMON": "共同 共同的 共性 共有",
        "TRACE": "卡在 卡在哪 卡在哪里 追到哪一步 追到哪里 追 追到 追踪 追溯 溯源 溯源链 追溯链 追溯到 追到底 往上追 哪一环 哪个环节 哪一步 环节 追查 追根溯源 链条",
        "EVIDENCE": "证据 证据链 全部证据 依据 凭据",
        "BROKEN": "断 断了 断开 断在 断在哪里 断在哪 断掉 断链 中断",
        "CHAIN": "链 链条 溯源链 追溯链",
        "BAD": "可疑 异常 错误 不对 偏高 偏低 不准 缺测 突变 跳变 不正常 报错 有误 出错 误差大",
        "SIMILAR": "相似 类似 像 同类 相近 差不多 一样 同一批次 同一仪器 同一台仪器 同一标准 同一检定 同批次 同仪器 同标准 同台站",
        "COUNT": "问题数 问题数量 最严重 最多 集中 统计 排列 分布 从多到少 数量 排名 占比 帕累托 最集中 多少个 多发 汇总 排序 "
        "各有多少 个数 高发 问题数 件数 几件 频次 分别有多少 多发生",
        "TREND": "逐月 趋势 变化趋势 逐月变化 每月变化 按月变化",
        "BY_VARIABLE": "要素",
        "BY_TEST": "检查 检查方法 检查项目 检查项 质控检查",
        "BY_MODEL": "型号",
        "BY_UNIT": "责任单位 单位 运行单位",
        "BY_MONTH": "各月 月份 每月 每个月 逐月",
        "BY_SEVERITY": "严重度 严重程度 轻重",
        "BY_CAUSE": "原因 起因 根因",
        "BY_LABORATORY": "实验室 检定机构 检定单位 校准实验室",
        "BY_AREA": "区划 地区 各盟市 哪个盟市 哪些盟市 盟市 旗县 各旗县 行政区划 地方",
        "BY_CHANNEL": "渠道 来源渠道 发现渠道",
        "BY_KIND": "类别 种类 类型 哪一类 各类",
        "IMPACT": "影响 影响到 波及 波及到 牵连 牵涉 涉及 受影响 连累 影响范围 影响面",
        "DOUBT": "超差 作废 不可信 有误 失准 有问题 不合格 出问题 超出允差 失效",
        "REACHED": "数据 观测数据 数值 序列 下游",
        "USED": "用过 先后用过 装过 换过 用的 装的 用了 配备 布设 装 使用 使用过 在用",
        "REGISTERS": "名录 各名录 登记 各来源 来源 各个来源 各家 各名录里 台站名录",
        "COORD": "旧址 现址 原址 新址 坐标 位置 经纬度 海拔 站址 纬度 经度",
        "DIFFER": "一致 是否一致 相差 历次 说的 差多少 怎么说 各怎么说 说法 差多远",
        "CONFLICT": "矛盾 互相矛盾 彼此矛盾 自相矛盾 冲突 不一致 打架 对不上",
        "SOURCES": "来源 各来源 数据来源 哪些来源 登记",
        "IDENTITY": "同一台站 两个地点 两个站号 疑似同站 同站 同号 重号 站号重复 一站多号 一号多站 同一个台站 同一个站 是同一个站 "
        "是不是同一台站 是否同一台站",
        "STATION_NUMBER": "站号",
        "UNDECIDED": "未裁定 未裁定的 没裁定 没有裁定 尚未裁定 裁定",
        "DECIDED": "已裁定 已裁定的 裁定过 裁定过的",
        "METADATA": "元数据 元数据要素",
        "COMPLETE": "完整性 齐不齐 齐全 完整 完整度 完备 全不全 齐 齐备",
        "INTERFACE": "声明没有接口 接口 接口覆盖 接口覆盖情况",
        "COVER": "覆盖 覆盖情况 覆盖率",
        "UNSAID": "没有说明 没说明 未说明 说明",
        "GAP": "缺什么 还缺什么 差什么 还差什么 缺了什么 缺哪些 缺口 差距 短板 缺项",
        "MUST": "应有 应该有 本应有 须有 必须有",
        "CAPACITY": "月能力 能力 够不够 够 忙得过来 能力够不够 来得及",
        "GAP_COUNT": "应有多少 已有多少 达标率 满足率 应有 达标 覆盖率",
        "BY_RULE": "规则 各规则 要求 覆盖规则",
        "BY_LEVEL": "层级 各层级 各级",
        "FIVE": "五项检查 五有 凡事 五个方面 做到 五条",
        "EXPIRE": "要做 该做 要检 该检 送检 应送检 要送检 该送检 待检 到期日 到期 过期 将到期 快到期 要到期 即将到期 有效期 失效 期满 超期 逾期",
        "ORPHAN": "孤立 孤立的 没人描述 无人描述 只被引用 只被提到 没有任何联系 无联系 悬空 没有描述 没有来源描述 没有来源 无来源 描述 没有任何描述 没有人描述 任何描述",
        "NAME": "名称 名字 称呼",
        "UNRESOLVED": "没确定 未确定 没有确定 尚未确定 还没确定 所指 不知所指 待定 指谁 不明",
        "RECONCILE": "沿革核查 核查 台站沿革核查 元数据核查",
        "PROGRESS": "进展 进度 进行得怎样 完成情况 做到哪了 做到哪一步 做到哪步 到哪一步 到哪一步了 完成 进展情况",
        "RETIRED": "废止 已废止 被取代 停用 过时 旧",
        "CODE": "代码 编码 废止代码 旧代码",
        "REREVIEW": "重新评审 复审 重新审查 重新确认 再评审 重评",
        "LINK": "联系 关联 链接 连接 联系起来",
        "SHORTEST": "最短 路径 怎样相连 怎么相连 相连 怎么联系 通路",
        "CHANGED": "变了什么 变化 差异 不同 有什么变化 改变 变了 变动 哪些变了 有什么不同",
        "KNOWN": "所知 已知 知道 当时所知 我们的所知 认知",
        "NEW_VERSION": "新版本 新旧版本 改版 新版 修订 两个版本 换版",
        "VERSION_DIFF": "区别 改了什么 增加 删去 移动 差别 改动 增删 改了哪些 差异 不同 改了 变化",
        "SAID": "修改过 改过 写过 登记过 录入 说过 说过什么 说的 谁说的 怎么说的 记录过",
        "RETRACTED": "撤回 已撤回 收回 说法",
        "TIMELINE": "发生过什么 大事记 历史 沿革 经过 时间线 先后发生 历史沿革 经历 履历 来龙去脉",
        "AROUND": "周围 连同周围 周边",
        "LOADED": "最近一次装载 上次装载 最近装载 装载 这次装载",
        "SHOW": "版本 哪些版本 情况 详情 介绍 是什么 关系 属性 资料 基本情况 详细信息 信息 概况 内容 卡片",
        "SEARCH": "查找 搜索 找 找一下 找出 叫 搜 检索 查一下 查询",
        "LIST": "有哪些 列出 全部 所有 清单 列表 一览 都有哪些 哪些",
        "MULTI": "多少",
        "ASK": "情况 总体情况 情形 状况 怎么样 怎样 如何 数据 严重 是什么 怎么回事 什么样 哪支 哪台 哪套 哪份",
    }
)
# Words that change nothing.
FILLERS = (
    "发现 放 放在 一路走来 支撑 已有 类 本机 开始 图 候选 往 同一 数 别 别的 其他 其它 另外 另一个 标明 注明 开展 出现 发生 属于 提供 显示 查看 打开 讲 说 回答 给出 这边 那边 这里 那里 一起 分别 先看 麻烦 劳驾 您好 你好 我要 我想问 想问 问一下 问 需要看 要看 主要 大概 大约 通常 一般 一直 总是 经常 常常 又是 还是 或者 以及 按照 依照 依 以 其余 剩下 剩下的 尚 仍 仍然 仍有 所有的 全部的 整体 总体 总的 大家 人 事 事情 件 该 此 本 处 地方 方 该站 该仪器 一项 一条 一份 几项 几种 几家 几台 几支 有人 列 列一下 列出来 汇报 报告一下 概括 简单 详细 历次 次数 直接 间接 实际 真 真的 确实 应当 必须 总数 合计 目前的 现在的 今 昨 拿 用到 用来 靠 凭 据 看下 看一看 瞧瞧 说说 讲讲 谈谈 说一下 说明一下 如下 以下 以上 左右 期间 内的 中的 里的 上的 下的 的 了 吗 呢 吧 啊 呀 么 请 请问 一下 我 我们 你 您 想 想知道 知道一下 帮 帮我 看 看看 查 查查 告诉我 "
    "给我 给 有 是 在 由 被 把 和 与 跟 及 同 或 以及 到 至 于 对 对于 关于 按 按照 根据 从 自 将 要 会 能 "
    "可以 应该 应 该 需要 需 得 都 也 还 还有 又 就 才 再 已 已经 曾 曾经 正 正在 现在 目前 当前 当时 那时 "
    "时 时候 的时候 那天 当天 这 这个 这些 那 那些 它 其 其中 之间 之 里 里面 中 上 下 内 前 后 起 以来 "
    "什么 什么时候 何时 哪 哪个 哪些 哪几 哪几个 哪几条 哪里 哪儿 哪家 几个 几条 几 多大 多长 多久 怎样 怎么 "
    "怎么样 如何 怎么办 是否 有没有 是不是 能不能 可不可以 如果 假如 若 要是 的话 万一 只 最 很 比较 特别 "
    "比 各 各个 每 每个 某 某个 任何 全网 全区 全 整个 一共 总共 个 条 份 台 套 支 家 项 次 名 位 "
    "及其 包括 连同 还在 还要 谁在什么时候 这时 今后 以后 之后 一些 哪种 此 互相 彼此 明 写明 就是 到底 "
    "究竟 具体 目前为止 为止 截至 截止 截止到 时间 日期 那么 但 但是 而 而且 并 并且 比如 例如 先 先后 出 "
    "出来 来 去 做 用 过 不 没问题吧 谢谢 现有 存在 呈 进行 方面 相关 有关 之类 上面 下面 一个 两个 哪一个 "
    "对象 东西 可 可能 指 疑似 快 即将 快要 马上 现行 有效 本 我局 我区 我们局 本局 编号 号 站上 自己 它们 两者 二者 俩 "
    "? ？ ! ！ , ， . 。 、 ; ； : ： … “ ” \" ' ‘ ’ （ ） ( ) 「 」 《 》 【 】 — - ~ ～ / ·"
).split()
# Other words for the kinds of the ontology, besides their titles.
KIND_WORDS = MappingProxyType(
    {
        "Station": "站 台站 观测站 气象站 站点 测站",
        "Instrument": "仪器型号 仪器 设备 传感器 装备",
        "MeasurementStandard": "标准 计量标准 标准器 标准装置",
        "Calibration": "检定 校准 检定校准 标定 定标",
        "Certificate": "证书 检定证书 校准证书",
        "Accreditation": "认可 实验室认可 资质",
        "Document": "文件 规程 手册 程序文件 制度 指导书",
        "DocumentVersion": "文件 文件版本",
        "Unit": "单位 气象局 局 机构 中心",
        "Incident": "事件单 工单",
        "Issue": "问题",
        "Process": "过程 业务过程 流程",
        "Step": "步骤",
        "System": "系统 业务系统",
        "Task": "任务 工作任务",
        "Milestone": "节点 里程碑",
        "Clause": "条款 标准条款",
        "Interface": "接口",
        "InstrumentModel": "型号",
        "Batch": "批次",
    }
)
# What a rule of coverage asks of a kind, as it is called where it is wanting.
RULE_WORDS = MappingProxyType(
    {
        "process-lead": "主责单位 主责 牵头单位 责任单位 负责单位 人负责 人管 单位负责 主管单位",
        "process-procedure": "程序 程序文件 规程 文件 依据文件 制度",
        "process-record": "记录",
        "process-supervisor": "监督单位 人监督 监督",
        "process-result": "结果 审核结果",
        "step-responsible": "何人 责任人 负责人 人负责",
        "step-document": "依据文件 文件",
        "step-record": "记录",
        "station-operator": "运行单位 责任单位 单位负责 人管 人负责",
        "station-position": "站址 位置 坐标 经纬度",
        "station-class": "台站类别 类别",
        "instrument-calibration": "检定校准 检定 校准 有效检定 有效的检定 有效的检定校准 有效检定校准 有效校准",
        "instrument-admission": "准入 业务准入",
        "calibration-standard": "计量标准 标准 所用标准 所用计量标准",
        "calibration-certificate": "证书 检定证书",
        "calibration-accreditation": "认可 资质",
        "calibration-procedure": "规程 程序文件 依据规程",
        "standard-calibration": "检定校准 检定 校准 有效检定 有效的检定 有效的检定校准 有效检定校准 溯源",
        "clause-document": "程序文件 文件 文件落实 落实 落实文件 实施文件",
        "task-lead": "牵头单位 牵头 责任单位 负责单位 人负责 单位负责 人牵头",
        "task-deadline": "期限 截止日期 时限",
        "task-product": "产出 成果",
        "system-integrated": "融入",
        "system-monitored": "受监控 监控 被监控",
        "system-operator": "运行单位 责任单位 人管 人负责",
        "system-admission": "准入 业务准入",
    }
)
LEVEL_WORDS = MappingProxyType(
    {
        "national": "国家 国家级 全国 中国气象局一级 国家局",
        "region": "自治区 自治区级 省级 省 区局 区级",
        "league": "盟市 盟市级 地市 市级 盟市局 盟 地市级",
        "banner": "旗县 旗县级 县级 旗县局 旗",
        "station": "台站级 站级",
    }
)
# Codes of observed quantities by what people call them, best known first.
VARIABLES = MappingProxyType(
    {
        "PRS": "气压 本站气压 压力",
        "TEM": "气温 温度",
        "RHU": "相对湿度 湿度",
        "WIN": "风速 风 风向风速",
        "PRE": "降水 降水量 雨量",
        "GST": "地温 0cm地温 地面温度",
        "SSD": "日照 日照时数",
        "VIS": "能见度",
    }
)
ISSUE_WORDS = MappingProxyType(
    {
        "availability": "可用性 到报 缺报 到报率",
        "timeliness": "及时性 迟报 及时率 逾限",
        "quality": "数据质量",
        "metadata": "元数据",
    }
)


def kind_tag(label: str) -> str:
    """The tag of a word for a kind of node."""
    return f"kind:{label}"


@cache
def lexicon() -> dict[str, frozenset[str]]:
    """Every word with its tags; a filler has none."""
    found: dict[str, set[str]] = {word: set() for word in FILLERS}

    def add(tag: str, words: str) -> None:
        for word in words.split():
            found.setdefault(word, set()).add(tag)

    for tag, words in CONCEPTS.items():
        add(tag, words)
    for label, kind in NODE_KINDS.items():
        add(kind_tag(label), kind.title_zh)
        add(kind_tag(label), KIND_WORDS.get(label, ""))
    for prefix, titles, more in (
        ("level", LEVELS, LEVEL_WORDS),
        ("state", COVERAGE_STATES, {"one_way": "单向的", "outdated": "已过时 过时 版本过时",
            "not_stated": "没人说明 无人说明 没有人说明 没人提到", "expired": "失效"}),
        ("issue", ISSUE_KINDS, ISSUE_WORDS),
        ("check", FIVE_CHECKS, {}),
    ):
        for code, (title, _) in titles.codes.items():
            add(f"{prefix}:{code}", title.replace(" ", ""))
            add(f"{prefix}:{code}", more.get(code, ""))
    add("state:declared_absent", "声明没有接口")
    for edge in EDGE_KINDS.values():
        if edge.title_zh not in FILLERS:
            add(f"relation:{edge.type}", edge.title_zh)
    for kind in NODE_KINDS.values():
        for prop in kind.properties:
            if len(prop.title_zh) > 1 and prop.title_zh not in FILLERS:
                add(f"property:{prop.name}", prop.title_zh)
    for tag, table in (("rule", RULE_WORDS), ("variable", VARIABLES)):
        for code, words in table.items():
            add(f"{tag}:{code}", words)
    return {word: frozenset(tags) for word, tags in found.items()}
