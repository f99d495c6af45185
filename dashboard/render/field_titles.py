"""Titles of the fields of answers, for a table that knows nothing of its question.

One word for one field, whatever question it is of; in English the field's own name is the word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from types import MappingProxyType

_ZH = """
about 所涉 | action 措施 | action_type 措施类别 | actions 措施数 | after 之后 | against 比较对象
alike 相似 | area 区划 | assigned 处理单位 | authority 权威次序 | basis 依据 | before 之前
audit 审核 | auditors 审核单位
began 开始 | begin 自哪天
branch 布设 | by 由 | candidate 疑问 | candidates 文件给出的 | capacity 月能力
cause 原因 | cause_class 原因类别 | certainty 确定性 | change 变化 | changed 变动于 | check 检查项
chains 链数 | checked 已核 | claims 断言 | classes 类别 | clauses 条款 | code 代码 | compared 可比
confirmed 已确认 | conflict 矛盾 | conflicting 有矛盾的 | conflicts 矛盾数 | corrected 已更正
counted_from 数据出处
covered 已覆盖 | cumulative 累计 | date 日期 | day 日期 | days 天数 | decided 已裁定为
decided_on 裁定于 | deciders 裁定人 | defect 缺陷 | defect_since 缺陷始于 | defective 有缺陷
definition 定义 | denominator 分母
depth 层数 | detail 说明 | difference 相差 | direction 方向 | disposition 处置 | disputed 裁定不一
distance_km 相距（km） | document 文件 | done 完成 | done_on 完成于 | due 期限 | effect 效果
element 对象 | elements 对象数 | elevation_m 海拔（m） | ended 结束 | escalation 上溯
evidence 证据 | examples 例 | expected 应有 | explained_by 解释 | explains 能解释的
explanation 说明 | facts 事实 | family 来源类 | file 文件名 | fine 正常的 | fine_stations 正常的台站
first 一方 | first_name 一方名称 | first_wigos_id 一方 WIGOS 标识
former_line 旧址所在行 | forwarded 已转办 | group 分组 | group_name 分组名称
height_difference_m 高差（m） | hidden 未列 | hop 环节 | how 方式 | hypotheses 假设 | in_force 在用
indicator 指标 | instrument 仪器 | interfaces 接口 | issue 问题 | issues 问题数
issues_after 之后的问题 | issues_asked 所问问题 | issues_before 之前的问题 | item 事项 | items 项数
kind 种类 | lag_days 滞后（天） | latitude 纬度 | lead 主责单位 | league 盟市
league_name 盟市名称 | left_on 旧址至
level 层级 | link 断于 | lift 提升 | likelihood 可能性 | line 行 | longitude 经度 | lower 下级
matched 符合之处 | measure_unit 计量单位 | measures 衡量 | mention 待定名称 | missing 缺
month 月份 | months 月数 | name 名称 | name_en 英文名 | named 点名的 | neighbours 邻近
node_kind 种类 | nonconformities 不符合 | nonconformity 不合格 | not_applicable 不适用
not_held 未存 | number 编号 | numerator 分子 | objectives 目标 | obligation 约束
of 所属 | of_kind 所属种类
open 待定 | opened 开出 | order 次序 | other 对方 | outdated 依据已变 | overdue 超期 | p p 值
p_alone 单独 p 值 | parent 上一环节 | part 部分 | passed 合格 | past 已过 | path 路径 | paths 路径数
period 时段 | place 位置 | places 处数 | plan 方案 | preferred 首选 | present 已有
printed 原文日期 | process 过程 | proof 证明 | proofs 证据数 | property 属性
proposals 相近的 | province 省区
planned 计划于 | processes 各过程
q q 值 | rank 名次 | rate 比率 | reason 理由 | reasons 理由 | recorded_at 记录于 | references 引用数
related 相关单位 | relation 关系 | release 版次 | resolved 应写为 | remedy 补救 | required 应有
result 结果 | retracted_at 撤回于 | review 评审 | review_due 下次复核 | reviewed 确认于 | risk 风险
replaced_by 代之以 | risk_reason 风险更新说明 | risk_type 风险类别 | risk_update 风险更新
risks 所更新的风险
role 角色 | rule 规则 | sample 例 | says 内容 | score 得分 | second 另一方 | second_name 另一方名称
second_wigos_id 另一方 WIGOS 标识 | serial 序列号 | settled 已消失 | severity 严重度 | share 占比
shared 共有 | sharing 共有的 | similarity 相似度 | since 自 | source 出处 | source_id 来源
sources 来源 | state 状态 | states 各状态 | station 台站 | station_name 站名 | stations 台站数
standing 当时
status 状态 | step 步 | steps 上溯级数 | subject 所涉对象 | successors 接替者 | support 支持
target 目标值 | term 条款或要素 | test 检查 | things 对象数 | threatens 威胁 | through 经由
title 标题 | to 现在 | to_name 现在单位 | topic 议题 | total 合计 | treatment 应对 | trend 趋势
trouble 毛病 | type 类型 | unit 单位 | unit_name 单位名称 | units 单位 | unknown 未知 | until 至
unverified 关闭而未验证有效
upper 上级 | valid_from 自 | valid_to 至 | verdict 结论 | value 值 | values 值 | variable 要素
verdict_claims 裁定断言 | verdicts 裁定 | via 经由 | what 种类 | when 何时 | wigos_id WIGOS 标识
"""
TITLES = MappingProxyType(
    {
        name: title
        for pair in _ZH.replace("\n", "|").split("|")
        if pair.strip()
        for name, _, title in [pair.strip().partition(" ")]
    }
)
"""The Chinese word for each field; of a field in two languages without its ending."""


def field_title(name: str, *, english: bool = False) -> str:
    """What stands above a column; the name of the field where there is no word for it."""
    return name.replace("_", " ") if english else TITLES.get(name, name)


def headings(names: Iterable[str], *, english: bool = False) -> list[str]:
    """What stands above columns; a title that comes again is numbered, so that none is lost."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        title = field_title(name, english=english)
        seen[title] += 1
        found.append(title if seen[title] == 1 else f"{title} {seen[title]}")
    return found
