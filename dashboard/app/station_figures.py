"""The maps and the timeline of stations for print: what is on the screen, with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.app.prints import Picture, figure
from dashboard.app.session import Session
from dashboard.app.station_map import HEIGHT, borders_told
from dashboard.render.map_svg import map_svg
from dashboard.render.spots import Spot, frame_of
from dashboard.render.station_timeline import Bar
from dashboard.render.text import moment
from dashboard.render.timeline_svg import timeline_svg
from queries import Result


def map_figure(
    session: Session,
    key: str,
    spots: Sequence[Spot],
    facts: Sequence[tuple[str, str]],
    *,
    width: int = 1200,
) -> None:
    """Buttons for a map; nothing where it has no point."""
    if spots:
        title = session.say("站址图", "map of positions")
        borders = borders_told(session, frame_of(spots, width, HEIGHT))
        told = [(session.say("界线", "borders"), borders)] if borders else []
        drawing = Picture(title, lambda: map_svg(spots, width, HEIGHT), [*facts, *told])
        figure(session, key, drawing)


def timeline_figure(
    session: Session, bars: Sequence[Bar], as_of: str, facts: Sequence[tuple[str, str]]
) -> None:
    """Buttons for the timeline of a station."""
    title, lang = session.say("时间线", "timeline"), session.view.lang
    drawing = Picture(title, lambda: timeline_svg(bars, as_of, lang), facts)
    figure(session, "timeline", drawing)


def basis(
    session: Session, results: Sequence[Result[object]], certainties: Iterable[str], *more: str
) -> list[tuple[str, str]]:
    """Of which day a figure is, which sources it rests on, how much of it is synthetic.

    `certainties`: of what is drawn. `more`: what is said first, such as of what it is.
    """
    drawn = list(certainties)
    made_up = drawn.count("synthetic")
    sources = sorted({one.source_id for result in results for one in result.claims.values()})
    facts = [
        (session.say("图中", "drawn"), session.joined(filter(None, more))),
        (session.say("所画之日", "day drawn"), moment(results[0].as_of)),
        (session.say("来源", "sources"), session.joined(sources)),
    ]
    if made_up:
        told = session.say(
            f"{made_up:,} / {len(drawn):,} 项为合成，不是任何真实设备的记录",
            f"{made_up:,} of {len(drawn):,} are synthetic, no records of real equipment",
        )
        facts.append((session.say("合成", "synthetic"), told))
    return [(title, value) for title, value in facts if value]
