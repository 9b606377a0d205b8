"""The activation functions a = f(z), each followed by its derivative f'(z).

A slope is handed both z and a, for many slopes are shortest when written with the output already at hand.
All keep the dtype of z, and none overflows for |z| up to 10,000.
"""

import math

import numpy as np

from bplab.arrays import Array

LEAK = 0.01  # slope of the leaky ReLU for z < 0
SELU_SCALE = 1.0507009873554804934193349852946
SELU_ALPHA = 1.6732632423543772848170429916717
GELU_SCALE = math.sqrt(2 / math.pi)
GELU_CUBE = 0.044715
LECUN_HEIGHT = 1.7159
LECUN_STRETCH = 2 / 3


def identity(z: Array) -> Array:
    """Identity.

    Formula: a = z
    """
    return z.copy()


def identity_slope(z: Array, a: Array) -> Array:
    """Derivative of the identity.

    Formula: f'(z) = 1
    """
    return np.ones_like(z)


def sigmoid(z: Array) -> Array:
    """Logistic sigmoid, computed from exp(-|z|), which cannot overflow.

    Formula: a = 1 / (1 + exp(-z))
    """
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def sigmoid_slope(z: Array, a: Array) -> Array:
    """Derivative of the sigmoid, at most 1/4.

    Formula: f'(z) = a (1 - a)
    """
    return a * (1 - a)


def tanh(z: Array) -> Array:
    """Hyperbolic tangent.

    Formula: a = (exp(z) - exp(-z)) / (exp(z) + exp(-z))
    """
    return np.tanh(z)


def tanh_slope(z: Array, a: Array) -> Array:
    """Derivative of tanh.

    Formula: f'(z) = 1 - a^2
    """
    return 1 - a * a


def relu(z: Array) -> Array:
    """Rectified linear unit.

    Formula: a = max(0, z)
    """
    return np.maximum(z, 0)


def relu_slope(z: Array, a: Array) -> Array:
    """Derivative of ReLU; 0 by convention at z = 0, where it does not exist.

    Formula: f'(z) = 1 for z > 0, else 0
    """
    return (z > 0).astype(z.dtype)


def leaky_relu(z: Array) -> Array:
    """Leaky ReLU.

    Formula: a = z for z > 0, else 0.01 z
    """
    return np.where(z > 0, z, LEAK * z)


def leaky_relu_slope(z: Array, a: Array) -> Array:
    """Derivative of leaky ReLU.

    Formula: f'(z) = 1 for z > 0, else 0.01
    """
    return np.where(z > 0, np.ones_like(z), LEAK)


def elu(z: Array) -> Array:
    """Exponential linear unit.

    Formula: a = z for z > 0, else exp(z) - 1
    """
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


def elu_slope(z: Array, a: Array) -> Array:
    """Derivative of ELU.

    Formula: f'(z) = 1 for z > 0, else exp(z) = a + 1
    """
    return np.where(z > 0, np.ones_like(z), a + 1)


def selu(z: Array) -> Array:
    """Scaled ELU.

    Formula: a = 1.0507 z for z > 0, else 1.0507 * 1.6733 (exp(z) - 1)
    """
    return SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(np.minimum(z, 0)))


def selu_slope(z: Array, a: Array) -> Array:
    """Derivative of SELU.

    Formula: f'(z) = 1.0507 for z > 0, else 1.0507 * 1.6733 exp(z)
    """
    return np.where(z > 0, np.full_like(z, SELU_SCALE), a + SELU_SCALE * SELU_ALPHA)


def gelu(z: Array) -> Array:
    """Gaussian error linear unit in its tanh approximation.

    Formula: a = 0.5 z (1 + tanh u), u = 0.7979 (z + 0.0447 z^3)
    """
    t: Array = np.tanh(GELU_SCALE * (z + GELU_CUBE * z * z * z))
    return 0.5 * z * (1 + t)


def gelu_slope(z: Array, a: Array) -> Array:
    """Derivative of GELU, by the product rule.

    Formula: f'(z) = 0.5 (1 + tanh u) + 0.5 z (1 - tanh^2 u) u', u' = 0.7979 (1 + 0.1341 z^2)
    """
    t: Array = np.tanh(GELU_SCALE * (z + GELU_CUBE * z * z * z))
    du_dz = GELU_SCALE * (1 + 3 * GELU_CUBE * z * z)
    return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * du_dz


def softplus(z: Array) -> Array:
    """Softplus, computed from exp(-|z|), which cannot overflow.

    Formula: a = ln(1 + exp(z))
    """
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def softplus_slope(z: Array, a: Array) -> Array:
    """Derivative of softplus: the sigmoid.

    Formula: f'(z) = 1 / (1 + exp(-z))
    """
    return sigmoid(z)


def softsign(z: Array) -> Array:
    """Softsign.

    Formula: a = z / (1 + |z|)
    """
    size: Array = 1 + np.abs(z)
    return z / size


def softsign_slope(z: Array, a: Array) -> Array:
    """Derivative of softsign.

    Formula: f'(z) = 1 / (1 + |z|)^2
    """
    size: Array = 1 + np.abs(z)
    slope: Array = 1 / (size * size)
    return slope


def swish(z: Array) -> Array:
    """Swish, also called SiLU.

    Formula: a = z s, s = sigmoid(z)
    """
    return z * sigmoid(z)


def swish_slope(z: Array, a: Array) -> Array:
    """Derivative of swish, by the product rule.

    Formula: f'(z) = s + z s (1 - s), s = sigmoid(z)
    """
    s = sigmoid(z)
    return s + a * (1 - s)


def lecun_tanh(z: Array) -> Array:
    """LeCun's scaled tanh.

    Formula: a = 1.7159 tanh(2 z / 3)
    """
    t: Array = np.tanh(LECUN_STRETCH * z)
    return LECUN_HEIGHT * t


def lecun_tanh_slope(z: Array, a: Array) -> Array:
    """Derivative of LeCun's tanh.

    Formula: f'(z) = 2/3 * 1.7159 (1 - tanh^2), tanh = a / 1.7159
    """
    t: Array = a / LECUN_HEIGHT
    return LECUN_STRETCH * LECUN_HEIGHT * (1 - t * t)


def softmax(z: Array) -> Array:
    """Softmax; subtracting the largest z first leaves the result unchanged and prevents overflow.

    Formula: a_k = exp(z_k) / sum_j exp(z_j)
    """
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    a: Array = e / e.sum(axis=-1, keepdims=True)
    return a


def softmax_slope(z: Array, a: Array) -> Array:
    """Diagonal of the softmax Jacobian: the derivative of each output by its own logit.

    Formula: da_k/dz_k = a_k (1 - a_k)
    """
    return a * (1 - a)


def softmax_backward(dL_da: Array, z: Array, a: Array) -> Array:
    """Backward pass of softmax, whose outputs each depend on every logit.

    Formula: dL/dz_j = a_j (dL/da_j - sum_k dL/da_k a_k)
    """
    shared: Array = (dL_da * a).sum(axis=-1, keepdims=True)
    return a * (dL_da - shared)
