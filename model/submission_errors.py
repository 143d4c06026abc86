"""Why a submitted model cannot be run; see `model.errors`.

Names and reasons in the data come from the file of a team; `model.challenge.sandbox.words` shortens them.
"""

from __future__ import annotations

from model.errors import TenOpinionsError


class PreparationError(TenOpinionsError):
    """The TOML file beside a model is invalid."""


class PreparationNotToml(PreparationError):
    """The file is not TOML in UTF-8. Data: `line`."""


class PreparationMistake(PreparationError):
    """A key is wrong; `preparation_reasons` in the locales has the reasons. Data: `line`, `key`, `reason`, `detail`."""


class ModelError(TenOpinionsError):
    """A submitted model is refused, or its run failed."""


class ModelTooLarge(ModelError):
    """The file has more bytes than the limit. Data: `megabytes`, `maximum`."""


class ModelNotOnnx(ModelError):
    """The file is not an ONNX model."""


class ModelVersion(ModelError):
    """The version of the operators is not supported. Data: `version`, `least`, `most`."""


class ModelOperator(ModelError):
    """An operator is not of the standard. Data: `operator`, with its domain."""


class ModelOutsideData(ModelError):
    """Weights lie in another file. Data: `tensor`, `place`."""


class ModelTooManyNodes(ModelError):
    """The model has more operators than the limit. Data: `number`, `maximum`."""


class ModelTensorTooLarge(ModelError):
    """A tensor is declared larger than the limit. Data: `tensor`, `megabytes`, `maximum`."""


class ModelInput(ModelError):
    """The model does not take what the TOML file says. Data: `expected`, `got`."""


class ModelOutput(ModelError):
    """The model does not give one row of numbers for each photo. Data: `expected`, `got`."""


class ModelNotLoaded(ModelError):
    """ONNX Runtime cannot prepare the model. Data: `reason`."""


class ModelFailed(ModelError):
    """The model failed on a photo. Data: `photo`, its number from 1, `reason`."""


class ModelNoNumber(ModelError):
    """The model answers a photo with NaN or infinity. Data: `photo`, its number from 1, `number` of such photos."""


class ModelSumOff(ModelError):
    """The numbers for a photo are no probabilities. Data: `photo`, from 1, `got`, the sum, `number` of such photos."""


class ModelOutOfTime(ModelError):
    """The run took longer than the limit. Data: `seconds`."""


class ModelOutOfMemory(ModelError):
    """The run needs more memory than the limit. Data: `maximum`, megabytes."""


class ModelCrashed(ModelError):
    """The process ended by itself or was killed. Data: `ending`, a signal or a number."""


class ModelStopped(ModelError):
    """The run was stopped by a person."""


class WeightsError(TenOpinionsError):
    """Submitted weights for a known network are refused."""


class WeightsFamily(WeightsError):
    """Weights for this algorithm are not taken. Data: `slug`, `known`."""


class WeightsUnreadable(WeightsError):
    """The file is not safetensors."""


class WeightsTensors(WeightsError):
    """Some tensors are missing, or there are others. Data: `slug`, `number`, `tensor`, the first of them."""


class WeightsShape(WeightsError):
    """A tensor has another type or shape. Data: `tensor`, `expected`, `got`."""


class WeightsNoNumber(WeightsError):
    """A tensor holds NaN or infinity. Data: `tensor`."""


class WeightsTemperature(WeightsError):
    """The temperature in the file is not a number above 0. Data: `got`."""
