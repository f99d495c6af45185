"""台站与仪器 in a real browser: the map asks nothing of the network, a row leads to the station."""

from __future__ import annotations

from browser.visiting import Visitor

MAP = '[data-testid="stDeckGlJsonChart"] canvas'


def test_the_map_of_all_stations_is_drawn_without_the_network(visitor: Visitor) -> None:
    visitor.open("/stations")

    visitor.page.locator(MAP).first.wait_for()
    visitor.reads("119 个点", "没有底图", "仅示意，不作划界依据", "ECharts 4.9.0")
    visitor.page.wait_for_timeout(2000)
    assert visitor.left == []


def test_a_row_leads_to_the_station_and_its_times(visitor: Visitor) -> None:
    visitor.open("/stations?text=50425")

    visitor.tick(1, lambda: visitor.parameter("station") == "station:50425")

    visitor.reads("各来源的说法")
    visitor.page.locator('[data-testid="stVegaLiteChart"]').first.wait_for()
    visitor.reads("段；虚线为所问之日")


def test_the_number_of_instruments_past_calibration_leads_to_them_and_on_to_a_trace(
    visitor: Visitor,
) -> None:
    visitor.open("/?as_of=2028-06-01")
    visitor.click('a[href*="overdue=yes"]')
    visitor.reads("检定超期的在用仪器 ·", "另有", "没有运行单位")

    visitor.tick(1, lambda: visitor.parameter("element").startswith("instrument:"))

    assert visitor.parameter("as_of") == "2028-06-01"
    visitor.reads("个环节")


def test_the_number_of_broken_chains_leads_to_them_and_on_to_a_trace(visitor: Visitor) -> None:
    visitor.open("/?as_of=2026-06-01")
    visitor.click('a[href*="broken=yes"]')
    visitor.reads("各盟市断在哪一环", "断开的溯源链 ·")
    visitor.page.get_by_text("证书", exact=True).first.click()
    visitor.until(lambda: visitor.parameter("link") == "certificate")

    visitor.tick(1, lambda: visitor.parameter("league") != "")
    visitor.reads("全部盟市")
    visitor.until(lambda: "各盟市断在哪一环" not in visitor.text)
    visitor.settle()
    visitor.tick(1, lambda: visitor.parameter("element").startswith("instrument:"))

    assert visitor.parameter("as_of") == "2026-06-01"
    visitor.reads("个环节")


def test_the_address_shows_a_station_at_a_time_in_english(visitor: Visitor) -> None:
    visitor.open("/stations?station=station:50425&as_of=2018-06-03&lang=en")

    visitor.reads("instruments and calibrations", "27 instruments over time")
    link = visitor.page.get_by_role("link", name="trace from here").get_attribute("href") or ""
    assert "as_of=2018-06-03" in link


def test_names_that_would_do_harm_are_texts_on_map_and_table(wary: Visitor) -> None:
    wary.open("/stations")
    wary.page.locator(MAP).first.wait_for()
    box = wary.page.locator(MAP).first.bounding_box()
    assert box is not None
    wary.page.wait_for_timeout(1500)
    wary.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    wary.page.wait_for_timeout(800)

    wary.open("/stations?station=station:S1")
    wary.reads("<img src=x")
