"""The activation functions a = f(z), each beside its slope f'(z).

A slope is handed both z and a, for many slopes are shortest when written with the output already at hand.
All keep the dtype of z, and none overflows for |z| up to 10,000.
"""

import math

import numpy as np

from bplab.nn import Array

LEAK = 0.01  # leaky ReLU's slope left of zero
SELU_SCALE = 1.0507009873554804934193349852946
SELU_ALPHA = 1.6732632423543772848170429916717
GELU_SCALE = math.sqrt(2 / math.pi)
GELU_CUBE = 0.044715
LECUN_HEIGHT = 1.7159
LECUN_STRETCH = 2 / 3


def identity(z: Array) -> Array:
    """The sum itself: a = z."""
    return z.copy()


def identity_slope(z: Array, a: Array) -> Array:
    """1 everywhere."""
    return np.ones_like(z)


def sigmoid(z: Array) -> Array:
    """1 / (1 + exp(-z)), written with exp(-|z|), which cannot overflow."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def sigmoid_slope(z: Array, a: Array) -> Array:
    """1/4 where a = 1/2, and fading to both sides: a (1 - a)."""
    return a * (1 - a)


def tanh(z: Array) -> Array:
    """(exp(z) - exp(-z)) / (exp(z) + exp(-z))."""
    return np.tanh(z)


def tanh_slope(z: Array, a: Array) -> Array:
    """1 - a^2."""
    return 1 - a * a


def relu(z: Array) -> Array:
    """max(0, z)."""
    return np.maximum(z, 0)


def relu_slope(z: Array, a: Array) -> Array:
    """1 right of zero, else 0; at zero itself, where there is no slope, 0 by convention."""
    return (z > 0).astype(z.dtype)


def leaky_relu(z: Array) -> Array:
    """Itself right of zero, 0.01 z left of it."""
    return np.where(z > 0, z, LEAK * z)


def leaky_relu_slope(z: Array, a: Array) -> Array:
    """1 right of zero, else 0.01."""
    return np.where(z > 0, np.ones_like(z), LEAK)


def elu(z: Array) -> Array:
    """Itself right of zero, exp(z) - 1 left of it."""
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


def elu_slope(z: Array, a: Array) -> Array:
    """1 right of zero, exp(z) = a + 1 left of it."""
    return np.where(z > 0, np.ones_like(z), a + 1)


def selu(z: Array) -> Array:
    """1.0507 z right of zero, 1.0507 * 1.6733 (exp(z) - 1) left of it."""
    return SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(np.minimum(z, 0)))


def selu_slope(z: Array, a: Array) -> Array:
    """1.0507 right of zero, 1.0507 * 1.6733 exp(z) left of it."""
    return np.where(z > 0, np.full_like(z, SELU_SCALE), a + SELU_SCALE * SELU_ALPHA)


def gelu(z: Array) -> Array:
    """The sum times the share of a normal distribution below it, nearly: in the tanh form."""
    t: Array = np.tanh(GELU_SCALE * (z + GELU_CUBE * z * z * z))
    return 0.5 * z * (1 + t)


def gelu_slope(z: Array, a: Array) -> Array:
    """The product rule on 0.5 z (1 + tanh u), u' = 0.7979 (1 + 0.1341 z^2)."""
    t: Array = np.tanh(GELU_SCALE * (z + GELU_CUBE * z * z * z))
    du_dz = GELU_SCALE * (1 + 3 * GELU_CUBE * z * z)
    return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * du_dz


def softplus(z: Array) -> Array:
    """ln(1 + exp(z)), written with exp(-|z|), which cannot overflow."""
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def softplus_slope(z: Array, a: Array) -> Array:
    """The sigmoid of z."""
    return sigmoid(z)


def softsign(z: Array) -> Array:
    """The sum over one more than its size: z / (1 + |z|)."""
    size: Array = 1 + np.abs(z)
    return z / size


def softsign_slope(z: Array, a: Array) -> Array:
    """1 / (1 + |z|)^2."""
    size: Array = 1 + np.abs(z)
    slope: Array = 1 / (size * size)
    return slope


def swish(z: Array) -> Array:
    """The sum times its sigmoid."""
    return z * sigmoid(z)


def swish_slope(z: Array, a: Array) -> Array:
    """The product rule on z s: s + z s (1 - s), with s = sigmoid(z)."""
    s = sigmoid(z)
    return s + a * (1 - s)


def lecun_tanh(z: Array) -> Array:
    """1.7159 tanh(2 z / 3)."""
    t: Array = np.tanh(LECUN_STRETCH * z)
    return LECUN_HEIGHT * t


def lecun_tanh_slope(z: Array, a: Array) -> Array:
    """2/3 * 1.7159 (1 - tanh^2), with tanh = a / 1.7159."""
    t: Array = a / LECUN_HEIGHT
    return LECUN_STRETCH * LECUN_HEIGHT * (1 - t * t)


def softmax(z: Array) -> Array:
    """exp(z_k) / sum_j exp(z_j); taking the largest z off first changes nothing and cannot overflow."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    a: Array = e / e.sum(axis=-1, keepdims=True)
    return a


def softmax_slope(z: Array, a: Array) -> Array:
    """da_k/dz_k = a_k (1 - a_k): each output by its own logit, only the diagonal of the whole Jacobian."""
    return a * (1 - a)


def softmax_backward(dL_da: Array, z: Array, a: Array) -> Array:
    """Every output depends on every logit: dL/dz_j = a_j (dL/da_j - sum_k dL/da_k a_k)."""
    shared: Array = (dL_da * a).sum(axis=-1, keepdims=True)
    return a * (dL_da - shared)
