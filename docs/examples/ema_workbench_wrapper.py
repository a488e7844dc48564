"""The model in the EMA Workbench: experiments over three parameters, ready for its own analyses.

    python docs/examples/ema_workbench_wrapper.py

needs `pip install ema_workbench`, which brings Platypus, a package under the GPL; alliance-abm itself needs neither.
The workbench wants names that Python can use as arguments, so a dot is written as two underscores.
"""

from ema_workbench import Model, RealParameter, ScalarOutcome, perform_experiments

import alliances
from alliances.analysis.run_outcomes import measure
from alliances.model.declarations.parameters import declared

FACTORS = ["trust.gain", "partner_search.distance_decay", "market_conditions.competition"]
OUTCOMES = ["failed_share", "foreign_sales_share"]


def one_run(firms=100, quarters=40, seed=1, **given):
    parameters = {name.replace("__", "."): value for name, value in given.items()}
    return measure(OUTCOMES, alliances.run(firms=firms, quarters=quarters, seed=seed, parameters=parameters).tables())


model = Model("alliances", function=one_run)
model.uncertainties = [RealParameter(name.replace(".", "__"), *declared()[name].plausible) for name in FACTORS]
model.outcomes = [ScalarOutcome(name) for name in OUTCOMES]

if __name__ == "__main__":
    experiments, outcomes = perform_experiments(model, scenarios=20)
    print(experiments.assign(**outcomes).describe())
