"""Figures of what the options bring about: side by side, over time, after their end, and for whom."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from alliances.analysis.drawing import frame, marks
from alliances.analysis.drawing.palette import BAND, SOFT, looks
from alliances.analysis.drawing.plate import Plate, styled
from alliances.analysis.policy.policies_in_words import country
from alliances.analysis.policy.study import MEASURES, Study
from alliances.analysis.wording import estimate, spoken

AFTER = range(6)  # years after the end at which persistence is told
KINDS = ("size", "industry", "home")  # of groups of firms
SINCE = "years since the first policy started"
HOLLOW = "A hollow mark: the interval contains zero, so the sign is not certain."


@styled
def side_by_side(study: Study) -> Plate:
    """The effect of each option on every measure, at the horizon."""
    table, own = effects_at_horizon(study), looks(study.options)
    measures = list(dict.fromkeys(table["measure"]))
    height = frame.rows_of(len(measures), 2) * (58 + 31 * len(own))
    plate = Plate("effects", f"What does each option change, {study.horizon:g} years after the start?", height)
    for axes, name in zip(frame.panels(plate, len(measures), 2, sharey=True), measures, strict=True):
        rows = table[table["measure"] == name].set_index("option").reindex(study.options)
        frame.dress(axes, MEASURES[name].title, f"change, {MEASURES[name].unit}", "", "x", zero=True)
        for place, (option, look) in enumerate(own.items()):
            marks.dots(axes, rows.loc[[option]], [place], look)
            frame.said(axes, estimate(rows.loc[option]), (rows["mean"][option], place))
        frame.room(axes, [0.0, *rows["low"], *rows["high"]], 0.45)
        frame.names_down(axes, own, 15)
    told = [f"{row['option']}: {estimate(row)} {study.aim.more}"
            for row in table[table["measure"] == study.design.aim].to_dict("records")]  # fmt: skip
    return plate.tell(
        f"Intervals for each option and measure. {'; '.join(told)}.",
        "Mark: mean difference between worlds with the policy and their twins without. Line: 95 % interval of that "
        f"mean. {HOLLOW} The alliances signed since the start are not the same ones in the two worlds: their survival "
        "differs also because others were signed.", study.pairs, table,
    )  # fmt: skip


def effects_at_horizon(study: Study) -> pd.DataFrame:
    """Every measure that was taken, in the unit in which it is told, by option."""
    parts = []
    for name, measure in MEASURES.items():
        rows = study.summary(name, year=study.horizon)
        if rows["mean"].notna().any():
            scaled = rows[["mean", "low", "high"]] * measure.scale
            parts.append(scaled.assign(n=rows["n"], measure=name, unit=measure.unit).reset_index())
    return pd.concat(parts, ignore_index=True)


@styled
def time_path(study: Study) -> Plate:
    """The aim's effect over the years, with what chance and what knowledge leave open."""
    table, own, told = over_years(study), looks(study.options), []
    plate = Plate(
        "time-path", "How does the effect build up, and how does it fade?", 34 + 150 * frame.rows_of(len(own), 2)
    )
    every = frame.panels(plate, len(own), 2, sharex=True, sharey=True)
    for option, axes in zip(study.design.options, every, strict=True):
        look, rows = own[option.name], table[table["option"] == option.name]
        frame.dress(axes, option.name, "", study.change, zero=True, color=look.colour)
        marks.band(axes, rows["year"], rows["knowledge_low"], rows["knowledge_high"], look, 0.15, edged=True)
        marks.band(axes, rows["year"], rows["low"], rows["high"], look, 0.45)
        marks.curve(axes, rows["year"], rows["mean"], look, marker="", linestyle="-")
        for policy in option.policies:
            start, end = (min(time - study.design.start, table["year"].max()) for time in (policy.start, policy.end))
            axes.axvspan(start, end, 0, 0.03, color=SOFT, linewidth=0)
        frame.whole(axes.xaxis)
        ends = [int(rows["mean"].abs().to_numpy().argmax()), -1]
        path = [f"year {row['year']:g} {estimate(row)}" for row in rows.iloc[ends].to_dict("records")]
        told.append(f"{option.name}: {', '.join(path)}.")
    plate.body.supxlabel(SINCE, fontsize=9.5)
    drawn = study.effects[study.effects["kind"] == "knowledge"]["setting"].nunique()
    unknown = (
        f"Light band with dotted edge, knowledge: 95 % of {drawn} draws of the uncertain parameters; more "
        "worlds do not narrow it." if drawn else
        "Parameters were held at their defaults: what is not known about them is not in the bands."
    )  # fmt: skip
    return plate.tell(
        f"Lines with bands over the years, one panel per option. Largest, and last: {' '.join(told)}",
        f"Line: mean effect. Dark band, chance: 95 % interval of the mean over seeds; more worlds narrow it. {unknown} "
        "Grey bar: years in which a policy of the option is in force.",
        f"{study.pairs}; {drawn} parameter draws" if drawn else study.pairs, table,
    )  # fmt: skip


def over_years(study: Study) -> pd.DataFrame:
    """The aim's effect by option and year, with the middle 95 % of the draws' effects, chance taken out."""
    chance = study.summary(study.design.aim)[["option", "year", "mean", "low", "high", "n"]]
    band = study.tables.get("knowledge", chance.head(0).assign(measure="", group=""))
    band = band[(band["measure"] == study.design.aim) & (band["group"] == "all")]
    named = {"low": "knowledge_low", "high": "knowledge_high"}
    band = band[["option", "year", *named]].rename(columns=named).astype({"year": float})
    return chance.merge(band, on=["option", "year"], how="left").sort_values(["option", "year"])


@styled
def persistence(study: Study) -> Plate | None:
    """What is left of the aim's effect one to five years after the end; none if the run ends with the policy."""
    rows, own = study.summary(study.design.aim), looks(study.options)
    after = (rows["year"] - rows["option"].map(study.endings)).round(6)
    table = rows[after.isin(AFTER)].assign(after=after)[["option", "after", "mean", "low", "high", "n"]]
    if not (table["after"] >= 1).any():
        return None
    plate = Plate("persistence", "What is left when the policies have ended?", 200)
    axes = frame.panel(plate, "years after the option's last policy ended", study.change, zero=True)
    for place, (option, look) in enumerate(own.items()):
        part = table[table["option"] == option]
        across = part["after"] + (place - (len(own) - 1) / 2) * 0.13
        marks.curve(axes, across, part["mean"], look, marker="", linewidth=1)
        marks.dots(axes, part, across, look, upright=True)
    axes.set_xticks(AFTER, ["end", *(f"+{year}" for year in AFTER[1:])])
    frame.key(plate, own)
    last = table[table["after"] == table["after"].max()]
    told = "; ".join(f"{row['option']}: {estimate(row)} {study.aim.unit}" for row in last.to_dict("records"))
    return plate.tell(
        f"Effects at the end and in the years after it. {last['after'].max():g} years after: {told}.",
        f"Mark: mean effect so many years after the option's last policy ended; line: its 95 % interval. {HOLLOW}",
        study.pairs, table,
    )  # fmt: skip


def whose(study: Study, kinds: Sequence[str]) -> str:
    """Which homes are shown, of how many."""
    every = study.main["group"].drop_duplicates().str.startswith("home: ").sum()
    shown, all_of_them = kinds.count("home"), "all are in the table `summary`"
    return "all are" if shown == every else f"the {shown} with most firms abroad, of {every}; {all_of_them}"


@styled
def distribution(study: Study) -> Plate | None:
    """The aim's effect by size, industry and home at the horizon."""
    rows, own = study.tables.get("distribution", pd.DataFrame()), looks(study.options)
    if rows.empty:
        return None
    rows = rows.assign(kind=rows["group"].str.partition(": ")[0].map(KINDS.index))
    rows = rows.sort_values(["kind", "base"], ascending=[True, False], kind="stable")
    table, groups = rows[["option", "measure", "group", "mean", "low", "high", "n"]], list(dict.fromkeys(rows["group"]))
    kinds, names = zip(*(group.split(": ", 1) for group in groups), strict=True)
    plate = Plate("distribution", "Who gains and who loses?", frame.rows_of(len(own), 4) * (76 + 17 * len(groups)))
    for option, axes in zip(own, frame.panels(plate, len(own), 4, sharex=True, sharey=True), strict=True):
        part = table[table["option"] == option]
        frame.dress(axes, option, "", "", "x", zero=True, color=own[option].colour)
        marks.dots(axes, part, part["group"].map(groups.index), own[option], size=6.0)
        for kind in KINDS[1:]:
            if kind in kinds:
                axes.axhline(kinds.index(kind) - 0.5, color=BAND, linewidth=1)
        frame.names_down(axes, [country(name) if kind == "home" else spoken(name)
                                for kind, name in zip(kinds, names, strict=True)])  # fmt: skip
        axes.locator_params(axis="x", nbins=3)
    measure = MEASURES[table["measure"].iloc[0]]
    plate.body.supxlabel(f"{measure.title}, change ({measure.unit})", fontsize=9.5)
    lost = table[table["high"] < 0].to_dict("records")
    losers = "; ".join(f"{row['option']}, {row['group']}: {estimate(row)}" for row in lost)
    return plate.tell(
        f"Effects on each group of firms, by option. Groups that lose for certain: {losers or 'none'}.",
        "Firms keep the size, industry and home that they had at the start. Groups of one kind add up to the whole, "
        f"unless only some homes are shown: {whose(study, kinds)}. {HOLLOW} Of many groups without any effect, one in "
        "twenty would be filled by chance.", study.pairs, table,
    )  # fmt: skip
