"""When the shipped facts were written down, as far as the history of this repository can tell.

The first commit brought facts and measures together, so nothing shows that its bands came before the numbers; what is
known of numbers that had been seen by then is said. A later change of band, role or definition adds a registration.
"""

from alliances.analysis.facts.declaration import Registration

FIRST = ("b148ad8", "2026-11-22 10:07")
SPLIT, SETTLED = ("9848752", "2026-11-22 10:55"), ("fee7ca6", "2026-11-22 11:19")
SORTED, POLICIES = ("8be4e31", "2026-11-22 13:20"), ("f5f7330", "2026-11-22 13:52")
SECOND, SEGMENTS = ("d3181db", "2026-11-28 21:11"), ("c9e04c6", "2026-11-28 23:19")
FRAMED = ("e32f6c8", "2026-11-28 23:23")
OWN_RIVALS = Registration(
    *SEGMENTS, "competition is that of the firm's own industry in its markets, as the model has it since then, not the "
    "mean of a market",
)  # fmt: skip

WITH_MEASURE = (Registration(*FIRST, "declared in one commit with its measure, so nothing shows which came first"),)
BY_CALENDAR = (
    Registration(*FIRST, "declared in one commit with its measure, after numbers had been seen: since then exporters "
                 "are counted by calendar year, not at the year's end"),
)  # fmt: skip
RECORDED_CLOSING = (
    *BY_CALENDAR,
    Registration(*SORTED, "words corrected (firms that close in the next year may count); measure unchanged"),
)
ZHU_FRAME = (
    Registration(*FIRST, "declared in one commit with its measure, after numbers had been seen: since then only firms "
                 "abroad at the opening of the window are asked, and years with multinationals count within it"),
)  # fmt: skip
LEAVERS = Registration(
    *FRAMED, "definition changed after numbers of both had been seen in trials of a world before this one, and before "
    "it was measured in this world: leavers are asked too, competition is that of their industry in their markets at "
    "the opening, multinationals have four markets or a unit abroad; survivors are shown beside",
)  # fmt: skip
ZHU_WINDOW = (*ZHU_FRAME, OWN_RIVALS, LEAVERS)
ZHU_PATHS = (
    *ZHU_FRAME,
    Registration(*SPLIT, "two of its five paths moved to zhu_paths_calibrated"),
    OWN_RIVALS,
    LEAVERS,
)
ZHU_CALIBRATED = (
    Registration(*SPLIT, "taken out of zhu_paths, whose numbers had been seen; bands instead of sampling intervals"),
    OWN_RIVALS,
    LEAVERS,
)
NISSANKA_CHALLENGES = (*WITH_MEASURE, OWN_RIVALS)
NISSANKA_STYLE = (
    *WITH_MEASURE,
    Registration(*SETTLED, "response style of the questionnaire set anew, from 2.19 to 1.93"),
    OWN_RIVALS,
)
TWO_CITIES = (*WITH_MEASURE, Registration(*SPLIT, "measured in a world of the two countries instead of the base world"))
COMPETITION = (
    *WITH_MEASURE,
    Registration(*SPLIT, "effect on the logarithm of foreign sales instead of their share"),
    Registration(*SETTLED, "effect on the share again, as first declared"),
    Registration(*FRAMED, "effect on the logarithm of foreign sales must be positive too, though trials of a world "
                 "before this one had shown it negative; not measured in this world before"),
)  # fmt: skip
AWAITED = Registration(*FIRST, "declared before it could be measured")
PROMOTION = (
    AWAITED,
    Registration(*POLICIES, "definition and measure written once the programme's take-up and one seed had been seen; "
                 "band unchanged"),
)  # fmt: skip
DEADWEIGHT = (
    *PROMOTION,
    Registration(*FRAMED, "definition changed after .80 to .91 of heads had been seen in a world before this one, and "
                 "before it was measured in this one: of export sales, as in its source; heads beside; band unchanged"),
)  # fmt: skip
SECOND_ROUND = (Registration(*SECOND, "declared before its value was first measured in this world"),)
THIRD_ROUND = (Registration(*FRAMED, "declared with its measure before its value was first measured in this world"),)
TELECOM = (AWAITED, Registration(*POLICIES, "definition and measure written; bands unchanged"))
