"""The last layers of an encoder, tuned: how they are stored, and the encoder that has them in place of its own.

Only what was tuned is kept, in half precision as safetensors: 7.1 MB for the two last layers of MiniLM. It holds no text and no
vocabulary. In memory everything below is shared with the encoder that it stands on: a tuned one beside it costs 25 MB.
"""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from models.encode import Encoder, SentenceEncoder, unit_vectors
from models.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

LAYERS = 2
_BASE = "base"

Half = NDArray[np.float16]


class EncoderUnreadable(ModelError):
    """What is stored of a tuned encoder cannot be read or used; take it back and learn again."""


class NotTunable(ModelError):
    """The encoder has no layers that can be tuned apart."""


@dataclass(frozen=True, eq=False)  # no slots: the revision is computed once
class Upper:
    """Tuned last layers.

    Attributes:
        weights: Name of a parameter → its values, in half precision as they are stored: what is read back encodes alike.
        base: Revision of the encoder that they were tuned on; they stand on no other.
    """

    weights: Mapping[str, Half] = field(repr=False)
    base: str

    @cached_property
    def revision(self) -> str:
        """Content hash: the same weights on the same encoder have the same."""
        content = hashlib.sha256(self.base.encode())
        for name in sorted(self.weights):
            content.update(name.encode() + np.ascontiguousarray(self.weights[name]).tobytes())
        return content.hexdigest()[:8]

    def to_bytes(self) -> bytes:
        """As they are stored: safetensors, no pickle."""
        from safetensors.numpy import save

        return save({name: np.ascontiguousarray(self.weights[name]) for name in sorted(self.weights)}, {_BASE: self.base})

    @staticmethod
    def from_bytes(content: bytes, *, base: str, revision: str) -> "Upper":
        """As they were stored.

        Args:
            content: Of `to_bytes`.
            base: Revision of the encoder that they must belong to.
            revision: The one that they must have.

        Raises:
            EncoderUnreadable: They are damaged, or others than what is asked for.
        """
        from safetensors import SafetensorError
        from safetensors.numpy import load

        try:
            upper = Upper(load(content), base)
        except (SafetensorError, ValueError, KeyError) as error:
            raise _unreadable(f"cannot be read ({type(error).__name__})") from None
        if upper.revision != revision:
            raise _unreadable("is damaged or belongs to another encoder")
        return upper


class UpperEncoder:
    """An encoder with tuned last layers. Each text is encoded alone, so that nothing hangs on its neighbours: a segment coded
    when it comes and the same segment coded again later are alike to the last bit.

    Args:
        encoder: The one that the layers were tuned on.
        upper: The layers.
        batch: Texts encoded together, in half the time, where the last bit does not count.

    Raises:
        EncoderUnreadable: They do not belong to this encoder.
        NotTunable: It is no encoder with layers.
    """  # noqa: D205

    def __init__(self, encoder: Encoder, upper: Upper, *, batch: int = 1) -> None:
        if encoder.revision != upper.base:
            raise _unreadable("belongs to another encoder")
        self._base, self._upper, self._batch = encoder.revision, upper, batch
        self._model, tuned = with_own_layers(encoder)
        if {name: tuple(one.shape) for name, one in tuned.items()} != {k: v.shape for k, v in upper.weights.items()}:
            raise _unreadable("does not fit the encoder")
        put(tuned, upper.weights)
        self._lock = threading.Lock()

    @property
    def revision(self) -> str:
        """Of the encoder below and of the layers."""
        return f"{self._base}+encoder-{self._upper.revision}"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Array of shape (texts, dimensions), float32, rows of length 1; safe to call from several threads."""
        with self._lock:
            return unit_vectors(self._model, texts, batch=self._batch)


def with_own_layers(encoder: Encoder, layers: int = LAYERS) -> "tuple[SentenceTransformer, dict[str, Any]]":
    """A copy of an encoder's network whose last layers are its own, and their parameters by name; all else is shared.

    Raises:
        NotTunable: It is no encoder with more layers than these.
        ModelMissing, ModelCorrupted: As the encoder says.
    """
    from torch.nn import ModuleList

    if not isinstance(encoder, SentenceEncoder):
        raise NotTunable("this encoder cannot be tuned; set EARSHOT_TUNE_AFTER=0")
    network = encoder.network
    stacks = [(name, one) for name, one in network.named_modules() if isinstance(one, ModuleList)]
    name, stack = max(stacks, key=lambda one: len(one[1]), default=("", ()))
    if len(stack) <= layers:
        raise NotTunable("this encoder has too few layers to be tuned; set EARSHOT_TUNE_AFTER=0")
    prefixes = tuple(f"{name}.{place}." for place in range(len(stack) - layers, len(stack)))
    # deepcopy leaves alone what it is told that it has copied already
    shared = {id(one): one for own, one in network.named_parameters() if not own.startswith(prefixes)}
    copied: Any = deepcopy(network, shared)
    return copied, {own: one for own, one in copied.named_parameters() if own.startswith(prefixes)}


def put(parameters: Mapping[str, Any], weights: Mapping[str, Half]) -> None:
    """Give parameters these values."""
    import torch

    with torch.no_grad():
        for name, one in parameters.items():
            one.copy_(torch.from_numpy(weights[name].astype(np.float32)))


def _unreadable(what: str) -> EncoderUnreadable:
    return EncoderUnreadable(f"the tuned encoder {what}; take it back with earshot learn --revert and learn again")
