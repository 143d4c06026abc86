"""What was measured, on the page: a real table with signed contributions, and the drawing instead of the heat map."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from model.algorithms.measuring.abcd.measurements import NAMES
from model.text import texts
from tests.pages.test_pages import html


def measured_page(language: str) -> None:
    import numpy as np

    from model.algorithms.contract import Examination, Explanation, Measurement, Prediction
    from model.algorithms.measuring.abcd.measurements import NAMES, measured
    from model.algorithms.submissions.abcd_rule import drawing_of
    from model.lesion.diagnosis import Diagnosis
    from model.reading.findings import Answer, Findings
    from model.reading.runner import Timed
    from model.text import texts
    from pages.components.examine import explanation_view
    from pages.components.examine.measurements_view import show_measurements
    from tests.photos import lesion

    t, image = texts(language), lesion(3)
    seen = measured(image.pixels)
    terms = np.linspace(0.9, -0.6, len(NAMES))
    rows = tuple(Measurement(name, seen.values[name], float(term)) for name, term in zip(NAMES, terms, strict=True))
    heat = np.zeros((224, 224), np.float32)
    heat[100:120, 100:120] = 1
    explanation = Explanation(Diagnosis.MEL, heat, 1.0, 1.0, measurements=rows, drawing=drawing_of(seen))
    examination = Timed(Examination(Prediction(np.full(7, 1 / 7)), explanation), 0.0)
    findings = Findings(image, answers=(Answer("abcd_rule", examination=examination),), chosen="abcd_rule")
    explanation_view.show_heat(t, findings, 0.5)
    explanation_view.show_legend(t, findings)
    show_measurements(t, explanation)


def opened(language: str) -> AppTest:
    return AppTest.from_function(measured_page, args=(language,), default_timeout=60).run()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_table_names_each_number_with_its_unit_and_what_it_added(language):
    app, t = opened(language), texts(language)
    assert not app.exception
    shown = html(app)
    assert t("measurements.asymmetry_shape_best") in shown
    assert "+" + t.number(0.9, 2) in shown
    assert "\N{MINUS SIGN}" + t.number(0.6, 2) in shown
    assert shown.count('scope="row"') == len(NAMES)
    assert 'scope="col"' in shown


@pytest.mark.parametrize("language", ["fr", "en"])
def test_who_measured_is_shown_by_the_drawing_with_the_names_of_its_colours(language):
    app, t = opened(language), texts(language)
    assert t("drawing.key") in html(app)
    assert t("view.legend_typical") not in html(app)
    assert t("drawing.caption") in html(app)


def test_the_heat_map_is_one_choice_away_and_the_choice_is_kept():
    app, t = opened("en"), texts("en")
    app.segmented_control(key="evidence").set_value("heat").run()
    assert not app.exception
    assert t("view.legend_typical") in html(app)
    assert t("drawing.key") not in html(app)
    app.run()
    assert t("view.legend_typical") in html(app)


def test_who_measured_nothing_gets_no_table():
    def page() -> None:
        import numpy as np

        from model.algorithms.contract import Explanation
        from model.lesion.diagnosis import Diagnosis
        from model.text import texts
        from pages.components.examine.measurements_view import show_measurements

        show_measurements(texts("en"), Explanation(Diagnosis.MEL, np.zeros((224, 224), np.float32), 0.0, 1.0))

    app = AppTest.from_function(page).run()
    assert not app.exception
    assert html(app) == ""


def test_a_photo_on_which_nothing_was_found_says_so():
    def page() -> None:
        import numpy as np

        from model.algorithms.contract import Explanation
        from model.algorithms.submissions.abcd_rule import NO_DRAWING
        from model.lesion.diagnosis import Diagnosis
        from model.text import texts
        from pages.components.examine.measurements_view import show_area_key

        nowhere = np.zeros((224, 224), np.float32)
        show_area_key(texts("en"), Explanation(Diagnosis.MEL, nowhere, 0.0, 1.0, drawing=NO_DRAWING))

    assert texts("en")("drawing.nothing") in html(AppTest.from_function(page).run())
