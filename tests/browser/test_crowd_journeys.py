"""Visitors who do not wait, and several at once: the last photo is the one that is answered, each sees their own."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from model.lesion.drawn_photos import drawn_photo


@pytest.fixture
def app(quick):
    """The address of an app that answers at once: what it answers does not matter here."""
    return quick


@pytest.fixture
def photos(tmp_path):
    """Files of drawn photos, with the words by which the page tells them."""

    def written(*numbers):
        found = []
        for number in numbers:
            photo, file = drawn_photo(number), tmp_path / f"{number}.jpg"
            file.write_bytes(photo.data)
            found.append((file, f"{photo.size[0]} × {photo.size[1]} px"))
        return found

    return written


def nothing_is_broken(journey):
    """Every picture is there and no red box."""
    journey.page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    assert journey.page.locator('[data-testid="stException"], .refusal').count() == 0
    journey.forget_what_was_overtaken()


def choose(journey, photo):
    journey.page.set_input_files("input[type=file]", photo[0])


def test_of_two_photos_in_quick_succession_the_second_is_answered_and_no_page_ends(visit, photos):
    journey = visit(390)
    journey.open()
    journey.click('.st-key-menu a:has-text("Examine")')
    first, second, third = photos(1, 65, 130)
    with journey.page.expect_response(lambda answer: answer.request.method == "PUT"):
        choose(journey, first)
    choose(journey, second)  # the first is uploaded, and its answer is still to come
    journey.sees(second[1], ".st-key-under")
    journey.page.wait_for_selector(".figure")
    with journey.page.expect_response(lambda answer: answer.request.method == "PUT"):
        choose(journey, third)
    journey.unfold(".st-key-menu")
    journey.page.click('.st-key-menu a:has-text("Jury")')  # before the answer
    journey.page.wait_for_selector(".juror")
    journey.click('.st-key-menu a:has-text("Examine")')
    journey.sees(third[1], ".st-key-under")
    nothing_is_broken(journey)


def test_three_visitors_at_once_each_see_their_own_photo(visit, photos):
    journeys, own = [visit() for _ in range(3)], photos(7, 8, 9)
    for journey in journeys:
        journey.open()
        journey.click('.st-key-menu a:has-text("Examine")')
    for journey, photo in zip(journeys, own, strict=True):
        choose(journey, photo)
    for journey, photo in zip(journeys, own, strict=True):
        journey.sees(photo[1], ".st-key-under")
        expect(journey.page.locator(".figure")).to_have_count(1)
        assert journey.page.locator('[data-testid="stException"], .refusal').count() == 0
