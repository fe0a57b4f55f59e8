"""Small networks, convolutional ones and others: what they can see, how they are trained and kept (chapter 9).

Inside, a network F(x_t, t) guesses the velocity v = a eps - b x0 of the VP image x_t = a x0 + b eps, where a^2 = abar
and a^2 + b^2 = 1; then eps_hat = b x_t + a F and x0_hat = a x_t - b F. Outside it is a denoiser like every other
machine of the book: call it as net(z, sigma).

Floors, each knowing those before it: `layers`, `architectures`, `attention`, `mixer`, `kinds` (all of them), `fields`
(what they can see), `files`, `trainer`.
"""

from .architectures import CHUNK, PADDINGS, SIGMA_MAX, SIGMA_MIN, T_MIN, Network, ResNet, UNet, parameters
from .attention import AttentionResNet
from .fields import denoising_error, influence, influences, measured_field, receptive_field
from .files import SHIPPED, load, load_weights, save
from .kinds import build
from .layers import clock
from .mixer import Mixer
from .trainer import Progress, train, training

__all__ = ["CHUNK", "PADDINGS", "SHIPPED", "SIGMA_MAX", "SIGMA_MIN", "T_MIN", "AttentionResNet", "Mixer", "Network",
           "Progress", "ResNet", "UNet", "build", "clock", "denoising_error", "influence", "influences", "load",
           "load_weights", "measured_field", "parameters", "receptive_field", "save", "train", "training"]
