"""`suyuan what-if`: any question on what is and on what would be, and the rows that differ."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.options import AsOf, English, Given, KnownAt, command, opened


@command
def what_if(
    given: Given,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="情景名 / name of a scenario")
    ] = None,
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION", help="问题 / question")
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="ELEMENT|NAME=VALUE", help="参数 / parameters"),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="列出情景 / list the scenarios")] = False,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    english: English = False,
) -> None:
    """假设：若…则答案如何变，不写台账 / ask under assumed changes; the ledger is not touched."""
    from dashboard.assuming import assumed
    from dashboard.render import as_json
    from dashboard.render.scenario_table import difference_json, print_difference, print_scenarios
    from dashboard.scenarios import scenario_files, scenario_titles

    if listed or name is None or question is None:
        titles = scenario_titles(scenario_files(given.settings.home))
        if given.as_json:
            typer.echo(as_json.dumps(titles))
        else:
            print_scenarios(titles)
        return
    with opened(given) as workspace:
        found = assumed(workspace, name, question, values or [], as_of=as_of, known_at=known_at)
    if given.as_json:
        typer.echo(as_json.dumps(difference_json(found)))
    else:
        print_difference(found, english=english)
