"""From counts to values with an interval: worked by hand, and within the ends of the scale."""

import pytest

from percaya.core.ratings.figures import Tally, figure, wilson
from percaya.core.ratings.policy import SCALES, read_score


def test_csat_is_the_share_of_four_and_five_with_wilsons_interval() -> None:
    found = figure("csat", Tally(n=10, high=8))
    assert found is not None
    assert (round(found.value), round(found.least, 1), round(found.most, 1)) == (80, 49.0, 94.3)


def test_a_share_of_all_keeps_an_interval() -> None:
    least, most = wilson(5, 5)
    assert round(least, 2) == 0.57 and most == 1


def test_nps_is_promoters_minus_detractors() -> None:
    found = figure("nps", Tally(n=100, high=50, low=20))
    assert found is not None
    assert (round(found.value), round(found.least, 1), round(found.most, 1)) == (30, 14.7, 45.3)


def test_nps_stays_on_its_scale() -> None:
    found = figure("nps", Tally(n=3, high=3))
    assert found is not None and (found.value, found.least, found.most) == (100, 100, 100)


def test_ces_is_a_mean_with_a_normal_interval() -> None:
    scores = (7, 6, 6, 5, 2)
    found = figure("ces", Tally(n=5, total=sum(scores), squares=sum(one * one for one in scores)))
    assert found is not None
    assert (round(found.value, 2), round(found.least, 2), round(found.most, 2)) == (5.2, 3.51, 6.89)


@pytest.mark.parametrize("kind", list(SCALES))
def test_no_answer_has_no_value(kind: str) -> None:
    assert figure(kind, Tally(asked=4)) is None


def test_a_rate_of_answers_needs_questions() -> None:
    assert Tally(n=1).rate is None
    assert Tally(n=1, asked=4).rate == 25


@pytest.mark.parametrize(
    ("kind", "text", "score"),
    [("csat", "5", 5), ("csat", "6", None), ("csat", "0", None), ("nps", "0", 0), ("nps", "10", 10), ("nps", "11", None)]
    + [("ces", "7", 7), ("ces", "-1", None), ("ces", "", None), ("nps", "٣", None), ("nps", "007", None)],
)
def test_only_answers_of_the_scale_are_read(kind: str, text: str, score: int | None) -> None:
    assert read_score(kind, text) == score
