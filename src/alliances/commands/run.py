"""``alliances run``: simulate one world, say what happened, keep the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alliances.commands.request import Settings, Without, interrupted

if TYPE_CHECKING:
    from alliances.experiments.single_run import RunStatus
    from alliances.model.face.model import AllianceModel
    from alliances.model.world.scenario import Scenario

FAULT = 1
EXAMPLES = """Examples:

alliances run

alliances run hard-competition --seed 7 --out results/hard

alliances run --set trust.gain=0.2 --without learning_race --firms 1000

alliances run --policy my-grant.toml --out results/grant

alliances run my-scenario.toml --firms-file my-firms.csv --json
"""


@dataclass(frozen=True)
class Request:
    """What was asked for."""

    scenario: str
    parameters: Mapping[str, float]
    without: tuple[str, ...]
    seed: int
    quarters: int | None
    firms: int | None
    policy_files: tuple[Path, ...]
    firms_file: Path | None
    countries_file: Path | None
    out: Path | None
    check: bool
    quiet: bool
    command: list[str]


def run(
    context: typer.Context,
    scenario: Annotated[str, typer.Argument(help="A shipped scenario, or the path of a TOML file.")] = "default",
    settings: Settings = None,
    seed: Annotated[int, typer.Option(help="Seed of all random draws; the same seed gives the same world.")] = 1,
    quarters: Annotated[int | None, typer.Option(help="Quarters to run, instead of the scenario's.")] = None,
    firms: Annotated[int | None, typer.Option(help="Firms at the start, instead of the scenario's.")] = None,
    without: Without = None,
    policy: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="TOML file of policies; may be repeated.")
    ] = None,
    firms_file: Annotated[
        Path | None, typer.Option(help="CSV of firms of your own, with columns home, industry and more.")
    ] = None,
    countries_file: Annotated[
        Path | None, typer.Option(help="CSV of countries of your own; all of them become markets and homes.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for tables, manifest and figure.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Check the identities after every quarter.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Hide the progress display.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Simulate one world and summarize what happened."""
    request = Request(
        scenario=scenario, parameters=assignments(settings or []), without=tuple(without or ()), seed=seed,
        quarters=quarters, firms=firms, policy_files=tuple(policy or ()), firms_file=firms_file,
        countries_file=countries_file, out=out, check=check, quiet=quiet, command=["alliances", *(context.obj or [])],
    )  # fmt: skip
    raise typer.Exit(answer(request, as_json))


def assignments(given: list[str]) -> dict[str, float]:
    """The values of ``--set``, each parameter at most once."""
    from alliances.model.declarations.parameters import assignment
    from alliances.model.errors import refuse

    values: dict[str, float] = {}
    for text in given:
        name, value = assignment(text)
        if name in values:
            refuse(f"--set {name} is given twice; it must be given once")
        values[name] = value
    return values


def answer(request: Request, as_json: bool) -> int:
    """Run, write, print; returns the exit code."""
    from alliances.commands.console import QuarterProgress
    from alliances.commands.report import Told, show, show_json
    from alliances.experiments.result_folder import alone, check_single
    from alliances.experiments.single_run import carry_out

    if request.out is not None:
        check_single(request.out)
    settings = checked_inputs(request)
    with alone(request.out):
        model, seconds = settled(request, settings)
        with QuarterProgress(request.quiet) as progress:
            status = carry_out(model, request.check, progress)
        tables = model.tables()
        if request.out is not None:
            keep(request, model, tables, status, seconds)
    if status.interrupted:
        where = f"; the tables so far are in {request.out}" if request.out else ""
        return interrupted(f" after {status.done} of {status.asked} quarters{where}")
    from alliances.analysis.run_answer import answer as answered
    from alliances.analysis.summary import summary

    told = Told(summary(tables), answered(tables, model.settings, request.seed, options_of(request)))
    (show_json if as_json else show)(model, status, told, request.out)
    return FAULT if status.violations else 0


def options_of(request: Request) -> str:
    """The options by which a world was changed, as ``alliances compare`` takes them."""
    from shlex import quote

    changes = [*(f"--set {name}={value:g}" for name, value in request.parameters.items()),
               *(f"--without {rule}" for rule in request.without),
               *(f"--policy {quote(str(file))}" for file in request.policy_files)]  # fmt: skip
    return " ".join(changes)


def settled(request: Request, settings: Scenario) -> tuple[AllianceModel, float]:
    """The model after its burn-in, with a place for its results, and the seconds that took."""
    from alliances.commands.console import waiting
    from alliances.experiments.result_folder import manifest_of, open_folder
    from alliances.model.face.model import AllianceModel

    tell_about_compiling(request.quiet)
    start = perf_counter()
    with waiting(request.quiet, f"letting the world settle for {settings.burn_in} quarters"):
        model = AllianceModel(
            settings, seed=request.seed, firms=request.firms, without=request.without, parameters=request.parameters,
            register=request.firms_file,
        )  # fmt: skip
    if request.out is not None:
        open_folder(request.out, manifest_of(model, request.command, input_files(request)))
    return model, perf_counter() - start


def checked_inputs(request: Request) -> Scenario:
    """The scenario as it will run; all is checked before anything slow begins, the user's own firms too."""
    from alliances.model.arguments import adjusted_scenario, checked_seed, merged_overrides
    from alliances.model.declarations.parameters import values
    from alliances.model.engine.memory import check_firms
    from alliances.model.policies.world_policies import Known, checked_policies
    from alliances.model.world.firm_file import read_register
    from alliances.model.world.scenario import countries_of
    from alliances.model.world.setup import industry_names

    checked_seed(request.seed)
    settings = adjusted_scenario(chosen_scenario(request), request.firms, request.quarters)
    overrides, _ = merged_overrides(settings, request.without, request.parameters)
    parameters = values(overrides)
    codes = [country.iso3 for country in countries_of(settings, request.seed).countries]
    check_firms(settings.firms)
    known = Known(tuple(codes), industry_names())
    checked_policies(settings.policies, known)
    if request.firms_file is not None:
        read_register(request.firms_file, known, parameters, settings.first_year)
    return settings


def chosen_scenario(request: Request) -> Scenario:
    """The scenario, with the user's own policies and countries if there are any."""
    from alliances.experiments.policy.file import load_policies
    from alliances.model.world.scenario import load_scenario

    settings = load_scenario(request.scenario)
    given = [policy for file in request.policy_files for policy in load_policies(file)]
    settings = replace(settings, policies=(*settings.policies, *given))
    if request.countries_file is None:
        return settings
    return replace(settings, countries_file=str(request.countries_file), countries=(), homes=(), synthetic=0)


def input_files(request: Request) -> dict[str, Path | None]:
    """The files that the run was made from."""
    policies = {f"policy {number}": file for number, file in enumerate(request.policy_files, 1)}
    return {"firms": request.firms_file, "countries": request.countries_file, **policies}


def tell_about_compiling(quiet: bool) -> None:
    """Say why the first run takes so long."""
    from alliances.model.engine.kernels import CACHE

    if not quiet and not any(Path(CACHE).rglob("*.nbi")):
        typer.echo("compiling the model, once (about half a minute)...", err=True)


def keep(
    request: Request, model: AllianceModel, tables: Mapping[str, Any], status: RunStatus, preparing: float
) -> None:
    """Write tables, figure and, last, the manifest."""
    from alliances.analysis.drawing.plate import save
    from alliances.analysis.overview import overview
    from alliances.commands.report import heading, identities
    from alliances.experiments.result_folder import FIGURE, manifest_of, write_manifest, write_tables

    assert request.out is not None
    start = perf_counter()
    written = write_tables(request.out, tables)
    save(request.out, [overview(tables, heading(model))])
    write_manifest(request.out, {
        **manifest_of(model, request.command, input_files(request)),
        "status": "interrupted" if status.interrupted else "complete",
        "quarters": {"asked": status.asked, "done": status.done},
        "identities": identities(status),
        "tables": written,
        "figure": FIGURE,
        "seconds": {"prepare": preparing, "run": status.seconds, "write": perf_counter() - start},
    })  # fmt: skip
