"""A sample province with systems and data sets of several security levels, joined to the rest."""

from __future__ import annotations

from pathlib import Path

TABLES = {
    "systems": (
        "system_id,name_zh,level,operated_by,integrates_into,replaces,monitored_by,security_level\n"
        "MDOS,气象资料业务系统,region,SYN甲,天镜,CIPAS,PUB;LESS,三级\n"
        "天镜,天镜,region,SYN甲,天镜·内蒙古,,,第二级\n"
        "天镜·内蒙古,天镜·内蒙古,region,SYN甲,,,PUB,一级\n"
        "CIPAS,气候预测系统,region,SYN甲,,,天镜,特级\n"
        "PUB,公共服务网,region,SYN甲,,LESS,,公开\n"
        "LESS,未定级平台,region,SYN甲,CIPAS,,,\n"
    ),
    "datasets": (
        "dataset_id,name_zh,resource_id,security_level,variables,delivered_to\n"
        "DS-HOUR,地面逐小时资料集,R-HOUR,内部,PRS,SYN甲\n"
        "DS-DAY,地面日值资料集,R-DAY,一般数据,PRS,SYN甲\n"
        "DS-OPEN,地面公开资料集,R-OPEN,公开,PRS,SYN甲\n"
    ),
    "alarms": (
        "system_id,alarm_id,raised,cleared,subject_kind,subject_id,text\n"
        "MDOS,A1,2018-06-01,2018-06-02,Station,50425,MDOS 报到报缺测\n"
        "天镜,A2,2018-06-03,2018-06-04,Station,50425,缺报\n"
        "PUB,A3,2018-06-05,2018-06-06,Station,50425,公共服务网报缺报\n"
    ),
}
"""Import tables; all in them is made up."""
SEEN = {
    "internal": {
        "MDOS",
        "天镜",
        "天镜·内蒙古",
        "CIPAS",
        "PUB",
        "LESS",
        "DS-HOUR",
        "DS-DAY",
        "DS-OPEN",
    },
    "cooperating": {"天镜", "天镜·内蒙古", "PUB", "LESS", "DS-DAY", "DS-OPEN"},
    "public": {"天镜·内蒙古", "PUB", "LESS", "DS-OPEN"},
}
"""What each class sees, written down apart from the table in `ontology/security.py`."""
CALLED = {
    "MDOS": ("MDOS", "气象资料业务系统"),
    "天镜": ("天镜",),
    "CIPAS": ("CIPAS", "气候预测系统"),
    "DS-HOUR": ("DS-HOUR", "地面逐小时资料集"),
    "DS-DAY": ("DS-DAY", "地面日值资料集"),
}
"""By what the elements that some do not see are named in answers."""


def write_tables(folder: Path) -> Path:
    """The tables as files in a folder."""
    folder.mkdir(parents=True)
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def leaked(text: str, user_class: str) -> list[str]:
    """Which elements a text names that the class does not see; found by plain search."""
    rest = text.casefold().replace("天镜·内蒙古", "")
    hidden = sorted(set(CALLED) - SEEN[user_class])
    return [name for key in hidden for name in CALLED[key] if name.casefold() in rest]
