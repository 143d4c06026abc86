"""The vote over known cases: who is most similar, what equal similarities say, and which eye it insists on."""

from __future__ import annotations

import json
import shutil

import pytest
import torch
from safetensors.torch import load_file

from model.algorithms.contract import Explanation
from model.algorithms.seeing.grad_cam import logits_and_maps_of
from model.algorithms.seeing.nearest import CASES_SHOWN, CasesHead, image_id
from model.algorithms.seeing.networks.split import SplitNetwork
from model.algorithms.submissions.nearest_cases import Algorithm
from model.errors import WeightsAltered, WeightsMissing
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.settings import settings
from tests.photos import lesion

CHANNELS, WIDTH = 12, 5


def features_of(pooled):
    """Feature maps that are the same at every place."""
    return pooled[:, :, None, None].expand(-1, -1, 7, 7).clone()


@pytest.fixture
def known():
    """Features of forty known photos of twenty lesions, two each, a few of every diagnosis."""
    return torch.randn(40, CHANNELS, generator=torch.Generator().manual_seed(1))


@pytest.fixture
def head(known):
    """A head that knows them."""
    torch.manual_seed(2)
    made = CasesHead(CHANNELS, WIDTH, len(known)).eval().requires_grad_(False)
    made.bank.copy_(made.embed(features_of(known)))
    made.columns.copy_(torch.arange(20).repeat_interleave(2) % 7)
    made.lesions.copy_(torch.arange(20).repeat_interleave(2))
    made.image_numbers.copy_(torch.arange(40) + 100)
    made.sharpness.fill_(10.0)
    made.floor.fill_(-0.2)
    return made


def test_the_most_similar_known_case_of_a_photo_in_the_bank_is_itself(head, known):
    for number in range(40):
        first = head.most_similar(features_of(known[number : number + 1]))[0]
        assert first.image_id == image_id(100 + number)
        assert first.diagnosis is DIAGNOSES[number // 2 % 7]
        assert first.similarity == pytest.approx(1, abs=1e-5)


def test_the_cases_show_as_many_different_lesions_the_most_similar_first(head, known):
    for number in range(40):
        found = head.most_similar(features_of(known[number : number + 1]))
        lesions = {(int(case.image_id.removeprefix("ISIC_")) - 100) // 2 for case in found}
        assert len(found) == len(lesions) == CASES_SHOWN
        assert [case.similarity for case in found] == sorted((case.similarity for case in found), reverse=True)


def test_equal_similarities_give_equal_votes_however_many_cases_a_diagnosis_has(head):
    head.columns.copy_(torch.tensor([0] * 30 + [1, 1, 2, 3, 3, 3, 4, 5, 6, 6]))
    probabilities = head.votes(torch.full((1, 40), 0.7)).softmax(1)
    torch.testing.assert_close(probabilities, torch.full((1, 7), 1 / 7))


def test_the_more_similar_the_cases_of_a_diagnosis_the_more_probable_it_is(head):
    similarities = torch.zeros(1, 40)
    shares = []
    for similarity in (-0.5, 0.0, 0.5, 0.9):
        similarities[:, head.columns == 3] = similarity
        shares.append(float(head.votes(similarities).softmax(1)[0, 3]))
    assert shares == sorted(shares)
    assert shares[1] == pytest.approx(1 / 7)


def test_a_photo_that_resembles_no_known_case_gets_seven_almost_equal_answers(head):
    far = torch.full((1, 40), -1.0)
    far[:, head.columns == 2] = -0.8
    head.sharpness.fill_(20.0)
    assert head.votes(far).softmax(1)[0, 2] == pytest.approx(1 / 7, abs=0.01)


def test_the_map_adds_up_to_the_similarities_that_voted(head, known):
    without_bias = head.project.bias.zero_()
    assert not without_bias.any()
    features = torch.rand(1, CHANNELS, 7, 7, generator=torch.Generator().manual_seed(3))
    network = SplitNetwork(torch.nn.Identity(), head, (0, 0, 0), (1, 1, 1))
    head.floor.fill_(-1.0)
    logits, raw, column = logits_and_maps_of(network, features, 4)
    chosen = head.columns == 4
    similarities = head.similarities(features)[0, chosen]
    weights = (10 * similarities).softmax(0)
    floor = torch.exp(torch.tensor(10 * -2.0))
    share = 1 - floor / logits[4].exp()
    assert column == 4
    assert float(raw.sum()) == pytest.approx(float(10 * share * (weights * similarities).sum()), rel=1e-3)


def test_a_bank_of_something_else_is_no_head(head):
    tensors = dict(head.state_dict())
    with pytest.raises(RuntimeError):
        CasesHead.holding({**tensors, "columns": tensors["columns"][:-1]})
    with pytest.raises(KeyError):
        CasesHead.holding({name: tensor for name, tensor in tensors.items() if name != "bank"})
    with pytest.raises(ValueError, match="seven"):
        CasesHead.holding({**tensors, "columns": tensors["columns"] + 5})


@pytest.fixture
def weights(tmp_path):
    """A copy of the committed files of both."""
    for slug in ("resnet18", "nearest_cases"):
        for ending in ("json", "safetensors"):
            shutil.copy(settings().weights / f"{slug}.{ending}", tmp_path)
    return tmp_path


def test_another_eye_than_the_one_that_saw_the_cases_is_refused_by_name(weights):
    path = weights / "nearest_cases.json"
    sheet = json.loads(path.read_text(encoding="utf-8"))
    sheet["recipe"]["eye_sha256"] = "0" * 64
    path.write_text(json.dumps(sheet), encoding="utf-8")
    with pytest.raises(WeightsAltered) as caught:
        Algorithm.load(weights)
    assert caught.value.data == {"file": "resnet18.safetensors"}


def test_an_altered_eye_is_refused_by_name(weights):
    with (weights / "resnet18.safetensors").open("r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)
        file.seek(-1, 2)
        file.write(bytes([last[0] ^ 1]))
    with pytest.raises(WeightsAltered) as caught:
        Algorithm.load(weights)
    assert caught.value.data == {"file": "resnet18.safetensors"}


@pytest.mark.parametrize("slug", ["resnet18", "nearest_cases"])
def test_either_file_missing_is_refused_by_name(weights, slug):
    (weights / f"{slug}.safetensors").unlink()
    with pytest.raises(WeightsMissing) as caught:
        Algorithm.load(weights)
    assert caught.value.data == {"file": f"{slug}.safetensors"}


def test_the_committed_bank_holds_the_fit_images_of_every_diagnosis_and_no_network(loaded):
    found = load_file(settings().weights / "nearest_cases.safetensors")
    assert len(found["bank"]) == loaded("nearest_cases").sheet.fit_images == len(set(found["image_numbers"].tolist()))
    assert set(found["columns"].tolist()) == set(range(7))
    assert not [name for name in found if name.startswith("body.")]


def test_an_explanation_names_six_known_cases_whatever_diagnosis_is_explained(loaded):
    algorithm = loaded("nearest_cases")
    explanations: list[Explanation] = [algorithm.explain(lesion(5), target) for target in (Diagnosis.MEL, Diagnosis.DF)]
    cases = [explanation.cases for explanation in explanations]
    assert cases[0] == cases[1]
    assert len({case.image_id for case in cases[0]}) == CASES_SHOWN
    assert all(-1 <= case.similarity <= 1 for case in cases[0])
