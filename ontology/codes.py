"""Code lists: the closed vocabularies of the domain, each with the standard it comes from."""

from __future__ import annotations

from ontology import improvement_codes, network_codes
from ontology.model import Certainty, CodeList

LEVELS = CodeList(
    "level",
    {
        "national": ("国家级", "national"),
        "region": ("自治区级", "region"),
        "league": ("盟市级", "league"),
        "banner": ("旗县级", "banner"),
        "station": ("台站", "station"),
        "external": ("外部", "external"),
    },
    "levels of the administration as its documents name them",
)
LEVEL_PAIRS = (("national", "region"), ("region", "league"), ("league", "banner"))

CERTAINTIES = CodeList(
    "certainty",
    {
        Certainty.STATED: ("陈述", "stated"),
        Certainty.INFERRED: ("推断", "inferred"),
        Certainty.SYNTHETIC: ("合成", "synthetic"),
    },
    "PROV-O, derivation",
)

HOP_STATES = CodeList(
    "hop_state",
    {
        "failed": ("不合格", "failed"),
        "suspect": ("可疑", "suspect"),
        "expired": ("超期", "expired"),
        "conflicting": ("矛盾", "conflicting"),
        "ambiguous": ("多解", "ambiguous"),
        "not_yet_valid": ("未生效", "not yet valid"),
        "missing": ("缺失", "missing"),
        "not_applicable": ("不适用", "not applicable"),
        "ok": ("正常", "ok"),
    },
    "VIM 2.42 read hop by hop; worst first",
)

COVERAGE_STATES = CodeList(
    "coverage_state",
    {
        "uncovered": ("应有而无", "uncovered"),
        "expired": ("已失效", "expired"),
        "outdated": ("版本过时", "outdated"),
        "predated": ("先于依据", "predated"),
        "ambiguous": ("指向不明", "ambiguous"),
        "orphaned": ("无所归属", "orphaned"),
        "duplicate": ("重复", "duplicate"),
        "one_way": ("单向", "one-way"),
        "not_yet_valid": ("未生效", "not yet valid"),
        "declared_absent": ("声明没有", "declared absent"),
        "not_stated": ("未说明", "not stated"),
        "covered": ("已覆盖", "covered"),
    },
    "states of requirement coverage, gaps first",
)

METADATA_STATES = CodeList(
    "metadata_state",
    {
        "missing": ("缺失", "missing"),
        "not_applicable": ("已说明无值", "a reason is given in its place"),
        "present": ("已有", "present"),
        "not_held": ("本图不收", "the graph has no place for it"),
    },
    "elements of WMO-No. 1192 as the graph answers them",
)

OBLIGATIONS = CodeList(
    "obligation",
    {
        "M": ("必备", "mandatory"),
        "C": ("有条件", "conditional"),
        "O": ("可选", "optional"),
    },
    "WMO-No. 1192, obligation of an element",
)

CHAIN_LINKS = CodeList(
    "chain_link",
    {
        "deployment": ("布设", "deployment"),
        "instrument": ("仪器", "instrument"),
        "serial": ("序列号", "serial number"),
        "calibration": ("检定校准", "calibration"),
        "certificate": ("证书", "certificate"),
        "standard": ("计量标准", "measurement standard"),
        "complete": ("完整", "complete"),
    },
    "the chain from a station to a measurement standard, in order; VIM 2.42",
)

FIVE_CHECKS = CodeList(
    "five_checks",
    {
        "responsible": ("有人负责", "someone is responsible"),
        "document": ("有章可循", "a document is in force"),
        "record": ("有据可查", "a record exists"),
        "supervisor": ("有人监督", "someone supervises"),
        "result": ("都有结果", "a result is recorded"),
    },
    "the five checks of every matter (凡事)",
)

CALIBRATION_RESULTS = CodeList(
    "calibration_result",
    {
        "outOfCalibration": ("不合格", "out of calibration"),
        "recalibrated": ("已重新校准", "recalibrated"),
        "inCalibration": ("合格", "in calibration"),
        "unknown": ("未知", "unknown"),
    },
    "WMO-No. 1192, 5-08-03",
)

SIGNATURE_STATES = CodeList(
    "signature_state",
    {
        "altered": ("签后被改", "altered after signing"),
        "invalid": ("签名无效", "invalid"),
        "not_verifiable": ("无法核对签署者", "signer cannot be verified"),
        "absent": ("没有签名", "not signed"),
        "valid": ("有效", "valid"),
    },
    "W3C XML Signature; the state `signature` of a certificate, worst first",
)

CALIBRATION_KINDS = CodeList(
    "calibration_kind",
    {
        "检定": ("检定", "verification"),
        "校准": ("校准", "calibration"),
        "标定": ("标定", "field calibration"),
        "定标": ("定标", "radiometric calibration"),
    },
    "VIM 2.39, 2.44 and the process list of the regional plan",
)

STANDARD_TYPES = CodeList(
    "standard_type",
    {
        "internationalSt": ("国际标准", "international standard"),
        "nationalSt": ("国家标准", "national standard"),
        "primarySt": ("基准", "primary standard"),
        "secondarySt": ("副基准", "secondary standard"),
        "referenceSt": ("参考标准", "reference standard"),
        "workingSt": ("工作标准", "working standard"),
        "transferSt": ("传递标准", "transfer standard"),
        "travellingSt": ("搬运式标准", "travelling standard"),
        "collectiveSt": ("集合标准", "collective standard"),
    },
    "WMO-No. 1192, 5-08-01; VIM 5.1-5.10",
)

DEPLOYMENT_ROLES = CodeList(
    "deployment_role",
    {"primary": ("主用", "primary"), "backup": ("备份", "backup")},
    "WMO-No. 1192, 5-14 (primary; the sensor that stands by is our own word)",
)

STATION_CLASSES = CodeList(
    "station_class",
    {
        "基准站": ("基准站", "reference station"),
        "基本站": ("基本站", "basic station"),
        "一般站": ("一般站", "general station"),
    },
    "classes of the national surface network",
)

ISSUE_KINDS = CodeList(
    "issue_kind",
    {
        "availability": ("可用性", "availability"),
        "timeliness": ("及时性", "timeliness"),
        "quality": ("数据质量", "quality"),
        "metadata": ("元数据", "metadata"),
    },
    "DQV dimensions as WDQMS uses them",
)

MONITORING_PERIODS = CodeList(
    "monitoring_period",
    {
        "six_hour": ("六小时", "six hours"),
        "daily": ("日", "day"),
        "monthly": ("月", "month"),
    },
    "WDQMS web tool user guide, section 4: days and months begin at 21 UTC of the day before",
)

INCIDENT_STATES = CodeList(
    "incident_state",
    {
        "open": ("打开", "open"),
        "incident": ("成为事件", "incident"),
        "under_investigation": ("调查中", "under investigation"),
        "in_progress": ("处理中", "in progress"),
        "resolved": ("已解决", "resolved"),
        "wont_fix": ("不处理", "will not be fixed"),
        "escalated": ("已升级", "escalated"),
        "reopened": ("重新打开", "reopened"),
        "closed": ("已关闭", "closed"),
    },
    "WIGOS data quality monitoring, incident management",
)

CAUSE_STANDINGS = CodeList(
    "cause_standing",
    {
        "proven_path": ("路径与缺陷俱在", "path and defect"),
        "path_only": ("只有路径", "path only"),
        "unproven": ("未证实", "unproven"),
    },
    "how far a cause is shown: a path to each symptom and a claimed defect on it before them; ours",
)

QC_CODES = CodeList(
    "qc_code",
    {
        "0": ("正确", "good"),
        "1": ("可疑", "suspect"),
        "2": ("错误", "wrong"),
        "3": ("有订正值", "corrected value present"),
        "4": ("已修改", "modified"),
        "7": ("无观测任务", "no observation task"),
        "8": ("缺测", "missing"),
        "9": ("未作质控", "not checked"),
    },
    "QC codes of Chinese surface data",
)

DOC_LEVELS = CodeList(
    "doc_level",
    {
        "1": ("质量手册", "quality manual"),
        "2": ("程序文件", "procedure"),
        "3": ("作业指导书", "work instruction"),
        "4": ("记录", "record"),
    },
    "ISO 9001:2015, 7.5",
)

REVIEW_VERDICTS = CodeList(
    "review_verdict",
    {
        "留": ("保留", "keep"),
        "废": ("废止", "withdraw"),
        "改": ("修改", "revise"),
        "立": ("新立", "create"),
    },
    "the document review 留废改立",
)

MENTION_REASONS = CodeList(
    "mention_reason",
    {
        "ambiguous": ("几个都符合", "several fit"),
        "unknown": ("不知所指", "not known"),
    },
    "why a printed name stands for nothing known; ours",
)

REQUIREMENT_OBLIGATIONS = CodeList(
    "requirement_obligation",
    {"M": ("必备", "mandatory"), "O": ("可选", "optional")},
    "WMO-No. 1192, obligations; what is mandatory and absent is uncovered, else not stated",
)

AUDIT_VERDICTS = CodeList(
    "audit_verdict",
    {
        "FAILED": ("不符合", "failed"),
        "NOT_STATED": ("无从判断", "not stated"),
        "PASSED": ("符合", "passed"),
    },
    "ISO 19011:2018, 6.4.8: findings of an audit",
)

PROCESS_KINDS = CodeList(
    "process_kind",
    {
        "Y": ("业务过程", "operational process"),
        "Z": ("支撑过程", "support process"),
        "G": ("管理过程", "management process"),
    },
    "ISO 9001:2015, 4.4",
)

INTERFACE_DIRECTIONS = CodeList(
    "interface_direction",
    {"up": ("上行", "up"), "down": ("下行", "down"), "both": ("双向", "both")},
    "direction of the items of an interface",
)

INTERFACE_STATES = CodeList(
    "interface_state",
    {"stated": ("已说明", "stated"), "declared_absent": ("声明没有", "declared absent")},
    "how a source speaks of an interface",
)

CONFLICT_CAUSES = CodeList(
    "conflict_cause",
    {
        "moved": ("迁站，仍用旧址", "former position"),
        "other_site": ("同号异址", "another site under the number"),
        "sign_slip": ("正负号颠倒", "sign slip"),
        "decimal_slip": ("小数点错位", "decimal slip"),
        "digit_transposition": ("相邻数字颠倒", "digit transposition"),
        "minutes_as_hundredths": ("分误作百分度", "minutes read as hundredths"),
        "wrong_digit": ("一位数字有误", "one wrong digit"),
        "not_updated": ("坐标或海拔未同步更新", "coordinate not updated"),
        "rounding": ("度分取整", "degree-minute rounding"),
        "unexplained": ("无法解释", "unexplained"),
    },
    "why sources contradict each other on a position, the best supported first; ours",
)

CONFLICT_VERDICTS = CodeList(
    "conflict_verdict",
    {
        "confirmed": ("已确认", "confirmed"),
        "corrected": ("已更正", "corrected"),
        "forwarded": ("已转办", "forwarded"),
    },
    "what a person made of a conflict between registries; ours",
)

IDENTITY_VERDICTS = CodeList(
    "identity_verdict",
    {"same": ("同一台站", "same"), "different": ("不同台站", "different")},
    "owl:sameAs, owl:differentFrom",
)

VERDICT_STATES = CodeList(
    "verdict_state",
    {
        "open": ("未裁定", "open"),
        "outdated": ("断言已变，待复核", "the claims have changed since"),
        "disputed": ("裁定不一", "persons differ"),
        **CONFLICT_VERDICTS.codes,
        **IDENTITY_VERDICTS.codes,
    },
    "where the verdicts of persons leave a conflict or a question of identity; ours",
)

ALL_CODES: dict[str, CodeList] = {
    value.name: value
    for value in (
        *list(globals().values()),
        *vars(improvement_codes).values(),
        *vars(network_codes).values(),
    )
    if isinstance(value, CodeList)
}
