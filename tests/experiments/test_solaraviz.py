"""Mesa's own visualization takes the model as it is."""

import pytest

pytest.importorskip("solara", reason="the page needs the extra [app]")
pytest.importorskip("altair", reason="mesa.visualization imports it")

import ipyvuetify
import solara
from mesa.visualization import SolaraViz, make_plot_component
from mesa.visualization.solara_viz import _check_model_params

from alliances import AllianceModel

PARAMETERS = {
    "scenario": "default",
    "firms": {"type": "SliderInt", "value": 40, "min": 20, "max": 80, "step": 20, "label": "Firms"},
    "trust.gain": {"type": "SliderFloat", "value": 0.8, "min": 0.2, "max": 1.2, "step": 0.1, "label": "Trust"},
}


def test_mesa_accepts_the_parameters():
    _check_model_params(AllianceModel.__init__, {**PARAMETERS, "seed": 1})


@pytest.mark.filterwarnings("ignore")  # Mesa's and Matplotlib's own
def test_solaraviz_renders_steps_and_resets_the_model():
    model = solara.reactive(AllianceModel(firms=40, seed=1))
    shown = SolaraViz(model, components=[make_plot_component("active_alliances")], model_params=PARAMETERS)
    _, context = solara.render(solara.AppLayout(children=[shown]), handle_error=False)
    buttons = {button.children[0]: button for button in context.find(ipyvuetify.Btn).widgets}
    buttons["Step"].click()
    assert model.value.quarter == 1
    buttons["Reset"].click()
    assert model.value.quarter == 0
    assert model.value.values.trust.gain == 0.8
    assert model.value.settings.firms == 40
    context.close()
