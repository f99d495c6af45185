"""台站与仪器: all stations on a map with their conflicts; one station with all that is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from dashboard.app import broken_chains, calibrations_due
from dashboard.app import station_tables as tables
from dashboard.app.acting import tell
from dashboard.app.page import Page
from dashboard.app.reconciliation import progress
from dashboard.app.session import Session, literal
from dashboard.app.station_figures import basis, map_figure, timeline_figure
from dashboard.app.station_map import station_map
from dashboard.app.tables import table
from dashboard.app.verdict_forms import on_conflicts, on_identities
from dashboard.render.spots import Spot
from dashboard.render.station_timeline import bars, chart
from dashboard.render.text import moment, plain
from ontology import key_text
from ontology.derive.legend import BLUE, GREY, ORANGE, VERMILLION
from queries import Result
from queries.conflicts import ConflictRow
from queries.identity_candidates import CandidateRow
from queries.station_claims import StationClaimRow
from queries.station_equipment import EquipmentRow
from queries.stations import StationRow

KEYS = (
    "station", "text", "due", "overdue", "conflicts", "progress", "broken", *broken_chains.KEYS,
)  # fmt: skip
PLACES = 480
"""Pixels that the map of one station is wide, about."""
MOST = 1000
"""Stations that are drawn and listed at most; how many more there are is said."""


def draw(session: Session) -> None:
    """The station in the address; without one, the list that it names, or all stations."""
    station = session.view.params.get("station", "")
    if station:
        _one(session, station if station.startswith("station:") else f"station:{station}")
    elif session.view.params.get("overdue") == "yes":
        _back(session)
        calibrations_due.overdue(session)
    elif session.view.params.get("broken") == "yes":
        _back(session)
        broken_chains.broken(session)
    elif session.view.params.get("conflicts") == "yes":
        _back(session)
        found = session.ask("conflicts").rows
        tables.conflicts(
            session, [r for r in found if isinstance(r, ConflictRow)], names=_names(session)
        )
    else:
        _all(session)


def _names(session: Session) -> dict[str, str]:
    """The name of each station by its id."""
    rows = session.ask("stations").rows
    return {row.station: row.name or row.name_en for row in rows if isinstance(row, StationRow)}


def _back(session: Session) -> None:
    session.link("stations", session.say("全部台站", "all stations"), icon=":material/map:")


def _mend(session: Session, station: str) -> None:
    """A field for the number of a station where the address names one that nobody knows."""
    number = station.partition(":")[2]
    wanted = st.text_input(session.say("站号", "number"), value=number, key="station-mend").strip()
    if wanted and wanted != number:
        session.keep(station=f"station:{wanted}")
        st.rerun()
    _back(session)


# All stations


def _all(session: Session) -> None:
    text = session.view.params.get("text", "")
    wanted = st.text_input(
        session.say("站号或站名", "number or name of a station"),
        value=text,
        placeholder=session.say("例如：50425", "for example: 50425"),
        key="station-text",
    ).strip()
    if wanted != text:
        session.keep(text=wanted)
        st.rerun()
    result = session.ask("stations", text=wanted)
    found = [row for row in result.rows if isinstance(row, StationRow)]
    open_conflicts = _conflicts_by_station(session)
    found.sort(key=lambda row: (-open_conflicts[row.station], row.station))
    st.subheader(
        session.say(
            f"{len(found):,} 个台站，矛盾最多的在前",
            f"{len(found):,} stations, those with most conflicts first",
        ),
        anchor=False,
    )
    if not found:
        st.info(session.say("没有这样的台站", "there is no such station"))
        return
    shown = found[:MOST]
    _unplaced(session, found)
    marked = session.say(
        "橙色黑边：有未裁定的矛盾", "orange with a black edge: conflicts that nobody judged"
    )
    legend = marked if any(open_conflicts[row.station] for row in shown) else ""
    spots = _spots(shown, open_conflicts)
    pressed = station_map(session, "all-stations", spots, legend)
    placed = {spot.id for spot in spots}
    drawn = [row.certainty for row in shown if row.station in placed]
    told = session.say(
        f"{len(spots):,} / {len(found):,} 个台站", f"{len(spots):,} of {len(found):,}"
    )
    map_figure(session, "stations-map", spots, basis(session, [result], drawn, told, legend))
    if pressed:
        session.go("stations", station=pressed)
    _list(session, shown, open_conflicts, len(found))
    label = session.say("检定超期的在用仪器", "instruments in use past their calibration")
    session.link("stations", label, icon=":material/event_busy:", overdue="yes")
    label = session.say("断开的溯源链", "broken chains")
    session.link("stations", label, icon=":material/link_off:", broken="yes")
    # Both read all stations, so they are asked once somebody wants them.
    if _wanted(session, "due", "一年内到期的检定校准", "calibrations due within a year"):
        calibrations_due.expiring(session)
    if _wanted(session, "progress", "各盟市核查进度", "reconciliation by league"):
        progress(session)


def _wanted(session: Session, key: str, zh: str, en: str) -> bool:
    """A switch for a further table, as the address has it."""
    before = session.view.params.get(key, "") == "yes"
    wanted = st.toggle(session.say(zh, en), value=before, key=key)
    if wanted != before:
        session.keep(**{key: "yes" if wanted else ""})
        st.rerun()
    return wanted


def _unplaced(session: Session, found: Sequence[StationRow]) -> None:
    count = sum(row.latitude is None for row in found)
    if count:
        st.text(
            session.say(
                f"□ {count:,} 个台站此时没有来源给出站址，图上没有，表中有",
                f"□ stations that no source places then: {count:,}; in the table, not on the map",
            )
        )


def _conflicts_by_station(session: Session) -> Counter[str]:
    """How many conflicts of each station nobody has settled."""
    rows = session.ask("conflicts").rows
    return Counter(
        row.subject for row in rows if isinstance(row, ConflictRow) and row.state == "open"
    )


def _spots(rows: Sequence[StationRow], conflicts: Counter[str]) -> list[Spot]:
    """Those with conflicts come last, so that they are drawn over the others."""
    return [
        Spot(
            row.station,
            row.longitude,
            row.latitude,
            _label(row),
            _label(row) + (f" ≠{conflicts[row.station]}" if conflicts[row.station] else ""),
            ORANGE if conflicts[row.station] else BLUE,
        )
        for row in sorted(rows, key=lambda row: conflicts[row.station])
        if row.longitude is not None and row.latitude is not None
    ]


def _label(row: StationRow) -> str:
    return f"{row.station.partition(':')[2]} {row.name}".strip()


def _list(
    session: Session, rows: Sequence[StationRow], conflicts: Counter[str], total: int
) -> None:
    columns = {
        "number": session.say("站号", "number"),
        "name": session.say("站名", "name"),
        "wigos": session.say("WIGOS 标识", "WIGOS identifier"),
        "conflicts": session.say("未裁定的矛盾", "open conflicts"),
        "latitude": session.say("纬度", "latitude"),
        "longitude": session.say("经度", "longitude"),
        "elevation": session.say("海拔（m）", "elevation (m)"),
        "source": session.say("站址依据", "position by"),
        "sources": session.say("给出站址的来源", "sources that place it"),
        "synthetic": session.say("合成", "synthetic"),
    }
    table(
        session,
        "stations",
        columns,
        [
            {
                "number": row.station.partition(":")[2],
                "name": row.name or row.name_en,
                "wigos": row.wigos_id,
                "conflicts": conflicts[row.station],
                "latitude": row.latitude,
                "longitude": row.longitude,
                "elevation": row.elevation_m,
                "source": row.source or session.say("□ 没有来源说明", "□ no source says so"),
                "sources": row.sources,
                "synthetic": session.say("合成", "yes") if row.certainty == "synthetic" else "",
            }
            for row in rows
        ],
        chosen=lambda n: session.go("stations", station=rows[n].station),
        total=total,
    )


# One station


def _one(session: Session, station: str) -> None:
    claims = session.ask("station-claims", lambda: _mend(session, station), station=station)
    equipment = session.ask("station-equipment", station=station)
    conflicts = [
        row
        for row in session.ask("conflicts", station=station).rows
        if isinstance(row, ConflictRow)
    ]
    said = _claimed(claims)
    _head(session, station, said, equipment)
    left, right = st.columns([2, 3])
    with left:
        _places(session, station, claims)
    with right:
        _timeline(session, station, claims, equipment)
    tell(session)
    tables.conflicts(session, conflicts)
    on_conflicts(session, conflicts)
    found = session.ask("identity-candidates", station=station).rows
    candidates = [row for row in found if isinstance(row, CandidateRow)]
    tables.candidates(session, candidates)
    on_identities(session, candidates)
    tables.claims(session, said)
    tables.issues(session, station)
    tables.equipment(session, equipment)


def _head(
    session: Session, station: str, said: Sequence[StationClaimRow], equipment: Result[object]
) -> None:
    names = [row.value for row in said if row.property == "name" and row.state == "preferred"]
    number = station.partition(":")[2]
    st.subheader(literal(plain(" ".join([number, *names[:1]]))), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        session.link("stations", session.say("全部台站", "all stations"), icon=":material/map:")
        session.link("trace", session.say("从这里溯源", "trace from here"), element=station)
        session.link("documents", session.say("全部关系", "all relations"), element=station)
        st.caption(literal(equipment.summary[session.view.english]))
    if any(row.certainty == "synthetic" for row in equipment.rows if isinstance(row, EquipmentRow)):
        st.warning(
            session.say(
                "含合成数据：标有“合成”的行不是任何真实设备的记录",
                "contains synthetic data: rows marked so are no records of real equipment",
            ),
            icon=":material/science:",
        )


def _places(session: Session, station: str, claims: Result[object]) -> None:
    """The places the sources give the station; former ones are grey, one place is one spot."""
    places: dict[str, list[StationClaimRow]] = {}
    said = [r for r in _claimed(claims) if r.property == "position"]
    for row in said:
        places.setdefault(row.value, []).append(row)
    spots = []
    for value, rows in places.items():
        latitude, longitude = map(float, value.split(","))
        differs = any(row.state == "differs" for row in rows)
        now = any(row.in_force for row in rows)
        spots.append(
            Spot(
                value,
                longitude,
                latitude,
                "\n".join(dict.fromkeys(_mark(row, session) for row in rows)),
                "\n".join([value, *(f"{_mark(row, session)} {row.source_id}" for row in rows)]),
                VERMILLION if differs else BLUE if now else GREY,
            )
        )
    station_map(session, f"places-{station}", spots, width=PLACES)
    drawn = [row.certainty for row in said]
    facts = basis(session, [claims], drawn, key_text(station))
    map_figure(session, "places", spots, facts, width=PLACES)


def _claimed(claims: Result[object]) -> list[StationClaimRow]:
    return [row for row in claims.rows if isinstance(row, StationClaimRow)]


def _mark(row: StationClaimRow, session: Session) -> str:
    """Whether the station stands, stood, or is said to stand there, and in which years."""
    if row.state == "differs":
        return session.say("≠ 不一致", "≠ differs")
    begin, end = moment(row.valid_from)[:4], moment(row.valid_to)[:4]
    word = session.say("现址", "now") if row.in_force else session.say("旧址", "former")
    return f"{word} {begin}–{end}" if begin or end else word


def _timeline(
    session: Session, station: str, claims: Result[object], equipment: Result[object]
) -> None:
    rows = [row for row in equipment.rows if isinstance(row, EquipmentRow)]
    said, as_of = _claimed(claims), claims.as_of
    found = bars(said, rows, session.view.lang)
    if not found:
        st.info(session.say("没有可画的时段", "there is no period to draw"))
        return
    st.vega_lite_chart(chart(found, as_of, session.view.lang), theme=None, key="timeline")
    periods = "1 period" if len(found) == 1 else f"{len(found):,} periods"
    st.caption(
        session.say(
            f"{len(found):,} 段；虚线为所问之日；两端不明者画到边上，全部见下表",
            f"{periods}; dashed: the day asked about; an unknown begin or end reaches "
            "the edge; all are in the tables below",
        )
    )
    places = [row.certainty for row in said if row.property == "position"]
    drawn = [*places, *(row.certainty for row in rows)]
    facts = basis(session, [claims, equipment], drawn, key_text(station))
    timeline_figure(session, found, as_of, facts)


PAGE = Page("stations", "台站与仪器", "Stations", ":material/location_on:", 50, draw, keys=KEYS)
