"""The files of the sample: one data resource each, with the table it fills and what it says."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.sample import dataset_rows, life_rows, practice_rows, rows
from loaders.sample import management_rows as loop
from loaders.sample.rows import Row


@dataclass(frozen=True, slots=True)
class Resource:
    """A table file; `stem` is its path without `.csv`."""

    stem: str
    row: type[Row]
    zh: str
    en: str

    @property
    def path(self) -> str:
        """Where it stands in the package."""
        return f"{self.stem}.csv"

    @property
    def name(self) -> str:
        """Its name as a data resource, which is also the id of the source."""
        return self.stem.replace("/", "-").replace("_", "-")


RESOURCES = (
    Resource("real/units", rows.Unit, "建设方案中的单位；方案未点名的盟市气象局为推断",
             "units of the regional plan; league bureaus it does not name are inferred"),
    Resource("real/unit_links", rows.Unit, "由名称推断的隶属关系和区划",
             "superiors and areas inferred from the names"),
    Resource("real/stations", rows.Station, "2016 年国家级地面气象观测站名录",
             "the national list of surface stations of 2016"),
    Resource("real/station_links", rows.Station, "由站名和站号推断的区划与 WIGOS 标识",
             "areas and WIGOS ids inferred from names and numbers"),
    Resource("real/locations", rows.Location, "名录中的站址（度分换算为十进制度）",
             "positions of the list, degrees and minutes as decimal degrees"),
    Resource("real/processes", rows.Process, "建设方案的 38 个过程与接口表中的 8 个国家级过程",
             "the 38 processes of the plan and 8 national ones of its interface table"),
    Resource("real/interfaces", rows.Interface, "建设方案表 4 的国省接口，每个方向一行",
             "table 4 of the plan, one row for each direction"),
    Resource("generated/units", rows.Unit, "旗县气象局、实验室、公司（合成）",
             "banner bureaus, laboratories, companies"),
    Resource("generated/stations", rows.Station, "运行单位与状态；合成站",
             "operators and status; made-up stations"),
    Resource("generated/former_operators", rows.Station, "2016 年底以前的运行单位（合成）",
             "operators until the end of 2016"),
    Resource("generated/locations", rows.Location, "合成站的站址；合成的小距离迁移",
             "positions of made-up stations; made-up moves of less than a kilometre"),
    Resource("generated/instruments", rows.Instrument, "仪器（合成）", "instruments"),
    Resource("generated/deployments", rows.Deployment, "布设（合成）", "deployments"),
    Resource("generated/calibrations", rows.Calibration, "检定校准（合成）", "calibrations"),
    Resource("generated/certificates", rows.Certificate, "证书（合成）", "certificates"),
    Resource("generated/standards", rows.Standard, "四级计量标准（合成）",
             "four levels of measurement standards"),
    Resource("generated/accreditations", rows.Accreditation, "实验室认可（合成）",
             "accreditations of laboratories"),
    Resource("generated/events", rows.Event, "维护与事件（合成）", "visits and events"),
    Resource("generated/issues", rows.Issue, "数据质量问题（合成）", "data-quality issues"),
    Resource("generated/incidents", rows.Incident, "事件单，每个状态一行（合成）",
             "incidents, one row for each state"),
    Resource("generated/improvement_issues", rows.Issue,
             "采取纠正措施的问题，2025 年（合成）", "issues acted against, of 2025"),
    Resource("generated/improvement_incidents", rows.Incident,
             "其事件单与起因类别（合成）", "their incidents and cause classes"),
    Resource("generated/improvement_nonconformities", rows.Nonconformity, "不合格（合成）",
             "nonconformities"),
    Resource("generated/improvement_actions", rows.Action, "纠正措施（合成）",
             "corrective actions"),
    Resource("generated/processes", rows.Process, "盟市级过程（合成）", "league-level processes"),
    Resource("generated/interfaces", rows.Interface, "区盟接口（合成）",
             "interfaces of region and league"),
    Resource("generated/documents", rows.Document, "体系文件与规程的版本（合成）",
             "versions of documents and procedures"),
    Resource("generated/document_reviews", rows.DocumentReview, "文件评审 留废改立（合成）",
             "document reviews"),
    Resource("generated/feedback", loop.Feedback, "用户反馈，2025 年（合成）",
             "feedback of users, of 2025"),
    Resource("generated/requirements", loop.Requirement, "数据需求与其修订（合成）",
             "data requirements and their revisions"),
    Resource("generated/objectives", loop.Objective, "质量目标，由国家分解到盟市（合成）",
             "quality objectives, refined from nation to league"),
    Resource("generated/indicators", loop.Indicator, "指标与所衡量的目标或需求（合成）",
             "indicators, with the objective or requirement they measure"),
    Resource("generated/indicator_processes", loop.Indicator, "指标所衡量的过程（合成）",
             "the processes that indicators measure"),
    Resource("generated/indicator_values", loop.IndicatorValue, "指标值，按单位与时段（合成）",
             "values of indicators by unit and period"),
    Resource("generated/risks", loop.Risk, "风险与机遇（合成）", "risks and opportunities"),
    Resource("generated/management_reviews", loop.ManagementReview, "管理评审（合成）",
             "management reviews"),
    Resource("generated/audits", loop.Audit, "内部审核方案（合成）",
             "the programme of internal audits"),
    Resource("generated/findings", loop.Finding, "审核发现（合成）", "findings of audits"),
    Resource("generated/audit_nonconformities", rows.Nonconformity, "审核发现的不合格（合成）",
             "nonconformities that audits found"),
    Resource("generated/audit_actions", rows.Action, "对审核发现的措施（合成）",
             "actions against what audits found"),
    Resource("generated/trainings", loop.Training, "培训（合成）", "trainings"),
    Resource("generated/suppliers", loop.Supplier, "外部供方与评价（合成）",
             "external providers and their evaluation"),
    Resource("generated/management_documents", rows.Document, "因反馈修订的程序文件（合成）",
             "the procedure that was changed after feedback"),
    Resource("generated/management_nonconformities", rows.Nonconformity,
             "指标未达标的不合格（合成）",
             "nonconformities of indicators that missed their target"),
    Resource("generated/management_actions", rows.Action, "对它们与风险的措施（合成）",
             "actions against these and against risks"),
    Resource("generated/environment", life_rows.EnvironmentSurvey, "探测环境调查（合成）",
             "surveys of the surroundings of stations"),
    Resource("generated/equipment_states", life_rows.EquipmentState,
             "气压传感器的全寿命状态（合成）", "stages of the lives of barometers"),
    Resource("generated/station_changes", life_rows.StationChange, "台站变动的申请与批准（合成）",
             "changes of stations, applied for and approved"),
    Resource("generated/systems", dataset_rows.System, "数据经过的业务系统（合成）",
             "systems that the data pass through"),
    Resource("generated/datasets", dataset_rows.Dataset, "数据集与接收单位（合成）",
             "data sets and who receives them"),
    Resource("generated/products", dataset_rows.Product, "产品与接收单位（合成）",
             "products and who receives them"),
    Resource("generated/flows", dataset_rows.Flow, "数据流，采集至产品服务五个环节（合成）",
             "data flows, in five stages from collection to services"),
    Resource("generated/steps", practice_rows.Step, "过程的步骤（合成）", "steps of processes"),
    Resource("generated/records", practice_rows.Record, "证明步骤的记录（合成）",
             "records that prove steps"),
    Resource("generated/tasks", practice_rows.Task, "体系运行计划的任务（合成）",
             "tasks of the plan of the year"),
    Resource("generated/practice_documents", rows.Document, "设定这些任务的计划（合成）",
             "the plan that sets these tasks"),
    Resource("generated/alarms", practice_rows.Alarm, "系统与仪器的告警（合成）",
             "alarms on systems and an instrument"),
    Resource("generated/admissions", practice_rows.Admission, "业务准入（合成）",
             "admissions of a model and of systems"),
)  # fmt: skip
