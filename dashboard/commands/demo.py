"""`suyuan demo`: the sample province, loaded and traced, and what to try next."""

from __future__ import annotations

import os
from dataclasses import replace

import typer

from dashboard.options import Given, command, opened


@command
def demo(given: Given) -> None:
    """示例：一条完整的溯源，再打开网页 / load the sample, print a traced answer, serve it."""
    from dashboard import demonstrating as show
    from dashboard.answering import answer
    from dashboard.render import as_json
    from dashboard.render.demo import print_demo
    from dashboard.render.load_tables import outcome_json, print_outcome
    from dashboard.render.progress import LoadProgress

    home = show.demo_home(given.home, os.environ)
    with opened(replace(given, home=home), create=True) as workspace:
        folder = show.sample_folder(home)
        with LoadProgress(quiet=given.as_json) as watch:
            outcome = show.load_sample(workspace, folder, watch)
        if not outcome.clean and not given.as_json:
            print_outcome(outcome)
        result = answer(workspace, "trace", [show.ISSUE])
    if given.as_json:
        content = as_json.answer(result) | {"synthetic": True, "load": outcome_json(outcome)}
        typer.echo(as_json.dumps(content))
    else:
        print_demo(folder, outcome, result, show.next_steps(home, show.program()))
    if outcome.clean and not given.as_json and show.watched(os.environ):
        from dashboard.serving_pages import serve_pages

        serve_pages(replace(given, home=home), port=0)
    raise typer.Exit(0 if outcome.clean else 1)
