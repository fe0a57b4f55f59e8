"""Bad input to every public function: a ValueError or TypeError that names what was given and what is allowed.

The shape checks of the other tests are switched off here: readers do not have them.
"""

import importlib
import inspect
import itertools
import json
import re
from fractions import Fraction

import jaxtyping
import numpy as np
import pytest
import torch
from matplotlib.figure import Figure
from mosaics import (
    attention,
    canvas,
    equivariant,
    fingers,
    ideal,
    local,
    networks,
    provenance,
    rivals,
    rules,
    turing,
    widgets,
)
from mosaics import creativity as cr
from mosaics import diffusion as df
from mosaics import memorization as mm
from mosaics import prediction as pr
from mosaics.core import checks, claims, crops, data, figures, metrics, stability, sweep
from mosaics.core.posterior import Dictionary, posterior
from mosaics.core.windows import Soft, consult
from mosaics.creativity import fools

V, T = ValueError, TypeError
X = torch.zeros(4, 1, 3, 3)
Y = torch.rand(4, 1, 3, 3, generator=torch.Generator().manual_seed(1))
NAN, FLAT, WIDE = torch.full((4, 1, 3, 3), torch.nan), torch.zeros(4, 9), torch.zeros(4, 1, 5, 5)
INTS, G, INF = torch.zeros(4, 1, 3, 3, dtype=torch.int64), torch.Generator(), float("inf")
NO = float("nan")
ROWS, LEVELS = torch.rand(6, 3, generator=torch.Generator().manual_seed(2)), torch.tensor([2.0, 1.0, 0.0])
D = Dictionary(ROWS, ROWS)
IS, TWO, C = ideal.IdealDenoiser(Y), df.two_point_denoiser(), torch.zeros(1, 3, 3)
GAUSS, POINT, WIENER = df.gaussian_denoiser(C, C + 1), df.point_denoiser(Y[:1]), df.wiener(Y)

IMAGE_KIND, IMAGE_SHAPE = r"float tensor, got torch\.int64", r"\(B, C, H, W\).*got \(4, 9\)"
OTHER_SHAPE, NOT_FINITE, SIGMA = r"\(1, 3, 3\), got \(1, 5, 5\)", "must be finite, got 36 NaN", "finite and > 0, got"


@pytest.fixture(autouse=True)
def as_a_reader_has_it():
    """No shape checks by annotation, so that the functions' own messages are met."""
    before = jaxtyping.config.jaxtyping_disable
    jaxtyping.config.update("jaxtyping_disable", True)
    yield
    jaxtyping.config.update("jaxtyping_disable", before)


def images(name, call):
    """The four ways in which a batch of images can be wrong."""
    return [(name, lambda: call(INTS), T, IMAGE_KIND), (name, lambda: call(FLAT), V, IMAGE_SHAPE),
            (name, lambda: call(NAN), V, NOT_FINITE), (name, lambda: call(X[:0]), V, "no empty side"),
            (name, lambda: call([1.0]), T, "float tensor, got list")]


def levels(name, call, zero=False):
    """The ways in which a noise level can be wrong; `zero` where 0 is allowed."""
    bad = [(name, lambda s=s: call(s), V, f"finite and >=? 0, got {re.escape(str(s))}") for s in (-1.0, INF, NO)]
    bad += [(name, lambda: call("1"), T, "must be a number"), (name, lambda: call(None), T, "must be a number")]
    return bad if zero else [*bad, (name, lambda: call(0.0), V, "> 0, got 0.0")]


POSTERIOR = [
    ("Dictionary", lambda: Dictionary(ROWS[:0], ROWS[:0]), V, r"not be empty, got \(0, 3\)"),
    ("Dictionary", lambda: Dictionary(ROWS[0], ROWS), V, r"keys must have shape \(M, width\).*got \(3,\)"),
    ("Dictionary", lambda: Dictionary(ROWS, ROWS[:2]), V, "equally many, got 6 and 2"),
    ("Dictionary", lambda: Dictionary(ROWS.long(), ROWS), T, r"keys must be a float tensor, got torch\.int64"),
    ("Dictionary", lambda: Dictionary(ROWS, ROWS * torch.nan), V, "values must be finite, got 18"),
    ("Dictionary", lambda: Dictionary(ROWS, ROWS, ROWS[0]), V, r"log_mult must have shape \(6,\), got \(3,\)"),
    ("Dictionary", lambda: Dictionary(ROWS, ROWS, torch.zeros(6).log()), V, "log_mult must be finite"),
    ("posterior", lambda: posterior(ROWS, ROWS, 1.0), T, "must be a Dictionary.*got Tensor"),
    ("posterior", lambda: posterior(ROWS[:, :2], D, 1.0), V, r"shape \(Q, 3\), got \(6, 2\)"),
    ("posterior", lambda: posterior(ROWS[:0], D, 1.0), V, r"shape \(Q, 3\), got \(0, 3\)"),
    ("posterior", lambda: posterior(ROWS / 0, D, 1.0), V, "queries must be finite"),
    ("posterior", lambda: posterior(ROWS.int(), D, 1.0), T, "queries must be a float tensor"),
    ("posterior", lambda: posterior(ROWS, D, torch.ones(2)), V, r"shape \(6,\), got shape \(2,\)"),
    ("posterior", lambda: posterior(ROWS, D, torch.ones(6, 1)), V, r"shape \(6,\), got shape \(6, 1\)"),
    ("posterior", lambda: posterior(ROWS, D, 1.0, chunk=0), V, "chunk must be at least 1, got 0"),
    ("posterior", lambda: posterior(ROWS, D, 1.0, chunk=1.5), T, "chunk must be an integer, got 1.5"),
    ("posterior", lambda: posterior(ROWS, D, 1.0, top_k=7), V, "top_k must be at least 0 and at most 6, got 7"),
    *levels("posterior", lambda s: posterior(ROWS, D, s)),
]
PHOTO = np.zeros((40, 200, 3), np.uint8)
DATA = [
    *[("crops", lambda x=x: crops.crops([PHOTO, x], 2, True), error, says) for x, error, says in (
        (PHOTO / 255, T, "must be uint8 arrays, got float64"), (PHOTO[..., 0], V, r"\(H, W, 3\), got \(40, 200\)"),
        (PHOTO[:31], V, "32 rows and .*got 31 x 200"), (PHOTO[:, :100], V, "a strip of 32 columns .*got 40 x 100"))],
    ("crops", lambda: crops.crops([PHOTO], 0, True), V, "each must be at least 1, got 0"),
    ("load", lambda: data.load("mnist"), V, "fashion-mnist, .*digits, got 'mnist'"),
    ("picture", lambda: data.picture("dog"), V, "picture must be one of china, .*gravel, got 'dog'"),
    ("load", lambda: data.load("digits", n=0), V, "at least 1 and at most 1797, got 0"),
    ("load", lambda: data.load("fashion-mnist", n=2001), V, "at least 1 and at most 2000, got 2001"),
    ("load", lambda: data.load("digits", n=2.5), T, "n must be an integer, got 2.5"),
    ("load", lambda: data.load("digits", size=0), V, "size must be at least 1 and at most 1024, got 0"),
    ("load", lambda: data.load("digits", blur=-1), V, "blur must be at least 0, got -1"),
    ("load", lambda: data.load("digits", blur=0.5), T, "blur must be an integer, got 0.5"),
    ("blurred", lambda: data.blurred(X, -1), V, "blur must be at least 0, got -1"),
    *images("blurred", data.blurred),
    ("resize", lambda: data.resize(X, 2000), V, "at most 1024, got 2000"),
    ("resize", lambda: data.resize(X, True), T, "integer, got True"),
    ("checked", lambda: data.checked(data.ROOT / "nothing.npz"), FileNotFoundError, r"nothing\.npz is missing"),
    ("checked", lambda: data.checked(data.ROOT / "README.md"), V, r"README\.md has no checksum in .*checksums\.json"),
    ("arrays", lambda: data.arrays(data.ROOT / "nothing.npz"), FileNotFoundError, r"nothing\.npz is missing"),
    ("results", lambda: data.results("nothing"), FileNotFoundError, r"nothing\.json is missing"),
    ("about", lambda: data.about("nothing"), FileNotFoundError, r"nothing\.json is missing"),
    ("record", lambda: data.record(data.ROOT / "nothing.npz"), FileNotFoundError, r"nothing\.npz is missing"),
    *images("resize", lambda x: data.resize(x, 4)),
]
METRICS = [case for name in ("pearson", "pearson2", "cod", "rms") for case in (
    *images(name, lambda x, name=name: getattr(metrics, name)(x, X)),
     *images(name, lambda x, name=name: getattr(metrics, name)(X, x)),
    (name, lambda name=name: getattr(metrics, name)(X, X[:2]), V,
     r"same shape, got \(4, 1, 3, 3\) and \(2, 1, 3, 3\)"))]
METRICS += [case for name in ("nearest", "nearest_shifted", "shifted_distances", "nn_ratio", "copies") for case in (
    *images(name, lambda x, name=name: getattr(metrics, name)(x, X)),
     *images(name, lambda x, name=name: getattr(metrics, name)(X, x)),
    (name, lambda name=name: getattr(metrics, name)(WIDE, X), V, OTHER_SHAPE))]
METRICS += [
    ("cod", lambda: metrics.cod(X, X, "both"), V, "variance_of must be one of truth, prediction, got 'both'"),
    ("nearest", lambda: metrics.nearest(X, X, 5), V, "k must be at least 1 and at most 4, got 5"),
    ("nearest_shifted", lambda: metrics.nearest_shifted(WIDE, Y), V, OTHER_SHAPE),
    ("nearest_shifted", lambda: metrics.nearest_shifted(X, X, 0), V, "chunk must be at least 1, got 0"),
    ("shifted_distances", lambda: metrics.shifted_distances(X, X, 0), V, "chunk must be at least 1, got 0"),
    ("nn_ratio", lambda: metrics.nn_ratio(X, X[:1]), V, "at most 1, got 2"),
    ("nn_ratio", lambda: metrics.nn_ratio(X, X[:1], shifted=True), V, "at most 1, got 2"),
    *images("bias_variance", lambda x: metrics.bias_variance([X, x], X)),
    *images("bias_variance", lambda x: metrics.bias_variance([X, X], x)),
    ("bias_variance", lambda: metrics.bias_variance([X], X), V, "number of guesses must be at least 2, got 1"),
    ("bias_variance", lambda: metrics.bias_variance([X, X], X[:2]), V, "same shape"),
    *[("copies", lambda t=t: metrics.copies(X, X, t), V, r"\(0, 1\], got") for t in (0, -1, 1.1, NO, torch.ones(2))],
]
AXES, FRAMES = Figure().subplots(), torch.zeros(2, 2, 1, 3, 3)
AXES.plot([0, 1], label="a line")
FIGURES = [
    *images("grid", figures.grid),
    ("grid", lambda: figures.grid(torch.zeros(2, 2, 3, 3)), V, "1 or 3 channels, got 2"),
    ("grid", lambda: figures.grid(X, titles=["a"]), V, r"one an image \(4\), got 1"),
    ("grid", lambda: figures.grid(X, cols=0), V, "cols must be at least 1, got 0"),
    ("grid", lambda: figures.grid(X, scale=0.0), V, "scale must be finite and > 0, got 0"),
    ("fields", lambda: figures.fields(X, ["a"] * 4), V, r"shape \(B, H, W\) .*got \(4, 1, 3, 3\)"),
    ("fields", lambda: figures.fields(X[:, 0] + NO, ["a"] * 4), V, "values must be finite, got 36 NaN"),
    ("fields", lambda: figures.fields(X[:, 0], ["a"]), V, r"one an image \(4\), got 1"),
    ("table", lambda: figures.table([], []), V, "0 >= 1 cells"),
    ("table", lambda: figures.table(["a"], [["b", "c"]]), V, "1 >= 1 cells .*got .'b', 'c'"),
    ("table", lambda: figures.table(["a"], [["b|c"]]), V, "without bars"),
    ("table", lambda: figures.table(["a\nb"], []), V, "without bars and line breaks"),
    ("source_color", lambda: figures.source_color(-1), V, "m must be at least 0, got -1"),
    ("draw_sources", lambda: figures.draw_sources(None, X[0, 0]), V, r"source must be an integer tensor \(H, W\)"),
    ("draw_image", lambda: figures.draw_image(None, X), V, r"shape \(1 or 3, H, W\), got \(4, 1, 3, 3\)"),
    ("draw_image", lambda: figures.draw_image(None, X[0].long()), T, "image must be a float tensor, got torch.int64"),
    ("draw_image", lambda: figures.draw_image(None, NAN[0]), V, "image must be finite"),
    ("label_line", lambda: figures.label_line(AXES, 0, 0, "a", "sepia"), V, "'sepia' is not a valid value for color"),
    ("direct_labels", lambda: figures.direct_labels(Figure().subplots()), V, "no line of these axes has a label"),
    ("direct_labels", lambda: figures.direct_labels(AXES, -1.0), V, "gap must be finite and >= 0, got -1"),
    ("direct_labels", lambda: figures.direct_labels(AXES, "1"), T, "gap must be a number, got '1'"),
    *[("strip", lambda x=x: figures.strip(x, ["a", "b"], "Noise."), V, r"frames must have shape \(T >= 2, R, 1 or 3, H")
      for x in (X, FRAMES[:1], FRAMES.expand(-1, -1, 2, -1, -1))],
    ("strip", lambda: figures.strip(FRAMES + NO, ["a", "b"], "Noise."), V, "frames must be finite"),
    ("strip", lambda: figures.strip([1.0], ["a", "b"], "Noise."), T, "frames must be a float tensor, got list"),
    *[("strip", lambda s=s: figures.strip(FRAMES, s, "Noise."), V, r"labels must be 2 texts without \|, one a moment")
      for s in (["a"], ["a", "b|c"])],
    ("strip", lambda: figures.strip(FRAMES, ["a", "b"], "Noise.", rows=["A"]), V, r"one name a row \(2\), got .'A'"),
    ("strip", lambda: figures.strip(FRAMES, ["a", "b"], " "), V, "alt must be a text"),
    *[("show", lambda a=a: figures.show(None, alt=a), V, "alt must be a text") for a in ("", " ", None, 3)],
    ("display_png", lambda: figures.display_png(b"", alt=""), V, "alt must be a text"),
]
CLAIMS = [
    *[("claim", lambda s=s: claims.claim("a", 1, s, "a pair"), V, f"says must be a number.*got {re.escape(repr(s))}")
      for s in ("", "about 1", "1,23", "1.", ".5", "1e", "5 %%", "1 2", "٣x")],
    *[("claim", lambda n=n: claims.claim(n, 1, "1", "a pair"), V, "words joined by hyphens")
      for n in ("", "two words", "a--b")],
    *[("claim", lambda s=s: claims.claim("a", 0.95, s, "a pair"), T, f"says must be a text in quotes, got {s}")
      for s in (0.95, None)],
    ("claim", lambda: claims.claim(3, 0.95, "0.95", "a pair"), T, "name must be a text in quotes, got 3"),
    *[("claim", lambda v=v: claims.claim("a", v, "1", "a pair"), T, "value must be one number, got")
      for v in ("1", None, 1j, ROWS, np.ones(2), 10**400)],
    *[("claim", lambda o=o: claims.claim("a", 1, "1", **{"over": "a pair", **o}), T,
       f"{next(iter(o))} must be a text in quotes, got 3") for o in ({"over": 3}, {"stored": 3})],
    *[("claim", lambda o=o: claims.claim("a", 1, "1", o), V, "over must say what") for o in ("", "  ")],
    ("claim", lambda: claims.claim("a", 1, "1", "a pair", "timings"), V, "timings.json must say machine, date, seeds"),
    *[(n, lambda n=n: getattr(claims, n)("about 1"), V, "says must be a number.*got 'about 1'")
      for n in ("split", "plain")],
    ("agrees", lambda: claims.agrees("1", "one"), V, "says must be a number"),
    *[("calls", lambda s=s: claims.calls(s), V, "must be literal texts, got claim")
      for s in ("claim(n, 1, says='1')", "claim('a', says='1')", "claim('a', 1, says='1', stored=o)")],
]
NUMBERS = [
    ("abar_linear", lambda: df.abar_linear(0), V, "K must be at least 1, got 0"),
    *[(n, lambda n=n, t=t: getattr(df, n)(t), V, r"t must be in \[0, 1\], got")
      for n in ("abar_cosine", "abar_legacy") for t in (-0.1, 1.1, NO)],
    *[(n, lambda n=n: getattr(df, n)(0.5, s=-1.0), V, "s must be finite and >= 0, got -1.0")
      for n in ("abar_cosine", "abar_legacy")],
    ("sigmas_edm", lambda: df.sigmas_edm(1), V, "n must be at least 2, got 1"),
    ("sigmas_edm", lambda: df.sigmas_edm(5, 3.0, 2.0), V, "below sigma_max, got 3.0 and 2.0"),
    *[("sigmas_edm", lambda r=r: df.sigmas_edm(5, rho=r), V, "rho must be between 0.1 and 1000, got")
      for r in (0.0, 1e-3, 1e300, NO)],
    *[("abar_to_sigma", lambda a=a: df.abar_to_sigma(a), V, r"abar must be in \(0, 1\], got") for a in (0.0, 1.5, NO)],
    *[("sigma_to_abar", lambda s=s: df.sigma_to_abar(s), V, "sigma must be >= 0, got") for s in (-1.0, NO)],
    ("vp_to_ve", lambda: df.vp_to_ve(X, 0.0), V, r"\(0, 1\], got 0.0"),
    ("vp_to_ve", lambda: df.vp_to_ve(NAN, 0.5), V, NOT_FINITE),
    ("ve_to_vp", lambda: df.ve_to_vp(X, -2.0), V, ">= 0, got -2.0"),
    ("ve_to_vp", lambda: df.ve_to_vp(INTS, 2.0), T, IMAGE_KIND),
    ("schedule", lambda: df.schedule("sigmoid", 5), V, "edm, cosine, legacy, linear, got 'sigmoid'"),
    ("schedule", lambda: df.schedule("edm", 0), V, "steps must be at least 1, got 0"),
    ("schedule", lambda: df.schedule("edm", 2.0), T, "steps must be an integer, got 2.0"),
    ("schedule", lambda: df.schedule("edm", 5, 2.0, 1.0), V, "below sigma_max, got 2.0 and 1.0"),
    ("schedule", lambda: df.schedule("legacy", 5, 100.0, 200.0), V, "legacy reaches levels from .* to 80.2, got"),
    *levels("schedule", lambda s: df.schedule("cosine", 5, sigma_min=s)),
]
DIFFUSION = [
    ("convert", lambda: df.convert(X, X, 0.5, "noise", "x0"), V, "given must be one of x0, eps, score, v, got 'noise'"),
    ("convert", lambda: df.convert(X, X, 0.5, "x0", "image"), V,
     "wanted must be one of x0, eps, score, v, got 'image'"),
    *[("convert", lambda a=a: df.convert(X, X, a, "x0", "v"), V, "strictly between 0 and 1, got")
     for a in (0.0, 1.0, NO, torch.tensor([0.5, 0.5, 1.0, 0.5]))],
    *[(name, lambda f=f, t=t: f(t), V, rf"must be a number or have shape \(4,\), got shape \({t.shape[0]},")
      for name, f in (("convert", lambda t: df.convert(X, X, t, "x0", "v")), ("vp_to_ve", lambda t: df.vp_to_ve(X, t)),
                      ("ve_to_vp", lambda t: df.ve_to_vp(X, t))) for t in (torch.ones(3) / 2, torch.ones(4, 1) / 2)],
    ("convert", lambda: df.convert(X, X[:1], 0.5, "x0", "v"), V, "same shape"),
    *images("add_noise", lambda x: df.add_noise(x, 1.0, X)), *images("add_noise", lambda x: df.add_noise(X, 1.0, x)),
    *levels("add_noise", lambda s: df.add_noise(X, s, X), zero=True),
    ("add_noise", lambda: df.add_noise(X, 1.0, X[:2]), V, r"\(4, 1, 3, 3\) or \(1, 1, 3, 3\), got \(2, 1, 3, 3\)"),
    *images("score", lambda x: df.score(TWO, x, 1.0)), *levels("score", lambda s: df.score(TWO, X, s)),
    *images("sample", lambda x: df.sample(TWO, x, LEVELS)),
    ("sample", lambda: df.sample(TWO, X, LEVELS, "rk4"), V, "euler, ddim, heun, ancestral, got 'rk4'"),
    ("sample", lambda: df.sample(TWO, X, LEVELS[:1]), V, r"at least two levels \(one step\), got shape \(1,\)"),
    ("sample", lambda: df.sample(TWO, X, LEVELS[None]), V, "at least two levels"),
    ("sample", lambda: df.sample(TWO, X, LEVELS.flip(0)), V, "fall strictly"),
    ("sample", lambda: df.sample(TWO, X, torch.tensor([1.0, 1.0, 0.0])), V, "fall strictly"),
    ("sample", lambda: df.sample(TWO, X, torch.tensor([1.0, -1.0])), V, "not below 0"),
    ("sample", lambda: df.sample(TWO, X, torch.tensor([INF, 1.0])), V, "sigmas must be finite"),
    ("sample", lambda: df.sample(TWO, X, LEVELS, "ancestral"), V, "needs noise or a generator, got neither"),
    ("sample", lambda: df.sample(TWO, X, LEVELS, "ancestral", noise=torch.zeros(2, *X.shape), generator=G), V,
     "got both"),
    ("sample", lambda: df.sample(TWO, X, LEVELS, "ancestral", noise=X), V,
     r"shape \(2, 4, 1, 3, 3\), got \(4, 1, 3, 3\)"),
    ("sample", lambda: df.sample(TWO, X, LEVELS, "ancestral", generator=7), T, r"torch\.Generator, got int"),
    ("sample", lambda: df.last(df.sample(lambda z, s: z[:1], X, LEVELS)), V,
     r"shape of z, \(4, 1, 3, 3\), got \(1, 1, 3, 3\)"),
    ("last", lambda: df.last(iter(())), V, "yields no state"),
    *[case for name, m in (
        ("two_point_denoiser", TWO), ("gaussian_denoiser", GAUSS), ("wiener", WIENER), ("IdealDenoiser", IS))
      for case in (*images(name, lambda x, m=m: m(x, 1.0)), *levels(name, lambda s, m=m: m(X, s)))],
    *[(name, lambda m=m: m(WIDE, 1.0), V, OTHER_SHAPE) for name, m in (
        ("point_denoiser", POINT), ("gaussian_denoiser", GAUSS), ("wiener", WIENER), ("IdealDenoiser", IS))],
    ("point_denoiser", lambda: df.point_denoiser(Y), V, r"one image \(1, C, H, W\), got \(4, 1, 3, 3\)"),
    ("gaussian_denoiser", lambda: df.gaussian_denoiser(C, C - 1), V, "var must be >= 0, got -1"),
    ("gaussian_denoiser", lambda: df.gaussian_denoiser(C, C[:, :2]), V, "mean and var must have the same shape"),
    ("gaussian_flow", lambda: df.gaussian_flow(WIDE, 1.0, 0.5, C, C), V, OTHER_SHAPE),
    *levels("gaussian_flow", lambda s: df.gaussian_flow(X, s, 0.5, C, C)),
    *levels("gaussian_flow", lambda s: df.gaussian_flow(X, 1.0, s, C, C), zero=True),
    ("wiener", lambda: df.wiener(X[:1]), V, "at least two images"), *images("wiener", df.wiener),
]
IDEAL = [
    *images("IdealDenoiser", ideal.IdealDenoiser),
    ("IdealDenoiser", lambda: ideal.IdealDenoiser(X, torch.zeros(3)), V,
     r"log_mult must have shape \(4,\), got \(3,\)"),
    ("IdealDenoiser", lambda: IS.posterior(X, 1.0, top_k=5), V, "at most 4, got 5"),
    ("IdealDenoiser", lambda: IS.posterior(WIDE, 1.0), V, OTHER_SHAPE),
    *[case for name in ("attention", "copy_bound", "energy") for case in (
        *images(name, lambda x, name=name: getattr(ideal, name)(x, 1.0, Y)),
        *images(name, lambda x, name=name: getattr(ideal, name)(Y, 1.0, x)),
        *levels(name, lambda s, name=name: getattr(ideal, name)(Y, s, Y)),
        (name, lambda name=name: getattr(ideal, name)(WIDE, 1.0, Y), V, OTHER_SHAPE))],
    ("copy_bound", lambda: ideal.copy_bound(X, 1.0, X[:1]), V, "at least two images, got 1"),
    *levels("straight_line", lambda s: ideal.straight_line(X, s, 0.1, Y)),
    *levels("straight_line", lambda s: ideal.straight_line(X, 1.0, s, Y), zero=True),
    ("straight_line", lambda: ideal.straight_line(NAN, 1.0, 0.5, Y), V, "z0 " + NOT_FINITE),
]
RISING = torch.tensor([0.1, 1.0])
CLONE = {"denoise": IS, "data": Y, "z": X, "sigmas": LEVELS, "branch": 0, "generator": G}
MEMORIZATION = [
    *levels("time_to_sigma", mm.time_to_sigma, zero=True), *levels("sigma_to_time", mm.sigma_to_time, zero=True),
    *[case for name in ("collapse_sigma", "collapse_time") for case in (
        (name, lambda name=name: getattr(mm, name)(1, 10), V, "N must be at least 2, got 1"),
        (name, lambda name=name: getattr(mm, name)(10.0, 10), T, "N must be an integer, got 10.0"),
        (name, lambda name=name: getattr(mm, name)(10, 0), V, "d must be at least 1, got 0"),
        *levels(name, lambda v, name=name: getattr(mm, name)(10, 10, v)))],
    ("time_to_sigma", lambda: mm.time_to_sigma(400), V, "t must be between 0 and 27.631, got 400"),
    ("sigma_to_time", lambda: mm.sigma_to_time(1e300), V, r"sigma must be between 0 and 1e\+12, got 1e\+300"),
    ("collapse_sigma", lambda: mm.collapse_sigma(2, 10**30), V, r"level of collapse must be between 1e-12 and 1e\+12"),
    ("needed_N", lambda: mm.needed_N(0.5, 0), V, "d must be at least 1, got 0"),
    ("needed_N", lambda: mm.needed_N(1e-9, 10**6), V, "must leave N below 1.8e308, got 1e-09, 1000000 and 1.0"),
    *[("gaussian_collapse", lambda s=s: mm.gaussian_collapse(9, torch.full((3,), s, dtype=torch.float64)), V,
       r"level of collapse must be between 1e-12 and 1e\+12") for s in (1e-30, 1e30)],
    *levels("needed_N", lambda t: mm.needed_N(t, 10)), *levels("needed_N", lambda v: mm.needed_N(0.5, 10, v)),
    *images("spectrum", mm.spectrum), *images("speciation", mm.speciation),
    ("speciation", lambda: mm.speciation(X), V, "largest eigenvalue > 1, got 0"),
    ("gaussian_collapse", lambda: mm.gaussian_collapse(1, torch.ones(3)), V, "N must be at least 2, got 1"),
    *[("gaussian_collapse", lambda s=s: mm.gaussian_collapse(9, s), V,
     r"spectrum must be \(D,\), >= 0, with a value > 0")
      for s in (torch.zeros(3), -torch.ones(3), torch.ones(3, 3), torch.ones(0))],
    *[case for name in ("rem_gap", "true_weight") for case in (
        *images(name, lambda x, name=name: getattr(mm, name)(x, 1.0, X)),
        *images(name, lambda x, name=name: getattr(mm, name)(Y, 1.0, x)),
        *levels(name, lambda s, name=name: getattr(mm, name)(Y, s, X)),
        (name, lambda name=name: getattr(mm, name)(Y, 1.0, WIDE), V, OTHER_SHAPE),
        (name, lambda name=name: getattr(mm, name)(Y[:2], 1.0, X), V, "at least 1 and at most 2, got 4"))],
    *[("measured_collapse", lambda s=s: mm.measured_collapse(Y, s, X), V, "two or more rising levels")
      for s in (LEVELS, LEVELS[:1], torch.ones(2, 2))],
    ("measured_collapse", lambda: mm.measured_collapse(Y, LEVELS.flip(0), X), V, "finite and > 0, got 0.0"),
    ("measured_collapse", lambda: mm.measured_collapse(Y, RISING, X, "mode"), V,
     "of must be one of mean, median, got 'mode'"),
    ("gaussian_win_share", lambda: mm.gaussian_win_share(1, 5, 1.0, 5, G), V, "N must be at least 2, got 1"),
    ("gaussian_win_share", lambda: mm.gaussian_win_share(9, 5, 1.0, 0, G), V, "repeats must be at least 1, got 0"),
    ("gaussian_win_share", lambda: mm.gaussian_win_share(9, 5, 1.0, 5, None), T, r"torch\.Generator, got NoneType"),
    *levels("gaussian_win_share", lambda r: mm.gaussian_win_share(9, 5, r, 5, G)),
    *images("clone_ends", lambda x: mm.clone_ends(**CLONE | {"z": x})),
    *images("clone_ends", lambda x: mm.clone_ends(**CLONE | {"data": x})),
    ("clone_ends", lambda: mm.clone_ends(**CLONE | {"branch": 2}), V,
     "branch must be at least 0 and at most 1, got 2"),
    ("clone_ends", lambda: mm.clone_ends(**CLONE | {"generator": 1}), T, r"torch\.Generator, got int"),
    *images("agreement", lambda x: mm.agreement(IS, TWO, x, 1.0)),
    *levels("agreement", lambda s: mm.agreement(IS, TWO, X, s)),
    ("agreement", lambda: mm.agreement(IS, TWO, X[:1], 1.0), V, "number of images must be at least 2, got 1"),
    *images("patch_density", lambda x: mm.patch_density(x, Y, 3, 5, G)),
     *images("patch_density", lambda x: mm.patch_density(Y, x, 3, 5, G)),
    ("patch_density", lambda: mm.patch_density(Y, WIDE, 3, 5, G), V, OTHER_SHAPE),
    ("patch_density", lambda: mm.patch_density(X, X, 1, 5, G), V, "windows of side 1 that differ, got all alike"),
    ("patch_density", lambda: mm.patch_density(Y, Y, 4, 5, G), V, "P must be at least 1 and at most 3, got 4"),
    ("patch_density", lambda: mm.patch_density(Y, Y, 3, 0, G), V, "count must be at least 1, got 0"),
    ("patch_density", lambda: mm.patch_density(Y, X, 3, 5, G), V, "a window of side 3 that is not constant, got none"),
]
W = torch.ones(2, 1, 5, 5)  # a world
LOCAL, K = rules.LocalBlackWhite(), rules.ring_kernel(1.0, 2.0, 1.0, 0.3)
EYES = rules.PatchDenoiser(torch.eye(3).expand(2, 3, 3))
RING, GAUSSIANS = {"R1": 1.0, "R2": 2.0, "w1": 1.0, "w2": 0.3}, {"A": 1.0, "B": 1.0, "sa": 1.0, "si": 2.0}
TWO_CHANNELS, EVEN = r"one channel, got shape \(2, 2, 5, 5\)", "P must be odd, for a window has a centre, got 2"
RULES = [
    ("row_bits", lambda: rules.row_bits(9), V, "L must be at least 1 and at most 8, got 9"),
    ("closed_walks", lambda: rules.closed_walks(np.ones((3, 3, 3), bool), []), V, r"n a power of 2, got bool \(3,"),
    ("closed_walks", lambda: rules.closed_walks(np.ones((4, 4, 4)), []), V, "good must be bool .*got float64"),
    *[case for name, call in (
        ("window_sum", lambda x: rules.window_sum(x, 3)), ("majority", rules.majority),
        ("consistent", rules.consistent), ("world_energy", rules.world_energy), ("distinct", rules.distinct),
        ("settle", lambda x: rules.settle(x, generator=G)), ("majority_run", rules.majority_run),
        ("young_step", lambda x: rules.young_step(x, K)), ("LocalBlackWhite", lambda z: LOCAL(z, 1.0)))
      for case in (*images(name, call), *([] if name == "window_sum" else [
        (name, lambda call=call: call(W.repeat(1, 2, 1, 1)), V, TWO_CHANNELS)]))],
    *[case for name, call in (
        ("window_sum", lambda P: rules.window_sum(W, P)), ("majority", lambda P: rules.majority(W, P)),
        ("consistent", lambda P: rules.consistent(W, P)), ("world_energy", lambda P: rules.world_energy(W, P)),
        ("settle", lambda P: rules.settle(W, P, generator=G)),
        ("majority_run", lambda P: rules.majority_run(W, P)),
        ("count_by_force", lambda P: rules.count_by_force(5, P)))
      for case in (
        (name, lambda call=call: call(7), V, "P must be at least 1 and at most 5, got 7"),
        (name, lambda call=call: call(2), V, EVEN),
        (name, lambda call=call: call(3.0), T, "P must be an integer, got 3.0"))],
    *[(name, lambda call=call: call(W / 2), V, "x must hold -1 and 1 only, got 0.5") for name, call in (
        ("majority", rules.majority), ("consistent", rules.consistent), ("world_energy", rules.world_energy),
        ("distinct", rules.distinct), ("settle", lambda x: rules.settle(x, generator=G)),
        ("majority_run", rules.majority_run))],
    ("settle", lambda: rules.settle(W, generator=7), T, r"torch\.Generator, got int"),
    *[("ring_kernel", lambda key=key, bad=bad: rules.ring_kernel(**RING | {key: bad}), V, f"{key} must be finite and >")
      for key in RING for bad in (-1.0, INF, NO)],
    ("ring_kernel", lambda: rules.ring_kernel(2.0, 2.0, 1.0, 0.3), V, "R1 must be below R2, got 2.0 and 2.0"),
    ("ring_kernel", lambda: rules.ring_kernel("1", 2.0, 1.0, 0.3), T, "R1 must be a number, got '1'"),
    ("young_step", lambda: rules.young_step(-W, K), V, "x must hold 0 and 1 only, got -1"),
    ("young_step", lambda: rules.young_step(W[..., :4], K), V, "side of kernel must be .* at most 4, got 5"),
    *[case for name, call in (("young_step", lambda k: rules.young_step(W, k)),
                              ("kernel_wavelength", rules.kernel_wavelength)) for case in (
        (name, lambda call=call: call(K[:4, :4]), V, r"square with an odd side, got shape \(4, 4\)"),
        (name, lambda call=call: call(K[0]), V, "square with an odd side"),
        (name, lambda call=call: call(K[:, 1:4]), V, "square with an odd side"),
        (name, lambda call=call: call(torch.arange(9.0).reshape(3, 3)), V, "kernel must be symmetric"),
        (name, lambda call=call: call(K / 0), V, "kernel must be finite"),
        (name, lambda call=call: call([[1.0]]), T, "kernel must be a float tensor, got list"))],
    *[(name, lambda call=call, key=key: call(**GAUSSIANS | {key: 0.0}), V, f"{key} must be finite and > 0, got 0.0")
      for name, call in (("lali_transform", lambda **g: rules.lali_transform(1.0, **g)),
                         ("lali_wavelength", rules.lali_wavelength)) for key in GAUSSIANS],
    ("lali_wavelength", lambda: rules.lali_wavelength(1.0, 1.0, 2.0, 2.0), V, "sa must be below si, got 2.0 and 2.0"),
    ("lali_transform", lambda: rules.lali_transform("1", **GAUSSIANS), T, "k must be a number or a tensor, got '1'"),
    ("LocalBlackWhite", lambda: rules.LocalBlackWhite(2), V, EVEN),
    ("LocalBlackWhite", lambda: rules.LocalBlackWhite(0), V, "P must be at least 1, got 0"),
    ("LocalBlackWhite", lambda: rules.LocalBlackWhite(7)(W, 1.0), V, "P must be at least 1 and at most 5, got 7"),
    *levels("LocalBlackWhite", lambda s: LOCAL(W, s)),
    ("sample_worlds", lambda: rules.sample_worlds(3, 0, 1, generator=G), V, "L must be at least 1, got 0"),
    ("sample_worlds", lambda: rules.sample_worlds(3, 4, 0, generator=G), V, "count must be at least 1, got 0"),
    ("sample_worlds", lambda: rules.sample_worlds(3, 2, 1, generator=G), V, "P must be .* at most 2, got 3"),
    ("sample_worlds", lambda: rules.sample_worlds(4, 4, 1, generator=G), V, "P must be odd"),
    ("sample_worlds", lambda: rules.sample_worlds(3, 4, 1, steps=0, generator=G), V, "steps must be at least 1"),
    ("sample_worlds", lambda: rules.sample_worlds(3, 4, 1, generator=None), T, r"torch\.Generator, got NoneType"),
    ("count_by_force", lambda: rules.count_by_force(6), V, "L must be at least 1 and at most 5, got 6"),
    ("count_by_force", lambda: rules.count_by_force(2, 3), V, "P must be at least 1 and at most 2, got 3"),
    *[("count_consistent", lambda L=L: rules.count_consistent(L), V, "L must be at least 3 and at most 8")
      for L in (2, 9)],
    ("blobs", lambda: rules.blobs(4, torch.ones(1, 0).bool()), V, "L must be at least 5, got 4"),
    ("blobs", lambda: rules.blobs(10, torch.ones(1, 4)), T, r"on must be a bool tensor, got torch\.float32"),
    ("blobs", lambda: rules.blobs(10, [[True] * 4]), T, "on must be a bool tensor, got list"),
    *[("blobs", lambda n=n: rules.blobs(10, torch.ones(n).bool()), V, r"on must have shape \(B, 4\), got")
      for n in ((1, 3), (4,), (0, 4))],
    *levels("linear_growth", lambda s: rules.linear_growth(9.0, s, 1.0)),
    *levels("linear_growth", lambda s: rules.linear_growth(9.0, 5.0, s)),
    *levels("measured_wave", lambda s: rules.measured_wave(LOCAL, torch.zeros(1), 5.0, s)),
    ("measured_wave", lambda: rules.measured_wave(LOCAL, torch.ones(1), 5.0, 1.0), V, r"multiples of 2 pi / side.*got"),
    ("measured_wave", lambda: rules.measured_wave(LOCAL, torch.zeros(1), 1.0, 5.0), V, "sigma1 must be above sigma2"),
    ("measured_wave", lambda: rules.measured_wave(LOCAL, torch.zeros(1), 5.0, 1.0, steps=0), V, "steps must be at le"),
    ("measured_wave", lambda: rules.measured_wave(LOCAL, [0.0], 5.0, 1.0), T, "k must be a float tensor, got list"),
    *levels("even_levels", lambda s: rules.even_levels(100.0, s, 3)),
    ("even_levels", lambda: rules.even_levels(1.0, 2.0, 3), V, "sigma1 must be above sigma2, got 1.0 and 2.0"),
    ("PatchDenoiser", lambda: rules.PatchDenoiser(torch.zeros(2, 4, 3)), V, r"\(M, h, w\) with odd sides, got \(2, 4"),
    ("PatchDenoiser", lambda: rules.PatchDenoiser([[1.0]]), T, "patches must be a float tensor, got list"),
    ("PatchDenoiser", lambda: EYES(torch.zeros(1, 1, 2, 5), 1.0), V, r"at least 3 x 3 pixels, got \(1, 1, 2, 5\)"),
    ("PatchDenoiser", lambda: EYES(torch.zeros(1, 2, 5, 5), 1.0), V, r"z must have shape \(B, 1, H, W\)"),
    *levels("PatchDenoiser", lambda s: EYES(W, s)), *levels("PatchDenoiser", lambda s: EYES.kernel(W, s)),
    ("LocalBlackWhite", lambda: rules.LocalBlackWhite(None).kernel(W, 1.0), V, "a kernel needs a window, got P = None"),
    ("spectral_growth", lambda: rules.spectral_growth(LOCAL, W, torch.ones(3)), V, "sigmas must fall strictly"),
    ("stripes", lambda: rules.stripes(5, 3), V, "period must be even, .* got 5"),
    ("stripes", lambda: rules.stripes(6, 4), V, "P must be odd"),
    ("waves", lambda: rules.waves(0.0, 3), V, "wavelength must be finite and > 0, got 0"),
    ("waves", lambda: rules.waves(6.0, 3, directions=0), V, "directions must be at least 1"),
    ("waves", lambda: rules.waves(6.0, 3, phases=0), V, "phases must be at least 1"),
    ("linear_growth", lambda: rules.linear_growth("9", 5.0, 1.0), T, "c must be a number or a tensor, got '9'"),
]
F1, F2, SCHNAK = torch.zeros(1, 2, 5), torch.zeros(1, 2, 5, 6), turing.Schnakenberg()
MASK = torch.ones(5, 6, dtype=torch.bool)
ANY_MODEL = {"settled": lambda m: turing.settled(m, F1), "measured_growth": lambda m: turing.measured_growth(m, 1.0),
             "rest_jacobian": turing.rest_jacobian, "growth_rate": lambda m: turing.growth_rate(m, 1.0),
             "conditions": turing.conditions, "unstable_band": turing.unstable_band, "onset": turing.onset,
             "fastest_mode": turing.fastest_mode, "stable_dt": turing.stable_dt, "check_model": turing.check_model,
             "change": lambda m: turing.change(m, F1),
             "simulate": lambda m: turing.simulate(m, F1, 3), "near_rest": lambda m: turing.near_rest(m, F1)}
FIELDS = {"check_fields": turing.check_fields, "laplacian": turing.laplacian, "fed_patch": turing.fed_patch,
          "change": lambda x: turing.change(SCHNAK, x),
          "simulate": lambda x: turing.simulate(SCHNAK, x, 3), "near_rest": lambda x: turing.near_rest(SCHNAK, x)}
SPACING = {"laplacian": lambda dx: turing.laplacian(F2, dx), "change": lambda dx: turing.change(SCHNAK, F2, dx),
           "grid_k": lambda dx: turing.grid_k((1.0,), dx),
           "stable_dt": lambda dx: turing.stable_dt(SCHNAK, dx),
           "simulate": lambda dx: turing.simulate(SCHNAK, F1, 3, dx=dx),
           "measured_wavelength": lambda dx: turing.measured_wavelength(F1[:, 0], dx)}
STENCIL = {"laplacian": lambda s: turing.laplacian(F2, stencil=s), "grid_k": lambda s: turing.grid_k((1.0,), stencil=s),
           "stable_dt": lambda s: turing.stable_dt(SCHNAK, stencil=s),
           "change": lambda s: turing.change(SCHNAK, F2, stencil=s),
           "simulate": lambda s: turing.simulate(SCHNAK, F2, 3, stencil=s)}
DOMAIN = {"check_mask": lambda m: turing.check_mask(m, F2), "laplacian": lambda m: turing.laplacian(F2, mask=m),
          "simulate": lambda m: turing.simulate(SCHNAK, F2, 3, mask=m)}
TURING = [
    *[(m.__name__, lambda m=m: m(q=1.0), T, f"{m.__name__} has the parameters .*Du, Dv; got q")
      for m in turing.MODELS.values()],
    *[(m.__name__, lambda m=m: m(Du=-1.0), V, "Du must be between .*, got -1")
      for m in turing.MODELS.values()],
    *[(m.__name__, lambda m=m: m(Dv=1e9), V, r"Dv must be between .* and .*, got 1000000000")
      for m in turing.MODELS.values()],
    ("Model", lambda: turing.Model(a=1.0), T, "Model has the parameters ; got a"),
    ("Schnakenberg", lambda: turing.Schnakenberg(a="1"), T, "a must be a number, got '1'"),
    ("Schnakenberg", lambda: turing.Schnakenberg(b=NO), V, r"b must be between 0\.1 and 3, got nan"),
    ("make", lambda: turing.make("Brusselator"), V, "model must be one of Schnakenberg, .*, got 'Brusselator'"),
    *[(name, lambda f=f: f("Schnakenberg"), T, r"model must be a Model .*got 'Schnakenberg'")
      for name, f in ANY_MODEL.items()],
    *levels("growth_rate", lambda k: turing.growth_rate(SCHNAK, k), zero=True)[3:],
    *[(name, f, V, "square of the wavenumber is too large for a float64: up to inf") for name, f in (
        ("growth_rate", lambda: turing.growth_rate(SCHNAK, 1e308)),
        ("stable_dt", lambda: turing.stable_dt(SCHNAK, 1e-170)),
        ("measured_growth", lambda: turing.measured_growth(SCHNAK, 1e200)))],
    ("onset", lambda: turing.onset(turing.GrayScott(F=0.03, k=0.07)), V, "no ratio of diffusion makes a pattern"),
    *[(name, lambda f=f: f(torch.zeros(3, 2)), V, r"shape \(B, C, W\) or .*got \(3, 2\)")
      for name, f in FIELDS.items()],
    *[(name, lambda f=f: f(torch.zeros(1, 2, 2)), V, r"sides >= 3, got \(1, 2, 2\)") for name, f in FIELDS.items()],
    *[(name, lambda f=f: f(F1 + NO), V, "must be finite, got 10 NaN") for name, f in FIELDS.items()],
    *[(name, lambda f=f: f([1.0]), T, "must be a float tensor, got list") for name, f in FIELDS.items()],
    ("change", lambda: turing.change(SCHNAK, F1[:, :1]), V, r"fields must hold u and v.*got \(1, 1, 5\)"),
    ("change", lambda: turing.change(SCHNAK, F2, boundary="open"), V, "boundary must be one of .*got 'open'"),
    ("simulate", lambda: turing.simulate(SCHNAK, F1[:, :1], 3), V, r"fields must hold u and v.*got \(1, 1, 5\)"),
    ("near_rest", lambda: turing.near_rest(SCHNAK, F1[:, :1]), V, r"noise must have shape \(B, 2.*got \(1, 1, 5\)"),
    ("fed_patch", lambda: turing.fed_patch(F1), V, r"noise must have shape \(B, 2, H, W\), got \(1, 2, 5\)"),
    ("fed_patch", lambda: turing.fed_patch(F2, side=6), V, "side must be at least 1 and at most 5, got 6"),
    *levels("near_rest", lambda a: turing.near_rest(SCHNAK, F1, a), zero=True),
    *levels("fed_patch", lambda a: turing.fed_patch(F2, 3, a), zero=True),
    *[case for name, f in SPACING.items() for case in levels(name, f)],
    *[(name, lambda f=f: f("seven"), V, "stencil must be one of five, nine, got 'seven'")
      for name, f in STENCIL.items()],
    ("laplacian", lambda: turing.laplacian(F2, 1.0, "open"), V, "boundary must be one of periodic, .*got 'open'"),
    ("simulate", lambda: turing.simulate(SCHNAK, F2, 3, boundary="open"), V, "boundary must be one of .*got 'open'"),
    *[(name, lambda f=f: f(torch.ones(5, 6)), T, r"mask must be a bool tensor, got torch\.float32")
      for name, f in DOMAIN.items()],
    *[(name, lambda f=f: f(MASK.T), V, r"shape \(5, 6\) and a True point, got \(6, 5\)") for name, f in DOMAIN.items()],
    *[(name, lambda f=f: f(~MASK), V, "and a True point") for name, f in DOMAIN.items()],
    ("grid_k", lambda: turing.grid_k((1.0, 1.0, 1.0)), V, r"k must be a tuple of 1 or 2 wavenumbers, got \(1"),
    ("grid_k", lambda: turing.grid_k(1.0), V, "k must be a tuple of 1 or 2 wavenumbers, got 1.0"),
    ("grid_k", lambda: turing.grid_k((NO,)), V, "k must be finite"),
    ("stable_dt", lambda: turing.stable_dt(SCHNAK, dims=3), V, "dims must be at least 1 and at most 2, got 3"),
    ("simulate", lambda: turing.simulate(SCHNAK, F1, -1), V, "steps must be at least 0, got -1"),
    ("simulate", lambda: turing.simulate(SCHNAK, F1, 3, every=0), V, "every must be at least 1, got 0"),
    ("simulate", lambda: turing.simulate(SCHNAK, F1, 3, dt=0.1), V, "dt must be at most .*stability bound.*got 0.1"),
    ("simulate", lambda: turing.simulate(SCHNAK, F1, 3, dt=-0.1), V, "dt must be finite and > 0, got -0.1"),
    ("simulate", lambda: turing.simulate(SCHNAK, F1, 3, growth=-0.1), V, "growth must be finite and >= 0, got -0.1"),
    *levels("measured_growth", lambda k: turing.measured_growth(SCHNAK, k)),
    ("measured_growth", lambda: turing.measured_growth(SCHNAK, 1.0, points=2), V, "points must be at least 3, got 2"),
    ("settled", lambda: turing.settled(SCHNAK, F1, points=2), V, "points must be at least 3, got 2"),
    ("settled", lambda: turing.settled(turing.Schnakenberg(Dv=5.0), F1), V, "has no Turing instability at these"),
    ("last", lambda: turing.last(iter([])), V, "already been run"),
    ("measured_wavelength", lambda: turing.measured_wavelength(F2), V, r"\(B, W\) or \(B, H, W\), got \(1, 2, 5, 6\)"),
    ("measured_wavelength", lambda: turing.measured_wavelength(F1[:, 0] + NO), V, "must be finite, got 5 NaN"),
    ("half_waves", lambda: turing.half_waves(F1), V, r"x must have shape \(B, W\), got \(1, 2, 5\)"),
    ("half_waves", lambda: turing.half_waves([1.0]), T, "x must be a float tensor, got list"),
]
CLOTH, SEEN = local.LS(Y, 3), local.LS(Y, 3).seen(Y, 1.0)
FOUND = provenance.sources(SEEN)
LABELS = torch.zeros(1, 2, 2, dtype=torch.int64)
MACHINES = {"LS": lambda P, x=Y: local.LS(x, P), "ELS": lambda P, x=Y: equivariant.ELS(x, P),
            "BBELS": lambda P, x=Y: equivariant.BBELS(x, P),
            "PatchMachine": lambda P, x=Y: local.PatchMachine(x, P, "same", "zeros")}
PATCHES = [
    *[case for name, f in MACHINES.items() for case in [
        (name, lambda f=f: f(2), V, "P must be odd, for a window has a centre, got 2"),
        (name, lambda f=f: f(7), V, "P must be at least 1 and at most [35], got 7"),
        (name, lambda f=f: f(0), V, "P must be at least 1 and at most [35], got 0"),
        (name, lambda f=f: f("3"), T, "P must be an odd integer, a Soft window or a WindowSchedule, got '3'"),
        (name, lambda f=f: f(local.WindowSchedule([(1.0, 9)])), V, "P must be at least 1 and at most [35], got 9"),
        *[(name, lambda f=f, x=x: f(3, x), e, m) for x, e, m in ((FLAT, V, IMAGE_SHAPE), (NAN, V, NOT_FINITE))]]],
    ("PatchMachine", lambda: local.PatchMachine(Y, 3, "far", "zeros"), V, "reach must be one of same, .*got 'far'"),
    ("PatchMachine", lambda: local.PatchMachine(Y, 3, "all", "zeros"), V, "padding of reach 'all' .*got 'zeros'"),
    ("LS", lambda: local.LS(Y, 3, "mirror"), V, "padding of reach 'same' must be one of zeros, circular, got 'mirror'"),
    ("LS", lambda: CLOTH(WIDE, 1.0), V, OTHER_SHAPE),
    *levels("LS", lambda s: CLOTH(Y, s))[:4],
    ("ELS", lambda: equivariant.ELS(Y, 3, "some"), V, "positions must be one of all, interior, got 'some'"),
    ("PatchMachine", lambda: local.LS(Y, local.WindowSchedule([(1.0, 1), (9.0, 5)])).seen(
        Y, torch.tensor([1.0, 9.0, 1.0, 1.0])), V, r"one pass has one window, .*\[1, 5\]"),
    ("ES", lambda: equivariant.ES(Y, chunk=0), V, "chunk must be at least 1, got 0"),
    *images("ES", equivariant.ES), ("ES", lambda: equivariant.ES(Y)(WIDE, 1.0), V, OTHER_SHAPE),
    ("WindowSchedule", lambda: local.WindowSchedule([]), V, r"pairs \(sigma, P\) must be given"),
    ("WindowSchedule", lambda: local.WindowSchedule([(1.0, 3), (1.0, 5)]), V, "each sigma once"),
    ("WindowSchedule", lambda: local.WindowSchedule([(1.0, 4)]), V, "P must be odd"),
    ("WindowSchedule", lambda: local.WindowSchedule([(1.0, 3.0)]), T, "P must be an integer, got 3.0"),
    *levels("WindowSchedule", lambda s: local.WindowSchedule([(s, 3)])),
    *levels("WindowSchedule", local.WindowSchedule([(1.0, 3)])),
    ("all_windows", lambda: local.all_windows(Y, Y, 1.0, []), T, r"sides must be a sequence of window sides, got \[\]"),
    ("all_windows", lambda: local.all_windows(Y, Y, 1.0, [2]), V, "P must be odd"),
    ("patch_codes", lambda: equivariant.patch_codes(torch.zeros(1, 3, 4, 4)), V, r"one channel, got shape \(1, 3"),
    *images("patch_codes", equivariant.patch_codes),
    ("count_mosaics", lambda: equivariant.count_mosaics(Y, 2), V, "L must be at least 3, got 2"),
    ("count_mosaics", lambda: equivariant.count_mosaics(Y, 9), V, "L must be at least 1 and at most 8, got 9"),
    ("count_mosaics", lambda: equivariant.count_mosaics(Y, 4, "near"), V, "rule must be one of exact, nearest, tied"),
    ("allowed_windows", lambda: equivariant.allowed_windows(Y, "all"), V, "rule must be one of exact, nearest, tied"),
    *images("translations", equivariant.translations),
    ("sources", lambda: provenance.sources(Y), T, "seen must be what a machine has seen .*got Tensor"),
    ("pieces", lambda: provenance.pieces(Y), T, "found must be Sources, got Tensor"),
    *[(f.__name__, lambda f=f, x=x: f(x), V, rf"labels must be an integer tensor .* with no empty side, got {says}")
      for f in (provenance.sizes, provenance.typical_size, provenance.seams) for x, says in (
          (Y, r"torch.float32 \(4,"), ([1], "list"), (LABELS > 0, "torch.bool"), (LABELS + 0j, "torch.complex64"),
          (LABELS[:0], "torch.int64"), (LABELS[:, :0], r"torch.int64 \(1, 0"))],
    ("typical_size", lambda: provenance.typical_size(LABELS, LABELS > 0), V, r"where must be a mask .*with 0 of them"),
    ("typical_size", lambda: provenance.typical_size(LABELS, LABELS), T, "where must be a mask .*, got torch.int64"),
    ("typical_size", lambda: provenance.typical_size(LABELS, [True]), T, "where must be a mask .*, got list"),
    ("within", lambda: provenance.within(LABELS, 1), V, r"where must be a mask \(B, H, W\), got torch.int64"),
    ("within", lambda: provenance.within([1], 1), V, r"where must be a mask \(B, H, W\), got list"),
    ("within", lambda: provenance.within(LABELS > 0, -1), V, "distance must be at least 0, got -1"),
    ("consistent", lambda: provenance.consistent(WIDE, SEEN, Y), V, OTHER_SHAPE),
    ("consistent", lambda: provenance.consistent(Y, FOUND, Y), T, "seen must be what a machine has seen"),
    ("consistent", lambda: provenance.consistent(Y[:1], SEEN, Y), V, r"same shape, got \(1, 1, 3, 3\) and \(4, 1, 3,"),
    ("consistent", lambda: provenance.consistent(Y, SEEN, Y[:2]), V, "must hold the images that were seen, number 3"),
    ("consistent", lambda: provenance.consistent(Y.flip(0) - 1, SEEN, Y), V, "seen must be what a machine sees in x"),
    *levels("consistent", lambda t: provenance.consistent(Y, SEEN, Y, t), zero=True),
]
LOCAL_3 = local.LS(Y, 3)
RES, U, ATTENTIVE = networks.ResNet(1, 2, 1), networks.UNet(1, (2, 2)), networks.AttentionResNet(1, 2, 1)
MIXER = networks.Mixer(1, 3, 2, 1, 2)
PIXELS = [([], V, r"pixels must hold pairs \(row, column\), one at least, got \[\]"),
          ([3], V, r"pixels must hold pairs .*\[3\]"),
          ([(0, 0, 0)], V, "pixels must hold pairs"), (torch.zeros(1, 2), V, "pixels must hold pairs"),
          ([(0, 0), (3, 0)], V, "row must be at least 0 and at most 2, got 3"),
          ([(0, -1)], V, "column must be at least 0 and at most 2, got -1"),
          ([(0.0, 1)], T, "row must be an integer, got 0.0")]
FIT = {"train": lambda **o: networks.train(RES, Y, progress=False, **{"steps": 1} | o),
       "training": lambda **o: networks.training(RES, Y, **{"steps": 1} | o)}
NETWORKS = [
    *levels("clock", networks.clock), ("clock", lambda: networks.clock(torch.ones(2, 2)), V, "must be a number or"),
    *[case for name, f in (("ResNet", networks.ResNet), ("UNet", networks.UNet),
                           ("Network", lambda C, padding="zeros": networks.Network(C, padding, {}))) for case in [
        (name, lambda f=f: f(0), V, "C must be at least 1, got 0"),
        (name, lambda f=f: f("1"), T, "C must be an integer, got '1'"),
        (name, lambda f=f: f(1, padding="mirror"), V, "padding must be one of zeros, circular, got 'mirror'")]],
    *[(name, lambda f=f, s=s: f(1, seed=s), V, f"seed must be .*, got {s}") for s in (-1, 2**63)
      for name, f in (("ResNet", networks.ResNet), ("UNet", networks.UNet), ("Mixer", networks.Mixer))],
    *[case for name, net in (("ResNet", RES), ("UNet", networks.UNet(1, (2,))), ("Mixer", MIXER)) for case in [
        *levels(name, lambda s, net=net: net(Y, s)), *images(name, lambda x, net=net: net(x, 1.0)),
        (name, lambda net=net: net(torch.zeros(4, 3, 3, 3), 1.0), V, r"shape \(1, 3, 3\), got \(3, 3, 3\)"),
        (name, lambda net=net: net(Y, torch.ones(3)), V, r"shape \(4,\), got shape \(3,\)")]],
    ("ResNet", lambda: networks.ResNet(1, 0), V, "width must be at least 1, got 0"),
    ("ResNet", lambda: networks.ResNet(1, 8, -1), V, "depth must be at least 0, got -1"),
    ("ResNet", lambda: networks.ResNet(1, 8, 2.0), T, "depth must be an integer, got 2.0"),
    ("ResNet", lambda: networks.ResNet(1, dilation=0), V, "dilation must be at least 1, got 0"),
    ("ResNet", lambda: networks.ResNet(1, dilation=1.5), T, "dilation must be an integer, got 1.5"),
    ("ResNet", lambda: networks.ResNet(1, dilation=(1, 2)), V, r"one for each of 4 convolutions, got \(1, 2\)"),
    ("ResNet", lambda: networks.ResNet(1, 2, 1, "circular", 4)(Y, 1.0), V, r"at least 4 .*got \(3, 3\)"),
    *[("AttentionResNet", lambda a=a: networks.AttentionResNet(*a), *says) for a, *says in (
        ((0,), V, "C must be at least 1, got 0"), ((1, 0), V, "width must be at least 1, got 0"),
        ((1, 8, 0), V, "depth must be at least 1, got 0"), ((1, 8, 2.0), T, "depth must be an integer, got 2.0"),
        ((1, 8, 2, "mirror"), V, "padding must be one of zeros, circular, got"),
        ((1, 8, 2, "zeros", -1), V, "seed must be at least 0, got -1"))],
    *levels("AttentionResNet", lambda s: ATTENTIVE.looks(Y, s)),
    *images("AttentionResNet", lambda x: ATTENTIVE.looks(x, 1.0)),
    ("AttentionResNet", lambda: ATTENTIVE.looks(torch.zeros(4, 3, 3, 3), 1.0), V, r"\(1, 3, 3\), got \(3, 3, 3\)"),
    ("Mixer", lambda: networks.Mixer(0), V, "C must be at least 1, got 0"),
    ("Mixer", lambda: networks.Mixer("1"), T, "C must be an integer, got '1'"),
    *[("Mixer", lambda a=a: networks.Mixer(1, **a), *says) for a, *says in (
        ({"side": 0}, V, "side must be at least 1, got 0"), ({"side": (4, 4)}, T, r"side must be an integer, got \(4"),
        ({"width": 0}, V, "width must be at least 1, got 0"), ({"depth": 0}, V, "depth must be at least 1, got 0"),
        ({"depth": 2.0}, T, "depth must be an integer, got 2.0"),
        ({"hidden": -4}, V, "hidden must be at least 1, got -4"))],
    ("Mixer", lambda: MIXER(WIDE, 1.0), V, OTHER_SHAPE),
    ("Mixer", lambda: networks.train(MIXER, WIDE, steps=1), V, OTHER_SHAPE),
    ("build", lambda: networks.build({"kind": "Mixer", "C": 1, "padding": "zeros"}), V, "of a Mixer must name C"),
    ("UNet", lambda: networks.UNet(1, ()), V, "at least one scale, got none"),
    ("UNet", lambda: networks.UNet(1, (8, 0)), V, "widths must be at least 1, got 0"),
    ("UNet", lambda: networks.UNet(1, 8), T, "widths must be a sequence of widths, got 8"),
    ("UNet", lambda: U(Y, 1.0), V, r"multiples of 2 and at least 2 for this network, got \(3, 3\)"),
    ("build", lambda: networks.build({"C": 1}), V, "kind of network must be one of ResNet, UNet, Att.*, got None"),
    ("build", lambda: networks.build("ResNet"), V, "kind of network must be one of ResNet, UNet, Att.*, got None"),
    ("build", lambda: networks.build({"kind": "ResNet"}), V, "config of a ResNet must name C"),
    ("build", lambda: networks.build({"kind": "UNet", "C": 1, "depth": 2}), V, "may name C, padding, .*'depth': 2"),
    *[(name, lambda f=f: f(IS), T, "net must be a ResNet or a UNet, got IdealDenoiser") for name, f in {
        "parameters": networks.parameters, "receptive_field": networks.receptive_field,
        "measured_field": networks.measured_field, "save": lambda net: networks.save(net, "net.safetensors"),
        "train": lambda net: networks.train(net, Y, steps=1), "training": lambda net: networks.training(net, Y, steps=1)
      }.items()],
    *levels("measured_field", lambda s: networks.measured_field(RES, s)),
    ("measured_field", lambda: networks.measured_field(RES, draws=0), V, "draws must be at least 1, got 0"),
    *images("influence", lambda x: networks.influence(IS, x, 1.0)),
    *levels("influence", lambda s: networks.influence(IS, Y, s)),
    *levels("influence", lambda h: networks.influence(IS, Y, 1.0, h)),
    *images("influences", lambda x: networks.influences(IS, x, 1.0, [(0, 0)])),
    *levels("influences", lambda s: networks.influences(IS, Y, s, [(0, 0)])),
    *levels("influences", lambda h: networks.influences(IS, Y, 1.0, [(0, 0)], h)),
    ("influences", lambda: networks.influences(MIXER, WIDE, 1.0, [(0, 0)]), V, OTHER_SHAPE),
    *[(name, lambda f=f, answer=answer: f(answer), V, says) for name, f in (
        ("influence", lambda d: networks.influence(d, Y, 1.0)),
        ("influences", lambda d: networks.influences(d, Y, 1.0, [(0, 0)])),
        ("denoising_error", lambda d: networks.denoising_error(d, Y, 1.0, Y))) for answer, says in (
        (lambda z, s: z[:1], r"denoise must return the shape of z, \(\d, 1, 3, 3\), got \(1, 1, 3, 3\)"),
        (lambda z, s: z.detach()[..., :2], r"denoise must return the shape of z, .*got \(\d, 1, 3, 2\)"),
        (lambda z, s: z * NO, "what denoise returns must be finite, got"))],
    *[(name, lambda f=f: f(LOCAL_3), V, "h must be large enough to move pixels of .*, got 1e-12") for name, f in (
        ("influence", lambda d: networks.influence(d, Y, 1.0, 1e-12)),
        ("influences", lambda d: networks.influences(d, Y, 1.0, [(0, 0)], 1e-12)))],
    *[(name, lambda f=f: f(networks.ResNet(1, 2, 1).double()), T, "float32 weights to learn, got torch.float64")
      for name, f in (("train", lambda net: networks.train(net, Y, steps=1)),
                      ("training", lambda net: networks.training(net, Y, steps=1)))],
    ("train", lambda: networks.train(networks.ResNet(1, 2).requires_grad_(False), Y, steps=1), V, "weights that learn"),
    *[("influences", lambda p=p: networks.influences(IS, Y, 1.0, p), *says) for p, *says in PIXELS],
    *images("denoising_error", lambda x: networks.denoising_error(IS, x, 1.0, Y)),
    *images("denoising_error", lambda x: networks.denoising_error(IS, Y, 1.0, x)),
    *levels("denoising_error", lambda s: networks.denoising_error(IS, Y, s, Y)),
    ("denoising_error", lambda: networks.denoising_error(IS, Y, 1.0, WIDE), V, r"or \(1, 1, 3, 3\), got \(4, 1, 5"),
    *images("train", lambda x: networks.train(RES, x, steps=1)),
    *images("training", lambda x: networks.training(RES, x, steps=1)),
    *[case for name, f in FIT.items() for case in [
        (name, lambda f=f: f(steps=None), V, "needs a budget: seconds, steps or both, got neither"),
        (name, lambda f=f: f(steps=0), V, "steps must be at least 1, got 0"),
        (name, lambda f=f: f(steps=1.0), T, "steps must be an integer, got 1.0"),
        (name, lambda f=f: f(batch=0), V, "batch must be at least 1, got 0"),
        (name, lambda f=f: f(seed=-1), V, "seed must be at least 0, got -1"),
        (name, lambda f=f: f(checkpoint="no/such/folder/x"), V, "checkpoint must lie in a folder that is there, got"),
        *levels(name, lambda s, f=f: f(seconds=s))[:4], *levels(name, lambda r, f=f: f(lr=r))]],
    ("load_weights", lambda: networks.load_weights("resnet"), V, "name of weights must be one of .*got 'resnet'"),
]
PATH = pr.trajectory(IS, Y, LEVELS)
PLACE = torch.ones(3, 3, dtype=torch.bool)
PREDICTION = [
    ("levels", lambda: pr.levels(0), V, "steps must be at least 1, got 0"),
    ("levels", lambda: pr.levels(2.0), T, "steps must be an integer, got 2.0"),
    *levels("starts", lambda s: pr.starts(2, (1, 3, 3), s, G)),
    ("starts", lambda: pr.starts(0, (1, 3, 3), 1.0, G), V, "count must be at least 1, got 0"),
    *[("starts", lambda x=x: pr.starts(2, x, 1.0, G), T, f"shape must be a sequence, got {x}") for x in (3, None)],
    ("starts", lambda: pr.starts(2, (3, 3), 1.0, G), V, r"shape must be \(C, H, W\), got \(3, 3\)"),
    ("starts", lambda: pr.starts(2, (1, 3, 0), 1.0, G), V, "shape must be at least 1, got 0"),
    ("starts", lambda: pr.starts(2, (1, 3, 3), 1.0, 7), T, "generator must be a torch.Generator, got int"),
    *images("trajectory", lambda x: pr.trajectory(IS, x, LEVELS)),
    ("trajectory", lambda: pr.trajectory(IS, Y, LEVELS.flip(0)), V, "sigmas must fall strictly"),
    ("candidates", lambda: pr.candidates(IS, 3, 3), T, "net must be a ResNet or a UNet, got IdealDenoiser"),
    ("candidates", lambda: pr.candidates(RES, 2, 3), V, "H must be at least 3, got 2"),
    ("candidates", lambda: pr.candidates(RES, 3, 2.5), T, "W must be an integer, got 2.5"),
    ("agreements", lambda: pr.agreements([], Y, [3], "same", "zeros"), V, "at least one guess, got none"),
    ("agreements", lambda: pr.agreements(PATH, Y, [], "same", "zeros"), T, "sequence of window sides"),
    *images("agreements", lambda x: pr.agreements(PATH, x, [3], "same", "zeros")),
    ("agreements", lambda: pr.agreements(PATH, WIDE, [3], "same", "zeros"), V, "must hold images of shape"),
    ("calibrate", lambda: pr.calibrate(IS, Y, Y, LEVELS, [3], "same", "zeros", "r"), V, "by must be one of cosine, l2"),
    ("calibrate", lambda: pr.calibrate(IS, Y, Y, LEVELS, [4], "same", "zeros"), V, "P must be odd, .*got 4"),
    ("calibrate", lambda: pr.calibrate(IS, Y, Y, LEVELS, [3], "near", "zeros"), V, "reach must be one of .*got 'near'"),
    ("calibrate", lambda: pr.calibrate(IS, Y, Y, LEVELS, [3], "all", "zeros"), V, "padding of reach 'all' must be one"),
    *images("calibrate", lambda x: pr.calibrate(IS, Y, x, LEVELS, [3], "same", "zeros")),
    ("best_windows", lambda: pr.best_windows(1.0, [3], torch.zeros(1, 1, 2)), T, "sigmas must be a sequence, got 1.0"),
    ("best_windows", lambda: pr.best_windows([1.0], 3, torch.zeros(1, 1, 2)), T, "windows must be a sequence, got 3"),
    ("best_windows", lambda: pr.best_windows([1.0], [3, 5], torch.zeros(1, 1, 2)), V, r"\(1, 2, B\), got \(1, 1, 2\)"),
    ("best_windows", lambda: pr.best_windows([1.0], [3], torch.zeros(1, 1)), V, r"\(1, 1, B\), got \(1, 1\)"),
    ("best_windows", lambda: pr.best_windows([1.0], [3], torch.zeros(1, 1, 0)), V, r"\(1, 1, B\), got \(1, 1, 0\)"),
    ("best_windows", lambda: pr.best_windows([1.0], [4], torch.zeros(1, 1, 2)), V, "P must be odd, .*got 4"),
    ("best_windows", lambda: pr.best_windows([1.0], [3], NAN[:1, :, :, 0]), V, "scores must be finite"),
    ("best_on_average", lambda: pr.best_on_average([1.0], [3, 5], torch.zeros(1, 1, 2)), V, r"\(1, 2, B\), got"),
    ("best_on_average", lambda: pr.best_on_average([1.0], [4], torch.zeros(1, 1, 2)), V, "P must be odd, .*got 4"),
    ("best_on_average", lambda: pr.best_on_average([1.0], [3], NAN[:1, :, :, 0]), V, "scores must be finite"),
    *images("local_wiener", lambda x: pr.local_wiener(x, 3)),
    *images("local_wiener", lambda x: pr.local_wiener(Y, 3)(x, 1.0)),
    *levels("local_wiener", lambda s: pr.local_wiener(Y, 3)(Y, s)),
    ("local_wiener", lambda: pr.local_wiener(Y, 4), V, "P must be odd, .*got 4"),
    ("local_wiener", lambda: pr.local_wiener(Y, 5, "circular"), V, "P must be .*got 5"),
    ("local_wiener", lambda: pr.local_wiener(Y, 3, "mirror"), V, "padding must be one of zeros, circular, got"),
    ("local_wiener", lambda: pr.local_wiener(Y, 3)(WIDE, 1.0), V, OTHER_SHAPE),
    *images("heldout_errors", lambda x: pr.heldout_errors("IS", x, Y, Y[None], [1.0])),
    *images("heldout_errors", lambda x: pr.heldout_errors("IS", Y, x, Y[None], [1.0])),
    *levels("heldout_errors", lambda s: pr.heldout_errors("IS", Y, Y, Y[None], [s])),
    ("heldout_errors", lambda: pr.heldout_errors("GAN", Y, Y, Y[None], [1.0]), V, "name of a machine must be one of"),
    ("heldout_errors", lambda: pr.heldout_errors("IS", Y, WIDE, WIDE[None], [1.0]), V, OTHER_SHAPE),
    ("heldout_errors", lambda: pr.heldout_errors("IS", Y, Y, Y, [1.0]), V, r"noise must have shape \(1, 4, 1, 3, 3\)"),
    ("heldout_errors", lambda: pr.heldout_errors("IS", Y, Y, Y[None][:0], []), V, "and a level at least, got"),
    ("heldout_errors", lambda: pr.heldout_errors("IS", Y, Y, Y[None], [1.0], [3]), V, r"IS has no windows.*\[3\]"),
    ("heldout_errors", lambda: pr.heldout_errors("LS", Y, Y, Y[None], [1.0]), T, "sequence of window sides"),
    ("heldout_errors", lambda: pr.heldout_errors("IS", Y, Y, Y[None], 1.0), T, "sigmas must be a sequence, got 1.0"),
    ("heldout_errors", lambda: pr.heldout_errors("IS", Y, Y, Y[None], [1.0], None), T, "sides must be a seq.*got None"),
    ("heldout_errors", lambda: pr.heldout_errors(["IS"], Y, Y, Y[None], [1.0]), V, "name of a machine must be one of"),
    ("heldout_errors", lambda: pr.heldout_errors("ELS", Y, Y, Y[None], [1.0], [5]), V, "P must be .*got 5"),
    ("judged", lambda: pr.judged(torch.zeros(1, 1, 2), [3, 5]), V, r"\(L, 2, B\), got \(1, 1, 2\)"),
    ("judged", lambda: pr.judged(torch.zeros(1, 2), [3, 5]), V, r"\(L, 2, B\), got \(1, 2\)"),
    ("judged", lambda: pr.judged(torch.zeros(1, 1, 2), 3), T, "sides must be a sequence, got 3"),
    ("judged", lambda: pr.judged(torch.zeros(1, 1, 1), [3]), V, "number of pictures must be at least 2, got 1"),
    ("judged", lambda: pr.judged(torch.zeros(1, 1, 2), [4]), V, "P must be odd, .*got 4"),
    ("judged", lambda: pr.judged(NAN[:1, :, :, 0], [3]), V, "errors must be finite"),
    ("paired", lambda: pr.paired(ROWS, ROWS[:2], G), V, r"errors and others must have the same shape, got \(6, 3\)"),
    ("paired", lambda: pr.paired(ROWS[0], ROWS[0], G), V, r"errors must have shape \(L, B\), got \(3,\)"),
    ("paired", lambda: pr.paired(ROWS * NO, ROWS, G), V, "errors must be finite"),
    ("paired", lambda: pr.paired(ROWS, ROWS, 3), T, "generator must be a torch.Generator, got int"),
    ("paired", lambda: pr.paired(ROWS, ROWS, G, 0), V, "draws must be at least 1, got 0"),
    ("partner", lambda: pr.partner("mirror"), V, "padding must be one of zeros, circular, got"),
    ("machine", lambda: pr.machine("GAN", Y), V, "name of a machine must be one of mean, .*got 'GAN'"),
    *[("machine", lambda n=n: pr.machine(n, Y), V, f"{n} needs windows P.*got None") for n in pr.REACHES],
    ("machine", lambda: pr.machine("LS", Y, 3, "mirror"), V, "padding of reach 'same' must be one of zeros, circular"),
    *[case for n in pr.MACHINES for case in images("machine", lambda x, n=n: pr.machine(n, x, 3))],
    *images("compare", lambda x: pr.compare(x, X)), *images("compare", lambda x: pr.compare(X, x)),
    ("compare", lambda: pr.compare(X, X[:2]), V, r"same shape, got .*\(4, 1, 3, 3\)"),
    ("summary", lambda: pr.summary(X, G), V, r"values must have shape \(B,\).*got \(4, 1, 3, 3\)"),
    ("summary", lambda: pr.summary(X[:0, 0, 0, 0], G), V, "B at least 1, got"),
    ("summary", lambda: pr.summary(ROWS[0] * NO, G), V, "values must be finite, got 3 NaN"),
    ("summary", lambda: pr.summary([1.0], G), T, "values must be a float tensor, got list"),
    ("summary", lambda: pr.summary(ROWS[0], None), T, "generator must be a torch.Generator, got NoneType"),
    ("summary", lambda: pr.summary(ROWS[0], G, 0), V, "draws must be at least 1, got 0"),
    *[("summary", lambda p=p: pr.summary(ROWS[0], G, level=p), V, r"level must be in \(0, 1\)") for p in (0, 1, 1.5)],
    *images("novelty", lambda x: pr.novelty(x, X)), *images("novelty", lambda x: pr.novelty(X, x)),
    ("novelty", lambda: pr.novelty(WIDE, X), V, OTHER_SHAPE), ("novelty", lambda: pr.novelty(X, X[:1]), V, "at most 1"),
    *images("renewed", lambda x: pr.renewed(x, X, PLACE)), *images("renewed", lambda x: pr.renewed(X, x, PLACE)),
    ("renewed", lambda: pr.renewed(X, X[:2], PLACE), V, "z_T and other must have the same shape"),
    ("renewed", lambda: pr.renewed(X, Y, PLACE.float()), T, "mask must be a mask of True and False, got torch.float32"),
    ("renewed", lambda: pr.renewed(X, Y, PLACE[:2]), V, r"mask must have shape \(3, 3\), got \(2, 3\)"),
    ("renewed", lambda: pr.renewed(X, Y, PLACE[None]), V, r"mask must have shape \(3, 3\), got \(1, 3, 3\)"),
    *images("change", lambda x: pr.change(x, X)), *images("change", lambda x: pr.change(X, x)),
    ("change", lambda: pr.change(X, WIDE), V, "before and after must have the same shape"),
    ("distances", lambda: pr.distances(PLACE.int()), T, "mask must be a mask of True and False, got torch.int32"),
    ("distances", lambda: pr.distances(PLACE[0]), V, r"mask must have shape \(H, W\), got \(3,\)"),
    ("distances", lambda: pr.distances(PLACE[:0]), V, r"mask must have shape \(H, W\), got \(0, 3\)"),
    ("distances", lambda: pr.distances(~PLACE), V, "mask must hold at some pixel, holds at none"),
    ("distances", lambda: pr.distances(PLACE, "mirror"), V, "padding must be one of zeros, circular, got"),
    *images("spread", lambda x: pr.spread(IS, x, Y, LEVELS)), *images("spread", lambda x: pr.spread(IS, X, x, LEVELS)),
    ("spread", lambda: pr.spread(IS, X, X, LEVELS), V, "must differ from z_T at some pixel, differs at none"),
    ("spread", lambda: pr.spread(IS, X, WIDE, LEVELS), V, "z_T and changed must have the same shape"),
    ("spread", lambda: pr.spread(IS, X, Y, LEVELS.flip(0)), V, "sigmas must fall strictly"),
    ("spread", lambda: pr.spread(IS, X, Y, LEVELS, "mirror"), V, "padding must be one of zeros, circular"),
]
ONE, EVEN_SIDES = torch.ones(1, 1, 3), r"odd sides, got \(1, 1, 4\)"
STABILITY = [
    *[case for name, f in {
        "check_kernel": stability.check_kernel, "symbol": lambda x: stability.symbol(x, torch.zeros(1)),
        "growth": lambda x: stability.growth(x, torch.zeros(1)), "fastest_wave": stability.fastest_wave}.items()
      for case in [
        (name, lambda f=f: f(ONE[0]), V, r"kernel must have shape \(C, C, S\) .*got \(1, 3\)"),
        (name, lambda f=f: f(torch.zeros(1, 2, 3)), V, r"kernel must have shape .*got \(1, 2, 3\)"),
        (name, lambda f=f: f(torch.zeros(1, 1, 4)), V, EVEN_SIDES),
        (name, lambda f=f: f(ONE + NO), V, "kernel must be finite, got 3"),
        (name, lambda f=f: f([1.0]), T, "kernel must be a float tensor, got list")]],
    *[case for name in ("symbol", "growth") for case in [
        (name, lambda f=name: getattr(stability, f)(ONE, torch.zeros(2)), V, r"k must have shape \(..., 1\).*got \(2,"),
        (name, lambda f=name: getattr(stability, f)(ONE, "1"), T, "k must be a number or a tensor, got '1'")]],
    ("response", lambda: stability.response(lambda z: z, torch.zeros(1, 1, 4)), V, EVEN_SIDES),
    ("response", lambda: stability.response(lambda z: z, torch.zeros(2, 1, 3)), V, r"\(1, C, \*grid\) .*got \(2, 1, 3"),
    ("response", lambda: stability.response(lambda z: z[..., :1], ONE), V, r"return the shape .*\(1, 1, 3\), got \(1"),
    *[("fastest_rate", lambda v=v: stability.fastest_rate(torch.full((2, 2), v)), V, "symbols must be finite")
      for v in (float("nan"), float("inf"))],
    ("fastest_rate", lambda: stability.fastest_rate(torch.zeros(2, 3)), V, r"\(..., C, C\), got \(2, 3\)"),
    ("fastest_wave", lambda: stability.fastest_wave(ONE, 1), V, "points must be at least 2, got 1"),
]
SOCKS, GLOBAL = torch.zeros(1, 3, 18, 18), networks.AttentionResNet(1, 2, 1)
LOOKS, CORNER = torch.ones(1, 4, 4), torch.ones(1, 2, 2, dtype=torch.bool)
TWO_COLOURS, PICKS = torch.zeros(1, 2, dtype=torch.int64), torch.zeros(1, 2, 4, dtype=torch.int64)
ATTENTION = [
    ("socks", lambda: attention.socks(0), V, "n must be at least 1, got 0"),
    ("socks", lambda: attention.socks(2.0), T, "n must be an integer, got 2.0"),
    ("socks", lambda: attention.socks(2, -1), V, "seed must be at least 0, got -1"),
    ("pairs", lambda: attention.pairs(TWO_COLOURS.float(), PICKS), T, "must be an int64 tensor, got torch.float32"),
    ("pairs", lambda: attention.pairs([[0, 0]], PICKS), T, "colours must be an int64 tensor, got list"),
    ("pairs", lambda: attention.pairs(TWO_COLOURS[0], PICKS), V, r"colours must have shape \(N, 2\), got \(2,\)"),
    ("pairs", lambda: attention.pairs(TWO_COLOURS + 4, PICKS), V, "colours must be at least 0 and below 4, got 4 to 4"),
    ("pairs", lambda: attention.pairs(TWO_COLOURS, PICKS + 2), V, r"at least 0 and below \(2, 6, 3, 4\), got 2 to 2"),
    ("pairs", lambda: attention.pairs(TWO_COLOURS, PICKS[..., :3]), V, r"shape \(N, 2, 4\), got \(1, 2, 3\)"),
    ("pairs", lambda: attention.pairs(TWO_COLOURS.expand(3, 2), PICKS), V, r"same shape, got \(3, 2\) and \(1, 2\)"),
    *[case for name in ("colours", "consistent", "agreement", "by_chance", "covered") for case in [
        *images(name, lambda x, name=name: getattr(attention, name)(x)),
        (name, lambda name=name: getattr(attention, name)(Y), V, r"images of shape \(3, 18, 18\), got \(1, 3, 3\)")]],
    *images("principal", lambda x: attention.principal(x, 1)),
    ("principal", lambda: attention.principal(Y, 0), V, "k must be at least 1 and at most 4, got 0"),
    ("principal", lambda: attention.principal(Y, 5), V, "k must be at least 1 and at most 4, got 5"),
    ("mean_colours", lambda: attention.mean_colours((3, 18)), V, r"shape must be \(C, H, W\), got \(3, 18\)"),
    ("mean_colours", lambda: attention.mean_colours((3, 0, 2)), V, "shape must be at least 1, got 0"),
    *images("SummaryLS", lambda x: attention.SummaryLS(x, 3, Y)),
    *images("SummaryLS", lambda x: attention.SummaryLS(Y, 3, x)),
    *images("SummaryLS", lambda x: attention.SummaryLS(Y, 3, Y)(x, 1.0)),
    *levels("SummaryLS", lambda s: attention.SummaryLS(Y, 3, Y)(Y, s)),
    ("SummaryLS", lambda: attention.SummaryLS(Y, 4, Y), V, "P must be odd, .*got 4"),
    ("SummaryLS", lambda: attention.SummaryLS(Y, 7, Y), V, "P must be at least 1 and at most 5, got 7"),
    ("SummaryLS", lambda: attention.SummaryLS(Y, 3, WIDE), V, r"summary must hold images of shape \(1, 3, 3\)"),
    ("switched", lambda: attention.switched(RES, Y, LEVELS, 1, True), T, "net must be an AttentionResNet, got ResNet"),
    ("switched", lambda: attention.switched(GLOBAL, Y, LEVELS, 99, True), V, "at must be .* at most 2, got 99"),
    ("switched", lambda: attention.switched(GLOBAL, Y, LEVELS, 1, 1), T, "first must be True or False, got 1"),
    ("switched", lambda: attention.switched(GLOBAL, Y, [2.0, 1.0], 1, True), T, "sigmas must be .*, got list"),
    ("switched", lambda: attention.switched(GLOBAL, Y, LEVELS, 1, True, -1), V, "near must be at least 0, got -1"),
    *images("switched", lambda x: attention.switched(GLOBAL, x, LEVELS, 1, True)),
    ("mass", lambda: attention.mass(LOOKS, CORNER.float(), CORNER), T, "source must be a mask .*, got torch.float32"),
    ("mass", lambda: attention.mass(LOOKS, CORNER, [True]), T, r"target must be a mask .*, got list"),
    ("mass", lambda: attention.mass(LOOKS, CORNER, CORNER[0]), V, r"target must be \(B, H, W\) .*got \(2, 2\) for"),
    ("mass", lambda: attention.mass(LOOKS[0], CORNER, CORNER), V, r"looks \(B, HW, HW\), got \(1, 2, 2\) for \(4, 4\)"),
]
YES, LINE, HAND = torch.ones(3).bool(), turing.Schnakenberg(), torch.zeros(1, 1, 9, 9)
SEEN_FACE = local.LS(torch.zeros(2, 3, 4, 4), 3).seen(torch.zeros(1, 3, 4, 4), 1.0)
FINGERS = [
    *[case for f in (fingers.count, fingers.width, fingers.area, fingers.legs, fingers.whole, fingers.centred,
                     fingers.eyes, fingers.mouths, fingers.two_eyed) for case in images(f.__name__, f)],
    ("count", lambda: fingers.count(torch.zeros(1, 3, 9, 9)), V, "images must be grey"),
    ("two_eyed", lambda: fingers.two_eyed(HAND), V, r"images of shape \(3, 32, 32\), got \(1, 9, 9\)"),
    ("copied_eyes", lambda: fingers.copied_eyes(SEEN_FACE, torch.ones(2, 4, 4)), T, "mask must be a mask .*float32"),
    ("copied_eyes", lambda: fingers.copied_eyes(SEEN_FACE, torch.ones(2, 3, 4).bool()), V, r"shape \(N, 4, 4\)"),
    ("hands", lambda: fingers.hands(2, fingers=5.0), T, "fingers must be an integer, got 5.0"),
    ("on_the_right", lambda: fingers.on_the_right(0), V, "n must be at least 1, got 0"),
    ("drawn", lambda: fingers.drawn(TWO, 1, seed=-1), V, "seed must be at least 0, got -1"),
    ("until", lambda: fingers.until(0.0, 7, 3), V, "t must be between 0.001 and 1, got 0.0"),
    ("share", lambda: fingers.share(1.0, 2), T, "hits must be an integer, got 1.0"),
    ("late_variance", lambda: fingers.late_variance([], 2), V, "final must be at least 2 and at most 0"),
    ("auc", lambda: fingers.auc(torch.rand(3), torch.tensor([1, 0, 1]), torch.Generator()), T, "flagged must be"),
    ("auc", lambda: fingers.auc(torch.rand(3), [True], torch.Generator()), T, "flagged must be a mask .*, got list"),
    ("auc", lambda: fingers.auc(torch.rand(3), YES, torch.Generator()), V, "with 3 flagged"),
    ("shared", lambda: fingers.shared(torch.tensor([2, 3, 2]), YES), T, "first must be a mask .*, got torch.int64"),
    ("shared", lambda: fingers.shared(YES, [True] * 3), T, "second must be a mask .*, got list"),
    ("shared", lambda: fingers.shared(YES[None], YES[None]), V, r"first must have shape \(B,\), got \(1, 3\)"),
    ("shared", lambda: fingers.shared(YES, YES[:2]), V, "must have the same shape"),
    ("trousers", lambda: fingers.trousers(HAND, HAND, [1]), V, "labels must be a tensor, .*got list"),
    ("trousers", lambda: fingers.trousers(HAND, HAND, torch.ones(1, 1)), V, r"labels must be .*got \(1, 1\)"),
    ("stripes", lambda: fingers.stripes(torch.zeros(3)), V, r"shape \(B, W\), got \(3,\)"),
    ("on_a_line", lambda: fingers.on_a_line(LINE, 1e-3), V, "widths must be between 0.1 and 100"),  # would run for days
    ("on_a_line", lambda: fingers.on_a_line(LINE, INF), V, "widths must be between 0.1 and 100, got inf"),
    ("wavelength", lambda: fingers.wavelength(0), V, "delta must be between 0.5 and 10, got 0"),
    ("wavelength", lambda: fingers.wavelength("short"), T, "delta must be a number, got 'short'"),
    ("width_in_waves", lambda: fingers.width_in_waves(2.4, -5), V, "theta must be between 5 and 85, got -5"),
    ("extent", lambda: fingers.extent(NO), V, "theta must be between 5 and 85, got nan"),
    ("grown", lambda: fingers.grown(11, 20), V, "delta must be between 0.5 and 10, got 11"),
    ("growing", lambda: next(fingers.growing(1.0, 20, [0.0])), T, "noise must be a float tensor, got list"),
    ("digits", lambda: fingers.digits(fingers.Bud(torch.zeros(9, 9), (8, 4), 20), NO), V, "radius must be between"),
]
SCORES, CUBE, FAR = torch.rand(4), torch.rand(2, 3, 3), pr.starts(6, (1, 3, 3), 1.0, torch.Generator().manual_seed(4))
CREATIVITY = [
    ("bootstrap", lambda: pr.bootstrap(X, torch.mean, G), V, r"values must have shape \(B,\).*got \(4, 1, 3, 3\)"),
    ("bootstrap", lambda: pr.bootstrap(SCORES, torch.mean, G, 0), V, "draws must be at least 1, got 0"),
    ("bootstrap", lambda: pr.bootstrap(SCORES, torch.mean, None), T, "generator must be a torch.Generator"),
    *images("pixels", cr.pixels),
    *images("Components", lambda x: cr.Components(x, 1)),
    ("Components", lambda: cr.Components(Y, 5), V, "k must be at least 1 and at most 4, got 5"),
    ("Components", lambda: cr.Components(Y, 2)(WIDE), V, OTHER_SHAPE),
    *[case for name in ("shifted_novelty", "authentic") for f in [getattr(cr, name)] for case in [
        *images(name, lambda x, f=f: f(x, Y)), *images(name, lambda x, f=f: f(Y, x)),
        (name, lambda f=f: f(WIDE, Y), V, OTHER_SHAPE)]],
    ("authentic", lambda: cr.authentic(Y, Y[:1]), V, "number of training pictures must be at least 2, got 1"),
    ("authentic", lambda: cr.authentic(Y, Y, "pixels"), T, "space must turn pictures into features.*got str"),
    ("authentic", lambda: cr.authentic(Y, Y, lambda x: x), V, r"features must have shape \(4, D\), got \(4, 1"),
    ("authentic", lambda: cr.authentic(Y, Y, lambda x: x.flatten(1) * NO), V, "features must be finite"),
    ("nearer_than", lambda: cr.nearer_than(SCORES, X), V, r"far_unseen must have shape \(B,\).*got \(4, 1"),
    ("nearer_than", lambda: cr.nearer_than(SCORES[:0], SCORES), V, r"far must have shape .*got \(0,\)"),
    ("nearer_than", lambda: cr.nearer_than(SCORES * NO, SCORES), V, "far must be finite, got 4 NaN"),
    *images("overlap", lambda x: cr.overlap(x, Y, 1)), *images("overlap", lambda x: cr.overlap(Y, x, 1)),
    ("overlap", lambda: cr.overlap(WIDE, Y, 1), V, OTHER_SHAPE),
    ("overlap", lambda: cr.overlap(FAR, Y, 4), V, "k, less than N, must be at least 1 and at most 3, got 4"),
    ("overlap", lambda: cr.overlap(Y, FAR, 4), V, "k, less than B, must be at least 1 and at most 3, got 4"),
    ("overlap", lambda: cr.overlap(Y, Y, 1.0), T, "k, less than N, must be an integer, got 1.0"),
    ("expected_coverage", lambda: cr.expected_coverage(1, 2, 1), V, "N must be at least 2, got 1"),
    ("expected_coverage", lambda: cr.expected_coverage(3, 0, 1), V, "B must be at least 1, got 0"),
    ("expected_coverage", lambda: cr.expected_coverage(3, 2, 3), V, "k, less than N, must be .* at most 2"),
    *[case for name, f in (("cosine", cr.cosine), ("typical_distance", cr.typical_distance),
                           ("gaussian", lambda x: cr.gaussian(x, 1.0))) for case in [
        (name, lambda f=f: f(X), V, r"features must have shape \(n, D\).*got \(4, 1, 3, 3\)"),
        (name, lambda f=f: f(ROWS[:0]), V, r"features must have shape .*got \(0, 3\)"),
        (name, lambda f=f: f(ROWS * NO), V, "features must be finite")]],
    ("cosine", lambda: cr.cosine(ROWS * torch.tensor([[1.0]] * 5 + [[0.0]])), V, "longer than 0.*got 1 of"),
    ("gaussian", lambda: cr.gaussian(ROWS, 0), V, "width must be finite and > 0, got 0"),
    ("gaussian", lambda: cr.gaussian(ROWS, "wide"), T, "width must be a number, got 'wide'"),
    ("typical_distance", lambda: cr.typical_distance(ROWS[:1]), V, "number of features must be at least 2"),
    *[case for name in ("vendi", "vendi_interval") for f in [getattr(cr, name)] for case in [
        (name, lambda f=f: f(ROWS), V, r"K must have shape \(n, n\), n at least 1, got \(6, 3\)"),
        (name, lambda f=f: f(torch.eye(0)), V, r"n at least 1, got \(0, 0\)"),
        (name, lambda f=f: f(2 * torch.eye(3)), V, "ones on the diagonal, got entries up to 0 off and 1 off"),
        (name, lambda f=f: f(torch.eye(3) + torch.eye(3).roll(1, 0)), V, "K must be symmetric .* up to 1 off"),
        (name, lambda f=f: f(3 * torch.ones(3, 3) - 2 * torch.eye(3)), V, "no eigenvalue below 0, got -2"),
        (name, lambda f=f: f(torch.eye(3) * NO), V, "K must be finite"),
        (name, lambda f=f: f([[1.0]]), T, "K must be a float tensor, got list")]],
    ("vendi_interval", lambda: cr.vendi_interval(torch.eye(2)), V, "number of pictures must be at least 3"),
    *images("window_distances", lambda x: cr.window_distances(x, Y, 3)),
    *images("window_distances", lambda x: cr.window_distances(Y, x, 3)),
    ("window_distances", lambda: cr.window_distances(WIDE, Y, 3), V, OTHER_SHAPE),
    ("window_distances", lambda: cr.window_distances(Y, Y, 4), V, "P must be odd, .*got 4"),
    ("window_distances", lambda: cr.window_distances(Y, Y, 3, "near"), V, "reach must be one of .*'near'"),
    ("coherence", lambda: cr.coherence(X, 1.0), V, r"far must have shape \(B, H, W\).*got \(4, 1, 3, 3\)"),
    ("coherence", lambda: cr.coherence(CUBE[:0], 1.0), V, r"far must have shape .*got \(0, 3, 3\)"),
    ("coherence", lambda: cr.coherence(CUBE, -1), V, "limit must be finite and >= 0, got -1"),
    ("coherence_limit", lambda: cr.coherence_limit(X), V, r"far_unseen must have shape \(B, H, W\)"),
    ("coherence_limit", lambda: cr.coherence_limit(CUBE * NO), V, "far_unseen must be finite"),
    *[("coherence_limit", lambda p=p: cr.coherence_limit(CUBE, p), V, r"level must be in \(0, 1\), got")
      for p in (0, 1, NO)],
    *images("Plane", lambda x: cr.Plane(x, Y, 3)), *images("Plane", lambda x: cr.Plane(Y, x, 3)),
    *images("Plane", lambda x: cr.Plane(Y, FAR, 3)(x)),
    ("Plane", lambda: cr.Plane(Y, WIDE, 3), V, OTHER_SHAPE),
    ("Plane", lambda: cr.Plane(Y, FAR, 4), V, "P must be odd, .*got 4"),
    ("Plane", lambda: cr.Plane(Y, Y.flip(0), 3), V, "unseen must hold pictures that are no copies of data"),
    ("Plane", lambda: cr.Plane(Y, FAR, 3).measures(Y, G), V, "k, less than B, must be .* at most 3, got 5"),
    *images("noise", lambda x: fools.noise(x, 2, G)), *images("grey", lambda x: fools.grey(x, 2)),
    *images("with_outlier", lambda x: fools.with_outlier(x, G)),
    *images("mean_image", lambda x: fools.mean_image(x, 2)),
    *images("moved", lambda x: fools.moved(x, 2, G)),
    *images("noisy_copies", lambda x: fools.noisy_copies(x, 2, G)),
    *images("one_kind", lambda x: fools.one_kind(x, 2)),
    *images("glued", lambda x: fools.glued(x, 2, G)),
    ("noise", lambda: fools.noise(Y, 0, G), V, "n must be at least 1, got 0"),
    ("noise", lambda: fools.noise(Y, 1, None), T, "generator must be a torch.Generator, got NoneType"),
    ("with_outlier", lambda: fools.with_outlier(Y, 3), T, "generator must be a torch.Generator, got int"),
    ("grey", lambda: fools.grey(Y, 1.5), T, "n must be an integer, got 1.5"),
    ("mean_image", lambda: fools.mean_image(Y, 0), V, "n must be at least 1, got 0"),
    ("moved", lambda: fools.moved(Y, 5, G), V, "n must be at least 1 and at most 4, got 5"),
    ("noisy_copies", lambda: fools.noisy_copies(Y, 5, G), V, "n must be at least 1 and at most 4, got 5"),
    ("noisy_copies", lambda: fools.noisy_copies(Y[:1], 1, G), V, "training pictures must be at least 2"),
    ("one_kind", lambda: fools.one_kind(Y, 4), V, "n must be at least 1 and at most 3, got 4"),
    ("glued", lambda: fools.glued(Y[:1], 1, G), V, "training pictures must be at least 2, got 1"),
]
EYE, THREE = torch.eye(9, dtype=torch.bool), (1, 3, 3)
OWN, FULL = torch.eye(9, dtype=torch.bool).reshape(9, 3, 3), torch.ones(3, 3, dtype=torch.bool)
KEPT, MASKED = torch.tensor([[0, 1]] * 4), rivals.MaskedLS(Y, EYE)
RIVALS = [
    *[case for name, build in (
        ("MaskedLS", lambda x: rivals.MaskedLS(x, EYE)), ("PCALocality", rivals.PCALocality),
        ("PSPCSquare", lambda x: rivals.PSPCSquare(x, 2)), ("PSPCFlex", lambda x: rivals.PSPCFlex(x, OWN)),
        ("SmoothedScore", lambda x: rivals.SmoothedScore(x, 0.1, 2, G)), ("Golden", rivals.Golden),
        ("BIRD", lambda x: rivals.BIRD(x, [FULL]))) for case in (
        *images(name, build), *images(name, lambda x, build=build: build(Y)(x, 1.0)),
        *levels(name, lambda s, build=build: build(Y)(Y, s)),
        (name, lambda build=build: build(Y)(WIDE, 1.0), V, OTHER_SHAPE))],
    ("MaskedLS", lambda: rivals.MaskedLS(Y, EYE.float()), T, "masks must be a mask .*, got torch.float32"),
    ("MaskedLS", lambda: rivals.MaskedLS(Y, EYE[:3]), V, r"\(9, 9\), got \(3, 9\)"),
    ("window_masks", lambda: rivals.window_masks(THREE, 2), V, "P must be odd, .*got 2"),
    ("window_masks", lambda: rivals.window_masks(THREE, 7), V, "P must be at least 1 and at most 5, got 7"),
    ("window_masks", lambda: rivals.window_masks((1, 0, 3), 1), V, "shape must be at least 1, got 0"),
    ("window_masks", lambda: rivals.window_masks((3, 3), 1), V, r"shape must be \(C, H, W\), got \(3, 3\)"),
    ("window_views", lambda: rivals.window_views(THREE, 2), V, "P must be odd, .*got 2"),
    ("window_views", lambda: rivals.window_views(3, 1), V, r"shape must be \(C, H, W\), got 3"),
    *images("batch_averaged", lambda x: rivals.batch_averaged(MASKED, x, 1.0, 2)),
    *levels("batch_averaged", lambda s: rivals.batch_averaged(MASKED, Y, s, 2)),
    ("batch_averaged", lambda: rivals.batch_averaged(MASKED, Y, 1.0, 0), V, "size must be at least 1, got 0"),
    ("batch_averaged", lambda: rivals.batch_averaged(IS, Y, 1.0, 2), T, "must be a MaskedLS, .*got IdealDenoiser"),
    ("averaging_cost", lambda: rivals.averaging_cost(MASKED, Y, 1.0, [2.5]), T, "size must be an integer, got 2.5"),
    ("averaging_cost", lambda: rivals.averaging_cost(MASKED, Y, 1.0, []), V, "sizes must hold one at least, got none"),
    ("averaging_cost", lambda: rivals.averaging_cost(IS, Y, 1.0, [2]), T, "must be a MaskedLS, .*got IdealDenoiser"),
    ("PCALocality", lambda: rivals.PCALocality(Y[:1]), V, "at least two images"),
    ("PCALocality", lambda: rivals.PCALocality(Y, 1.5), V, "threshold must be between 0 and 1, got 1.5"),
    ("PCALocality", lambda: rivals.PCALocality(Y, relative="all"), V, "relative must be one of matrix, row, got 'all'"),
    ("PCALocality", lambda: rivals.PCALocality(Y, along="row"), V, "along must be one of rows, columns, got 'row'"),
    *levels("PCALocality", lambda s: rivals.PCALocality(Y).masks(s)),
    ("PSPCSquare", lambda: rivals.PSPCSquare(Y, 4), V, "side of a square must be at least 1 and at most 3, got 4"),
    ("PSPCSquare", lambda: rivals.PSPCSquare(Y, 2.0), T, "side of a square must be an integer, got 2.0"),
    ("PSPCSquare", lambda: rivals.PSPCSquare(Y, []), V, "sizes must hold pairs .*, got 0"),
    ("PSPCSquare", lambda: rivals.PSPCSquare(Y, [2, 3]), V, "sizes must hold pairs"),
    *levels("PSPCSquare", lambda s: rivals.PSPCSquare(Y, [(s, 2)])),
    ("PSPCFlex", lambda: rivals.PSPCFlex(Y, OWN.float()), T, "masks must be a mask .*, got torch.float32"),
    ("PSPCFlex", lambda: rivals.PSPCFlex(Y, EYE), V, r"shape \(L, 3, 3\), got \(9, 9\)"),
    ("PSPCFlex", lambda: rivals.PSPCFlex(Y, OWN[1:]), V, "masks must hold every pixel, got 1 that are in none"),
    ("released_sizes", lambda: rivals.released_sizes(0), V, "side must be at least 1, got 0"),
    *images("sensitivity", lambda x: rivals.sensitivity(IS, x, 1.0)),
    *levels("sensitivity", lambda s: rivals.sensitivity(IS, Y, s)),
    ("sensitivity", lambda: rivals.sensitivity(IS, Y, 1.0, 0.0), V, "h must be finite and > 0, got 0"),
    ("flex_masks", lambda: rivals.flex_masks(OWN, 0.5), T, r"maps must be a float tensor, got torch\.bool"),
    ("flex_masks", lambda: rivals.flex_masks(OWN[:4].float(), 0.5), V, r"shape \(H W, H, W\) .*got shape \(4, 3, 3\)"),
    ("flex_masks", lambda: rivals.flex_masks(-OWN.float(), 0.5), V, "be at least 0"),
    ("flex_masks", lambda: rivals.flex_masks(OWN.float(), 1.5), V, "share must be between 0 and 1, got 1.5"),
    ("flex_masks", lambda: rivals.flex_masks(OWN.float(), 0.0), V, "share must be above 0, got 0"),
    ("SmoothedScore", lambda: rivals.SmoothedScore(Y, -1, 2, G), V, "smoothing must be finite and >= 0, got -1"),
    ("SmoothedScore", lambda: rivals.SmoothedScore(Y, 1, 0, G), V, "M must be at least 1, got 0"),
    ("SmoothedScore", lambda: rivals.SmoothedScore(Y, 1, 2, 3), T, r"torch\.Generator, got int"),
    ("SmoothedScore", lambda: rivals.SmoothedScore(Y, 1, 2, G, "ve"), V, "clock must be one of flow, vp, got 've'"),
    ("Golden", lambda: rivals.Golden(Y, 3, 2), V, "k_min must be at least 1 and at most 2, got 3"),
    ("Golden", lambda: rivals.Golden(Y, 1, 5), V, "k_max must be at least 1 and at most 4, got 5"),
    ("Golden", lambda: rivals.Golden(Y, pool=2), V, r"pool must divide the images' sides, \(3, 3\), got 2"),
    ("Golden", lambda: rivals.Golden(Y, masks=IS), T, "masks must be a MaskedLS, .*got IdealDenoiser"),
    ("Golden", lambda: rivals.Golden(X, masks=MASKED), V, "masks must be built on the same data"),
    *images("truncation", lambda x: rivals.truncation(x, 1.0, Y, KEPT)),
    *images("truncation", lambda x: rivals.truncation(Y, 1.0, x, KEPT)),
    *levels("truncation", lambda s: rivals.truncation(Y, s, Y, KEPT)),
    ("truncation", lambda: rivals.truncation(Y, 1.0, Y, KEPT.float()), T, "kept must be an int64 tensor, got"),
    ("truncation", lambda: rivals.truncation(Y, 1.0, Y, KEPT[:2]), V, r"shape \(4, k\), k from 1 to 4, got \(2, 2\)"),
    ("truncation", lambda: rivals.truncation(Y, 1.0, Y, KEPT + 3), V, "different images from 0 to 3"),
    ("truncation", lambda: rivals.truncation(Y, 1.0, Y, 0 * KEPT), V, "different images from 0 to 3"),
    ("BIRD", lambda: rivals.BIRD(Y, FULL), V, "views must be a sequence of one view, or of 9, .*got Tensor"),
    ("BIRD", lambda: rivals.BIRD(Y, [FULL] * 2), V, "views must be .*got 2"),
    ("BIRD", lambda: rivals.BIRD(Y, [EYE]), V, r"True and False must have shape \(3, 3\), got \(9, 9\)"),
    ("BIRD", lambda: rivals.BIRD(Y, [WIDE]), V, r"a view must have shape \(K, 1, 3, 3\), got \(4, 1, 5, 5\)"),
    ("BIRD", lambda: rivals.BIRD(Y, [INTS]), T, r"a view must be a float tensor, got torch\.int64"),
    ("BIRD", lambda: rivals.BIRD(Y, [FULL], -1, G), V, "extra must be finite and >= 0, got -1"),
    ("BIRD", lambda: rivals.BIRD(Y, [FULL], 1.0), V, "extra noise needs a generator, got None"),
    ("BIRD", lambda: rivals.BIRD(Y, [FULL], 1.0, 3), T, r"torch\.Generator, got int"),
    *images("information", lambda x: rivals.information(x, [FULL], 1.0)),
    *levels("information", lambda s: rivals.information(Y, [FULL], s)),
    ("information", lambda: rivals.information(Y[:1], [FULL], 1.0), V, "number of training images must be at least 2"),
    ("information", lambda: rivals.information(Y, [FULL], 1.0, -1), V, "extra must be finite and >= 0, got -1"),
]
NINE = torch.arange(9)
RIVALS += [
    *images("shuffled", lambda x: rivals.shuffled(x, NINE)),
    *[case for name, f in (("shuffled", lambda o: rivals.shuffled(Y, o)),
                           ("windows_around", lambda o: rivals.windows_around([(0, 0)], 3, 3, 1, o))) for case in [
        (name, lambda f=f: f(list(range(9))), T, "order must be an int64 tensor, got list"),
        (name, lambda f=f: f(NINE.float()), T, r"order must be an int64 tensor, got torch\.float32"),
        (name, lambda f=f: f(NINE[:8]), V, r"order must hold each of 0 ... 8 once, got shape \(8,\)"),
        (name, lambda f=f: f(NINE + 1), V, "order must hold each of 0 ... 8 once"),
        (name, lambda f=f: f(0 * NINE), V, "order must hold each of 0 ... 8 once"),
        (name, lambda f=f: f(NINE[None]), V, "order must hold each of 0 ... 8 once")]],
    *images("copied_corner", lambda x: rivals.copied_corner(x, 1)),
    ("copied_corner", lambda: rivals.copied_corner(Y, 2), V, "side must be at least 1 and at most 1, got 2"),
    ("corner_partners", lambda: rivals.corner_partners(16, 16, 9), V, "side must be at least 1 and at most 8, got 9"),
    ("corner_partners", lambda: rivals.corner_partners(1, 4), V, "H must be at least 2, got 1"),
    ("corner_partners", lambda: rivals.corner_partners(4, 2.0), T, "W must be an integer, got 2.0"),
    *[("windows_around", lambda p=p: rivals.windows_around(p, 3, 3, 1), *says) for p, *says in PIXELS],
    ("windows_around", lambda: rivals.windows_around([(0, 0)], 0, 3, 1), V, "H must be at least 1, got 0"),
    ("windows_around", lambda: rivals.windows_around([(0, 0)], 3, 3, 2), V, "P must be odd, .*got 2"),
    ("windows_around", lambda: rivals.windows_around([(0, 0)], 3, 3, 7), V, "P must be at least 1 and at most 5"),
    ("share", lambda: rivals.share(FLAT, FULL), V, r"maps must have shape \(M, H, W\), M at least 1, got \(4, 9\)"),
    ("share", lambda: rivals.share(OWN, OWN), T, r"maps must be a float tensor, got torch\.bool"),
    ("share", lambda: rivals.share(OWN.float(), OWN.float()), T, r"masks must be a mask .*, got torch\.float32"),
    ("share", lambda: rivals.share(OWN.float(), OWN[:3]), V, r"same shape, got \(9, 3, 3\) and \(3, 3, 3\)"),
    ("share", lambda: rivals.share(OWN.float() * NO, OWN), V, "maps must be finite, got"),
]
RIVALS += [
    *images("rival", lambda x: rivals.rival("Wiener", x)),
    *[case for name, told in (("IS", None), ("smoothed score", rivals.Told(smoothing=0.1)),
                              ("PCA locality", rivals.Told(threshold=0.1)), ("GoldDiff", rivals.Told(threshold=0.1)),
                              ("PSPC square", rivals.Told(sizes=2)), ("PSPC flex", rivals.Told(masks=OWN)),
                              ("BIRD", rivals.Told(windows=3)), ("LS", rivals.Told(windows=3)))
      for case in (*images("rival", lambda x, name=name, told=told: rivals.rival(name, Y, told)(x, 1.0)),
                   ("rival", lambda name=name, told=told: rivals.rival(name, Y, told)(WIDE, 1.0), V, OTHER_SHAPE),
                   *levels("rival", lambda s, name=name, told=told: rivals.rival(name, Y, told)(Y, s)))],
    ("rival", lambda: rivals.rival("ES", Y), V, "name of a rival must be one of Wiener, IS, .*, bbELS, got 'ES'"),
    ("rival", lambda: rivals.rival("LS", Y, {"windows": 3}), T, "told must be a Told, .*got dict"),
    ("rival", lambda: rivals.rival("GoldDiff", X, rivals.Told(threshold=2)), V, "between 0 and 1, got 2"),
    *[("Told", lambda name=name: rivals.rival(name, Y), V, rf"{name} needs {field}, .*Told\({field}=...\), got None")
      for name, field in (("smoothed score", "smoothing"), ("PCA locality", "threshold"), ("GoldDiff", "threshold"),
                          ("PSPC square", "sizes"), ("PSPC flex", "masks"), ("BIRD", "windows"), ("ELS", "windows"))],
    ("Told", lambda: rivals.rival("BIRD", Y, rivals.Told(windows=Soft(3, 1.0))), T, "must be an odd side or a Window"),
    ("Told", lambda: rivals.rival("BIRD", Y, rivals.Told(windows=2)), V, "P must be odd, .*got 2"),
    ("Told", lambda: rivals.rival("BIRD", Y, rivals.Told(windows=3, extra=-1)), V, "extra must be finite and >= 0"),
    ("Told", lambda: rivals.rival("smoothed score", Y, rivals.Told(smoothing=0.1, M=0)), V, "M must be at least 1"),
    *images("informed_windows", lambda x: rivals.informed_windows(x, [1.0])),
    *levels("informed_windows", lambda s: rivals.informed_windows(Y, [s])),
    ("informed_windows", lambda: rivals.informed_windows(Y[:1], [1.0]), V, "training images must be at least 2, got 1"),
    ("informed_windows", lambda: rivals.informed_windows(Y, []), V, "pairs .* must be given, each sigma once"),
    ("informed_windows", lambda: rivals.informed_windows(Y, [1.0], []), V, "sides must hold one at least, got none"),
    ("informed_windows", lambda: rivals.informed_windows(Y, [1.0], [2]), V, "P must be odd, .*got 2"),
    ("informed_windows", lambda: rivals.informed_windows(Y, [1.0], [7]), V, "at least 1 and at most 5, got 7"),
]
PAGE, TINY = torch.rand(1, 1, 9, 9, generator=torch.Generator().manual_seed(3)), canvas.Settings(P=3, steps=1)
ONES, CANVAS_ROWS = torch.ones(9, 9, dtype=torch.bool), canvas.patches(PAGE, 3)
EXACT = canvas.Exact(CANVAS_ROWS)
GROWN = {"generator": torch.Generator(), "settings": TINY}


def ran():
    """A run of a canvas that is over."""
    states = canvas.grow(PAGE, (9, 9), **GROWN)
    canvas.finished(states)
    return states


CANVAS = [
    *images("resized", lambda x: canvas.resized(x, (2, 2))), *images("patches", lambda x: canvas.patches(x, 3)),
    *images("filled", lambda x: canvas.filled(x, ONES)),
    ("resized", lambda: canvas.resized(PAGE, 4), T, r"sides must be two integers \(H, W\), got 4"),
    ("resized", lambda: canvas.resized(PAGE, (4, 0)), V, r"sides\[1\] must be at least 1, got 0"),
    ("resized", lambda: canvas.resized(PAGE, (4, 2.0)), T, r"sides\[1\] must be an integer, got 2.0"),
    ("resized", lambda: canvas.resized(PAGE, (4, 4), "mirror"), V, "border must be one of edge, torus, got 'mirror'"),
    ("filled", lambda: canvas.filled(PAGE, ONES.float()), T, "known must be a mask .*got torch.float32"),
    ("filled", lambda: canvas.filled(PAGE, ONES[1:]), V, r"known must have shape \(9, 9\), got \(8, 9\)"),
    ("filled", lambda: canvas.filled(PAGE, ~ONES), V, "known must hold a known pixel, got none of 81"),
    ("source", lambda: canvas.source("moon"), V, "source must be one of brick, .*, emoji, got 'moon'"),
    ("planned", lambda: canvas.planned((9, 6), (9, 9)), V, r"source\[1\] must be at least 7, got 6"),
    ("planned", lambda: canvas.planned((9, 9), (9, 9), torus="no"), T, "torus must be True or False, got 'no'"),
    ("planned", lambda: canvas.planned((9, 9), (9, 9), settings=3), T, "settings must be Settings.*got int"),
    ("planned", lambda: canvas.planned((9, 9), (9, 9), known=~ONES, settings=TINY), V, "known must hold a whole"),
    ("scales", lambda: canvas.scales((9, 6), (9, 9)), V, r"source\[1\] must be at least 7, got 6"),
    ("scales", lambda: canvas.scales((9, 9), "9x9"), T, "canvas must be two integers .*got '9x9'"),
    ("scales", lambda: canvas.scales((9, 9), (9, 9), 7, 6), V, "coarsest must be at least 7, got 6"),
    ("scales", lambda: canvas.scales((9, 9), (9, 9), 7, 7, 1.0), V, "ratio must be between 0.1 and 0.95, got 1"),
    ("scales", lambda: canvas.scales((9, 9), (9, 9), 4), V, "P must be odd"),
    ("patches", lambda: canvas.patches(PAGE, 11), V, "P must be at least 1 and at most 9, got 11"),
    ("patches", lambda: canvas.patches(PAGE, 3, ~ONES), V, "known must hold a whole window of 3 x 3 pixels, got 0"),
    ("patches", lambda: canvas.patches(PAGE, 3, ONES[1:]), V, r"known must have shape \(9, 9\), got \(8, 9\)"),
    *[case for name, kind in (("Exact", canvas.Exact), ("Cells", canvas.Cells)) for case in [
        (name, lambda kind=kind: kind([1.0]), T, "patches must be a float tensor, got list"),
        (name, lambda kind=kind: kind(PAGE), V, r"patches must have shape \(M, D\) .*got \(1, 1, 9, 9\)"),
        (name, lambda kind=kind: kind(CANVAS_ROWS, CANVAS_ROWS[1:]), V, "values and patches must have the same shape"),
        (name, lambda kind=kind: kind(CANVAS_ROWS).guess(PAGE, 1.0), V, r"windows must have shape \(Q, 9\), got"),
        (name, lambda kind=kind: kind(CANVAS_ROWS).nearest(CANVAS_ROWS[:0]), V, r"windows .*got \(0, 9\)"),
        *levels(name, lambda s, kind=kind: kind(CANVAS_ROWS).guess(CANVAS_ROWS, s))]],
    ("Cells", lambda: canvas.Cells(CANVAS_ROWS, probes=0), V, "probes must be at least 1, got 0"),
    ("Cells", lambda: canvas.Cells(CANVAS_ROWS, cells=50), V, "cells must be at least 1 and at most 49, got 50"),
    ("lost", lambda: canvas.lost(CANVAS_ROWS, EXACT, CANVAS_ROWS, 1.0), T, "search must be Exact.*got Tensor"),
    ("lost", lambda: canvas.lost(EXACT, None, CANVAS_ROWS, 1.0), T, "exact must be Exact.*got NoneType"),
    *images("PictureMachine", lambda x: canvas.PictureMachine(EXACT, 3)(x, 1.0)),
    *levels("PictureMachine", lambda s: canvas.PictureMachine(EXACT, 3)(PAGE, s)),
    ("PictureMachine", lambda: canvas.PictureMachine(PAGE, 3), T, "search must be Exact.*got Tensor"),
    ("PictureMachine", lambda: canvas.PictureMachine(EXACT, 3)(PAGE[..., :2], 1.0), V, "P must be .*at most 2, got 3"),
    ("PictureMachine", lambda: canvas.PictureMachine(EXACT, 5)(PAGE, 1.0), V, r"shape \(Q, 9\), got \(25, 25\)"),
    ("PictureMachine", lambda: canvas.PictureMachine(EXACT, 3, torus="no"), T, "torus must be True or False, got 'no'"),
    ("PictureMachine", lambda: canvas.PictureMachine(EXACT, 3, -1.0), V, "spread must be finite and >= 0, got -1"),
    ("Settings", lambda: canvas.Settings(P=4), V, "P must be odd"),
    ("Settings", lambda: canvas.Settings(coarsest=6), V, "coarsest must be at least 7, got 6"),
    ("Settings", lambda: canvas.Settings(steps=0), V, "steps must be at least 1, got 0"),
    ("Settings", lambda: canvas.Settings(fresh=0.0), V, "fresh must be finite and > 0, got 0"),
    ("Settings", lambda: canvas.Settings(error=INF), V, "error must be finite and > 0, got inf"),
    ("Settings", lambda: canvas.Settings(ratio=2.0), V, "ratio must be between 0.1 and 0.95, got 2"),
    ("Settings", lambda: canvas.Settings(last=20.0), V, "last must be below first, got 20.0 and 10.0"),
    *images("grow", lambda x: canvas.grow(x, (9, 9), **GROWN)),
    *images("grow", lambda x: canvas.grow(PAGE, (9, 9), start=x, **GROWN)),
    ("grow", lambda: canvas.grow(PAGE, (2, 9), **GROWN), V, r"canvas\[0\] must be at least 3, got 2"),
    ("grow", lambda: canvas.grow(PAGE, (9, 9), settings=TINY), V, "needs noise or a generator, got neither"),
    ("grow", lambda: canvas.grow(PAGE, (9, 9), generator=7), T, "generator must be a torch.Generator, got int"),
    ("grow", lambda: canvas.grow(PAGE, (9, 9), noise=[], **GROWN), V, "needs noise or a generator, got both"),
    ("grow", lambda: canvas.grow(PAGE, (9, 9), noise=[PAGE], settings=TINY), V, "noise must be a list of 3 tensors"),
    ("grow", lambda: canvas.grow(PAGE, (9, 9), noise=[PAGE] * 3, settings=TINY), V, r"noise\[0\] must hold images of"),
    ("grow", lambda: canvas.grow(PAGE, (9, 9), torus=1, **GROWN), T, "torus must be True or False, got 1"),
    ("grow", lambda: canvas.grow(PAGE, (9, 9), settings=7, generator=G), T, "settings must be Settings.*got int"),
    ("grow", lambda: canvas.grow(PAGE, (9, 9), wishes=["mirror"], **GROWN), T, "wishes must be Symmetric, .*got str"),
    ("grow", lambda: canvas.grow(PAGE, (9, 9), known=~ONES, **GROWN), V, "known must hold a whole window of 3 x 3"),
    ("grow", lambda: canvas.grow(PAGE, (8, 9), start=PAGE, **GROWN), V, r"start must hold images of shape \(1, 8, 9\)"),
    ("Symmetric", lambda: canvas.Symmetric(), V, "needs one or more of mirror, flip, half turn"),
    ("Symmetric", lambda: canvas.Symmetric("twist"), V, "move must be one of mirror, .*got 'twist'"),
    ("Symmetric", lambda: canvas.grow(PAGE, (9, 8), wishes=[canvas.Symmetric("quarter turn")], **GROWN), V,
     r"only a square canvas .*got \(9, 8\)"),
    *images("Keep", lambda x: canvas.Keep(x, ONES)), *images("Layout", lambda x: canvas.Layout(x, 0.5, ONES)),
    ("Keep", lambda: canvas.Keep(PAGE.expand(2, 1, 9, 9), ONES), V, r"picture must be one picture .*got \(2, 1, 9"),
    ("Keep", lambda: canvas.Keep(PAGE, ONES[1:]), V, r"known must have shape \(9, 9\), got \(8, 9\)"),
    ("Keep", lambda: canvas.grow(PAGE, (8, 9), wishes=[canvas.Keep(PAGE, ONES)], **GROWN), V,
     r"the canvas' shape \(1, 8, 9\), got \(1, 9, 9\)"),
    ("Layout", lambda: canvas.grow(PAGE, (8, 9), wishes=[canvas.Layout(PAGE)], **GROWN), V, r"shape \(1, 8, 9\), got"),
    ("Layout", lambda: canvas.Layout(PAGE, 1.5), V, "weight must be between 0 and 1, got 1.5"),
    ("finished", lambda: canvas.finished(canvas.grow(PAGE, (9, 9), **GROWN), 1), T, "progress must be True or False"),
    ("finished", lambda: canvas.finished(ran()), V, "it has already been run"),
    *images("inpaint", lambda x: canvas.inpaint(x, ONES, **GROWN)),
    ("inpaint", lambda: canvas.inpaint(PAGE, ONES.float(), **GROWN), T, "known must be a mask .*got torch.float32"),
    *levels("inpaint", lambda s: canvas.inpaint(PAGE, ONES, s, **GROWN)),
    *images("retarget", lambda x: canvas.retarget(x, (9, 9), **GROWN)),
    *levels("retarget", lambda s: canvas.retarget(PAGE, (9, 9), s, **GROWN)),
    *images("gaussian_texture", lambda x: canvas.gaussian_texture(x, 1, G)),
    ("gaussian_texture", lambda: canvas.gaussian_texture(PAGE, 0, G), V, "count must be at least 1, got 0"),
    ("gaussian_texture", lambda: canvas.gaussian_texture(PAGE, 1, 3), T, "must be a torch.Generator, got int"),
    ("gaussian_texture", lambda: canvas.gaussian_texture(PAGE.expand(2, -1, -1, -1), 1, G), V, "must be one picture"),
    *images("quilted", lambda x: canvas.quilted(x, (9, 9), G)),
    ("quilted", lambda: canvas.quilted(PAGE, (9, 9), G, 10), V, "block must be at least 6 and at most 9, got 10"),
    ("quilted", lambda: canvas.quilted(PAGE, (9, 9), 3, 6), T, "generator must be a torch.Generator, got int"),
    ("quilted", lambda: canvas.quilted(PAGE, (9, 9), G, 6, -1.0), V, "tolerance must be finite and >= 0, got -1"),
    *[case for name in ("patch_distances", "used", "patch_frechet") for case in [
        *images(name, lambda x, name=name: getattr(canvas, name)(x, PAGE, 3)),
        *images(name, lambda x, name=name: getattr(canvas, name)(PAGE, x, 3)),
        (name, lambda name=name: getattr(canvas, name)(PAGE, PAGE.expand(1, 3, 9, 9), 3), V, "as many channels, got 1"),
        (name, lambda name=name: getattr(canvas, name)(PAGE, X, 5), V, "P must be at least 1 and at most 3, got 5")]],
    ("used", lambda: canvas.used(PAGE, PAGE, 3, EXACT), T, "search must be Exact or Cells, got <"),
    ("patch_distances", lambda: canvas.patch_distances(PAGE, PAGE, 3, "exact"), T, "Exact or Cells, got 'exact'"),
    *images("pixel_diversity", lambda x: canvas.pixel_diversity(x, PAGE)),
    *images("pixel_diversity", lambda x: canvas.pixel_diversity(X, x)),
    ("pixel_diversity", lambda: canvas.pixel_diversity(PAGE, PAGE), V, "canvases must be at least two, got 1"),
]
CASES = (POSTERIOR + DATA + METRICS + FIGURES + CLAIMS + NUMBERS + DIFFUSION + IDEAL + MEMORIZATION + RULES + TURING
         + PATCHES + NETWORKS + PREDICTION + FINGERS + ATTENTION + STABILITY + CREATIVITY + RIVALS + CANVAS)
# takes nothing that could be wrong, or what is checked; reads files that tests/test_claims.py covers; a result, not a
# function
EXEMPT = {"released_windows", "style", "png", "checksums", "find_claims", "prose", "State", "Conditions", "Mode",
          "Onset", "Sources", "Posterior", "Stream", "Dataset", "ClaimError", "Call", "Progress", "Guess", "Match",
          "Spread", "Summary", "Novelty", "Judged", "Paired", "Reading", "Published", "Agreement", "largest_real_part",
          "Counted", "Interval", "Shared", "Bud", "each", "histogram", "faces", "Overlap", "Place", "Source",
          "Inferred", "Truncation", "released_shares", "Rival", "Grown", "Lost", "Nearest", "BothWays", "Used", "Scale"}


@pytest.mark.parametrize(("name", "call", "error", "message"), CASES, ids=[f"{k}-{c[0]}" for k, c in enumerate(CASES)])
def test_bad_input_is_refused_by_name(name, call, error, message):
    with pytest.raises(error, match=message):
        call()


def own(f, module):
    """Whether a function or class is of this module, or of this package and offered by it."""
    return f"{getattr(f, '__module__', '')}.".startswith(f"{module.__name__}.")


def test_no_public_function_is_left_out():
    modules = ["core.posterior", "core.data", "core.metrics", "core.figures", "core.claims", "core.stability",
               "diffusion", "ideal", "memorization", "rules", "turing", "local", "equivariant", "provenance",
               "networks", "prediction", "fingers", "attention", "creativity", "creativity.fools", "rivals", "canvas",
               "core.crops"]
    public = set()
    for module in (importlib.import_module(f"mosaics.{name}") for name in modules):
        public |= {n for n, f in vars(module).items() if not n.startswith("_")
                   and (inspect.isfunction(f) or inspect.isclass(f)) and own(f, module)}
    assert public - EXEMPT == {case[0] for case in CASES}


def test_good_input_passes():
    """The cases' own material is sound: what they refuse is refused for the reason they name."""
    assert posterior(ROWS, D, torch.ones(6)).mean.shape == ROWS.shape
    assert df.last(df.sample(TWO, X, LEVELS, "ancestral", generator=torch.Generator())).shape == X.shape
    assert all(m(Y, 1.0).shape == Y.shape for m in (IS, TWO, GAUSS, POINT, WIENER))
    assert mm.clone_ends(**CLONE | {"z": 2 * Y})[0].shape == (4,)
    assert 0 <= mm.patch_density(Y, Y, 3, 5, torch.Generator()) < 1e-3
    assert 0 < mm.gaussian_win_share(9, 5, 0.01, 5, torch.Generator()) <= 1


@pytest.mark.parametrize("value", [2, 2.0, torch.tensor(2.0), torch.tensor(2.0, dtype=torch.float64)])
def test_numbers_may_come_as_tensors(value):
    assert checks.check_number(value, "x", 0) == 2 and checks.check_sigma(value, 3).tolist() == [2.0, 2.0, 2.0]
    assert torch.equal(df.add_noise(X, value, Y), 2 * Y)


# what takes a number, or a tensor of numbers, and nothing else
TAKES_NUMBERS = {
    "abar_cosine": df.abar_cosine, "abar_legacy": df.abar_legacy, "abar_to_sigma": df.abar_to_sigma,
    "sigma_to_abar": df.sigma_to_abar, "vp_to_ve": lambda a: df.vp_to_ve(X, a), "ve_to_vp": lambda s: df.ve_to_vp(X, s),
    "convert": lambda a: df.convert(X, X, a, "x0", "eps"), "copies": lambda t: metrics.copies(X, Y, t),
    "score": lambda s: df.score(TWO, X, s), "check_real": lambda x: checks.check_real(x, "x"),
    "check_number": lambda x: checks.check_number(x, "x", 0), "sigmas_edm": lambda s: df.sigmas_edm(5, s),
}


@pytest.mark.parametrize("value", ["1", None, [1.0], True, 1j], ids=repr)
@pytest.mark.parametrize("name", TAKES_NUMBERS)
def test_what_is_no_number(name, value):
    with pytest.raises(TypeError, match=rf"must be a number( or a tensor)?, got {re.escape(repr(value))}"):
        TAKES_NUMBERS[name](value)


@pytest.mark.parametrize(("call", "message"), [
    (lambda: df.sample(TWO, X, "edm"), "sigmas must be a tensor of noise levels, got str"),
    (lambda: df.sample(TWO, X, [2.0, 1.0]), "sigmas must be a tensor of noise levels, got list"),
    (lambda: POINT([1.0], 1.0), "z must be a float tensor, got list"),
    (lambda: POINT(INTS, 1.0), r"z must be a float tensor, got torch\.int64"),
    (lambda: Dictionary(ROWS, ROWS, [0.0] * 6), "log_mult must be a float tensor, got list"),
    (lambda: df.convert(1.0, X, 0.5, "x0", "eps"), "value must be a float tensor, got float"),
    (lambda: df.gaussian_denoiser(0.0, C), "mean must be a float tensor, got float"),
    (lambda: mm.gaussian_collapse(5, [1.0]), "spectrum must be a float tensor, got list"),
    (lambda: mm.measured_collapse(Y, [0.1, 1.0], X), "sigmas must be a float tensor, got list"),
    (lambda: checks.check_window(3.0), "P must be an integer, got 3.0"),
    (lambda: checks.check_generator(3), r"generator must be a torch\.Generator, got int"),
])
def test_what_is_no_tensor(call, message):
    with pytest.raises(TypeError, match=message):
        call()


# ---------------------------------------------------------------- one rule for all machines
SAME, TORUS = ("same", "zeros"), ("all", "circular")
BUILT = {  # what is built on training images
    "IS": ideal.IdealDenoiser, "ES": equivariant.ES, "LS": lambda x: local.LS(x, 3), "Wiener": df.wiener,
    "ELS": lambda x: equivariant.ELS(x, 3), "interior": lambda x: equivariant.ELS(x, 3, "interior"),
    "bbELS": lambda x: equivariant.BBELS(x, 3),
    "consult": lambda x: lambda z, s: consult(z, s, x, 3, *SAME).mean.float(),
    "sweep": lambda x: lambda z, s: sweep.sweep(z, s, x, [3], *TORUS)[0].mean.float(),
    "masked": lambda x: rivals.MaskedLS(x, EYE), "PCA": rivals.PCALocality, "golden": rivals.Golden,
    "square": lambda x: rivals.PSPCSquare(x, 2), "flex": lambda x: rivals.PSPCFlex(x, OWN),
    "smoothed": lambda x: rivals.SmoothedScore(x, 0.1, 2, torch.Generator().manual_seed(1)),
    "BIRD": lambda x: rivals.BIRD(x, [FULL], 0.1, torch.Generator().manual_seed(1)),
}
MACHINES = {name: built(Y) for name, built in BUILT.items()} | {
    "two points": TWO, "Gaussian": GAUSS, "point": POINT, "worlds": LOCAL, "ResNet": RES,
    "UNet": networks.UNet(1, (2,)), "Mixer": MIXER, "score": lambda z, s: df.score(TWO, z, s),
    "posterior": lambda z, s: posterior(z.flatten(1), IS.dictionary, s).mean}
SAMPLED = {f"sample {m}": lambda z, s, m=m: df.last(df.sample(TWO, z, s * torch.tensor([1.0, 0.5]), m)) for m in
           ("euler", "ddim", "heun")}
ALL = MACHINES | SAMPLED


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(("z", "error", "message"), [
    (Y.half(), T, "must be float32 or float64, got torch.float16"),
    (Y.bfloat16(), T, "must be float32 or float64, got torch.bfloat16"),
    (Y.numpy(), T, "must be a float tensor, got ndarray"), (Y[:0], V, r"no empty side|must have shape \(Q, 9\)"),
], ids=["float16", "bfloat16", "ndarray", "empty"])
def test_images_that_no_machine_takes(name, z, error, message):
    if name == "posterior" and not isinstance(z, torch.Tensor):
        z = torch.from_numpy(z).numpy().reshape(4, 9)
        with pytest.raises(error, match=message):
            posterior(z, IS.dictionary, 1.0)
        return
    with pytest.raises(error, match=message):
        ALL[name](z, 1.0)


@pytest.mark.parametrize("name", ALL)
def test_gradients_asked_for_change_no_result(name):
    plain = ALL[name](Y, 1.0)
    torch.testing.assert_close(ALL[name](Y.clone().requires_grad_(), 1.0).detach(), plain, rtol=0, atol=0)
    level = torch.full((), 1.0).requires_grad_() if name in SAMPLED else torch.full((4,), 1.0).requires_grad_()
    said = ALL[name](Y, level)
    assert not said.requires_grad
    torch.testing.assert_close(said, plain, rtol=0, atol=1e-6)


@pytest.mark.parametrize("name", MACHINES)
@pytest.mark.parametrize(("sigma", "error", "message"), [
    (torch.tensor(1 + 1j), T, "sigma must hold real numbers, got torch.complex64"),
    (torch.ones(4).bool(), T, "sigma must hold real numbers, got torch.bool"), (1j, T, "number or a tensor, got 1j"),
    (np.ones(4), T, "sigma must be a number or a tensor, got array"), (True, T, "number or a tensor, got True"),
    (1e-30, V, r"sigma must be between 1e-12 and 1e\+12, got 1e-30"),
    (1e30, V, r"sigma must be between 1e-12 and 1e\+12, got 1e\+30"),
    (torch.tensor([1.0, 1.0, 1e-13, 1.0]), V, r"sigma must be between 1e-12 and 1e\+12, got tensor"),
    (torch.ones(4, 1), V, r"have shape \(4,\), got shape \(4, 1\)"), (torch.ones(0), V, r"got shape \(0,\)"),
], ids=str)
def test_levels_that_no_machine_takes(name, sigma, error, message):
    with pytest.raises(error, match=message):
        MACHINES[name](Y, sigma)


@pytest.mark.parametrize("name", MACHINES)
@pytest.mark.parametrize("kind", [int, np.int64, np.float32, np.float16, torch.tensor, Fraction])
def test_one_level_in_every_kind_of_number(name, kind):
    assert torch.equal(MACHINES[name](Y, kind(2)), MACHINES[name](Y, 2.0))


@pytest.mark.parametrize("name", BUILT)
@pytest.mark.parametrize(("data", "error", "message"), [
    (Y + 1000, V, r"data must lie within -10 and 10 .*got values from 1000 to 1001"),
    (Y - 10.5, V, r"data must lie within -10 and 10 .*got values from -10"), (Y.half(), T, "got torch.float16"),
    (Y.numpy(), T, "data must be a float tensor, got ndarray"), (Y[:0], V, "no empty side"),
], ids=["bright", "dark", "float16", "ndarray", "empty"])
def test_training_images_that_no_machine_takes(name, data, error, message):
    with pytest.raises(error, match=message):
        BUILT[name](data)(Y, 1.0)


@pytest.mark.parametrize("name", BUILT)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_machine_keeps_its_own_copy_and_no_gradients(name, dtype):
    data = Y.to(dtype)
    wanted = BUILT[name](data)(Y, 0.3)
    asked = data.clone().requires_grad_()
    said = BUILT[name](asked)(Y, 0.3)
    assert torch.equal(said, wanted) and not said.requires_grad
    if name not in ("consult", "sweep"):  # these two are no machines: they are given the images at each call
        changed = data.clone()
        machine = BUILT[name](changed)
        changed.mul_(-1)
        assert torch.equal(machine(Y, 0.3), wanted)


def test_closed_denoisers_keep_their_own_copy():
    mean, var, a = C.clone(), C + 1, Y[:1].clone()
    gauss, point = df.gaussian_denoiser(mean, var), df.point_denoiser(a)
    wanted = gauss(Y, 1.0), point(Y, 1.0)
    mean += 5
    var += 5
    a += 5
    assert torch.equal(gauss(Y, 1.0), wanted[0]) and torch.equal(point(Y, 1.0), wanted[1])


def brute(name, z, sigma):
    """What a machine on Y says of z, float64: each pixel's candidates listed, a softmax from differences."""
    out, size = torch.empty(z.shape, dtype=torch.float64), 3
    extend = {"LS": "constant", "consult": "constant", "bbELS": "constant"}.get(name, "circular")
    cut = lambda x: torch.nn.functional.pad(x.double(), (1, 1, 1, 1), mode=extend).unfold(2, 3, 1).unfold(3, 3, 1)  # noqa: E731
    near, far = cut(z)[:, 0], cut(Y)[:, 0]  # (B, H, W, 3, 3)
    for b, i, j in itertools.product(range(len(z)), range(size), range(size)):
        places = {"LS": [(i, j)], "consult": [(i, j)], "bbELS": [(i, j)], "interior": [(1, 1)]}.get(
            name, list(itertools.product(range(size), repeat=2)))
        gap = torch.stack([(near[b, i, j] - far[m, r, c]).square().sum() for r, c in places for m in range(len(Y))])
        centre = torch.stack([Y[m, 0, r, c].double() for r, c in places for m in range(len(Y))])
        out[b, 0, i, j] = (torch.softmax(-gap / (2 * sigma**2), 0) * centre).sum()
    return out


@pytest.mark.parametrize("name", ["LS", "ELS", "interior", "bbELS", "consult", "sweep", "IS", "ES"])
@pytest.mark.parametrize("sigma", [1e-12, 1e-8, 1e-3, 1.0, 1e3, 1e12])
def test_the_ends_of_the_range_of_levels_against_brute_force(name, sigma):
    """IS and ES are the machines whose window is the whole torus, 3 x 3 here."""
    z = (Y + sigma * torch.randn(Y.shape, generator=torch.Generator().manual_seed(5))).float()
    wanted = brute({"ES": "ELS", "IS": "whole"}.get(name, name), z, sigma) if name != "IS" else whole(z, sigma)
    assert (MACHINES[name](z, sigma).double() - wanted).abs().max() < 1e-5


def whole(z, sigma):
    gap = (z.double()[:, None] - Y.double()[None]).square().sum((2, 3, 4))  # (B, N)
    return torch.einsum("bn,nchw->bchw", torch.softmax(-gap / (2 * sigma**2), 1), Y.double())


def test_weights_that_are_not_finite_are_refused():
    net = networks.ResNet(1, 2, 1)
    with torch.no_grad():
        net.first.weight[0, 0, 0, 0] = NO
    with pytest.raises(V, match="the guess of this ResNet, and so its weights, must be finite, got"):
        net(Y, 1.0)
    with pytest.raises(V, match="what denoise returns must be finite, got 36 NaN"):
        df.last(df.sample(lambda z, s: z * NO, Y, LEVELS))


# ---------------------------------------------------------------- integers and flags
WHOLE = {  # every count, size and side: a call with any integer, and one that it may be
    "posterior chunk": (lambda n: posterior(ROWS, D, 1.0, chunk=n).mean, 2),
    "posterior top_k": (lambda n: posterior(ROWS, D, 1.0, top_k=n).top_i, 2),
    "load n": (lambda n: data.load("digits", n).images, 7),
    "load size": (lambda n: data.load("digits", 3, n).images, 5),
    "blur": (lambda n: data.blurred(Y, n), 2), "nearest": (lambda n: metrics.nearest(Y, Y, n)[1], 2),
    "source_color": (figures.source_color, 100), "abar_linear": (df.abar_linear, 100),
    "sigmas_edm": (df.sigmas_edm, 100), "schedule": (lambda n: df.schedule("cosine", n), 100),
    "collapse_sigma N": (lambda n: mm.collapse_sigma(n, 10), 100),
    "collapse_sigma d": (lambda n: mm.collapse_sigma(9, n), 100),
    "collapse_time": (lambda n: mm.collapse_time(n, 10), 100), "needed_N": (lambda n: mm.needed_N(0.5, n), 100),
    "gaussian_collapse": (lambda n: mm.gaussian_collapse(n, torch.ones(3)), 100),
    "gaussian_win_share": (lambda n: mm.gaussian_win_share(n, n, 1.0, n, seeded(3)), 20),
    "clone_ends": (lambda n: mm.clone_ends(**CLONE | {"branch": n, "generator": seeded(3)}), 1),
    "patch_density P": (lambda n: mm.patch_density(Y, Y, n, 5, seeded(3)), 3),
    "patch_density count": (lambda n: mm.patch_density(Y, Y, 3, n, seeded(3)), 100),
    "window_sum": (lambda n: rules.window_sum(Y, n), 3), "majority": (lambda n: rules.majority(W, n), 3),
    "LocalBlackWhite": (lambda n: rules.LocalBlackWhite(n)(Y, 1.0), 3),
    "sample_worlds": (lambda n: rules.sample_worlds(3, n, n, steps=n, generator=seeded(3)), 8),
    "count_by_force": (rules.count_by_force, 4), "count_consistent": (rules.count_consistent, 7),
    "row_bits": (lambda n: torch.from_numpy(rules.row_bits(n)), 8),
    "blobs": (lambda n: rules.blobs(n, torch.ones(1, 4).bool()), 10),
    "measured_wave": (lambda n: rules.measured_wave(LOCAL, torch.zeros(1), 5.0, 2.0, side=n, steps=n), 100),
    "even_levels": (lambda n: rules.even_levels(5.0, 2.0, n), 100), "waves": (lambda n: rules.waves(6.0, n, n, n), 11),
    "stripes period": (lambda n: rules.stripes(n, 3), 100), "stripes width": (lambda n: rules.stripes(6, n), 11),
    "fastest_wave": (lambda n: torch.tensor(stability.fastest_wave(torch.ones(1, 1, 3), n)), 100),
    "within": (lambda n: provenance.within(LABELS > 0, n), 100),
    "nearest_shifted": (lambda n: metrics.nearest_shifted(Y, Y, n)[1], 2),
    "shifted_distances": (lambda n: metrics.shifted_distances(Y, Y, n)[0], 2),
    "stable_dt": (lambda n: turing.stable_dt(turing.Schnakenberg(), dims=n), 2),
    "simulate": (lambda n: turing.last(turing.simulate(turing.Schnakenberg(), FIELDS, n, every=n)).fields, 100),
    "fed_patch": (lambda n: turing.fed_patch(torch.ones(1, 2, 130, 130), n), 100),
    "measured_growth": (lambda n: turing.measured_growth(turing.Schnakenberg(), 0.5, n, n), 100),
    "WindowSchedule": (lambda n: local.WindowSchedule([(1.0, n), (2.0, 9)])(1.5), 3),
    "LS": (lambda n: local.LS(Y, n)(Y, 1.0), 5), "ELS": (lambda n: equivariant.ELS(Y, n)(Y, 1.0), 3),
    "BBELS": (lambda n: equivariant.BBELS(Y, n)(Y, 1.0), 5), "ES": (lambda n: equivariant.ES(Y, n)(Y, 1.0), 2),
    "consult P": (lambda n: consult(Y, 1.0, Y, n, *SAME).mean, 3),
    "consult first": (lambda n: consult(Y, 1.0, Y, 3, *SAME, first=n, chunk=n).image, 100),
    "sweep P": (lambda n: sweep.sweep(Y, 1.0, Y, [n], *SAME)[0].mean, 5),
    "sweep first": (lambda n: sweep.sweep(Y, 1.0, Y, [3], *SAME, first=n, threads=2)[0].image, 100),
    "count_mosaics": (lambda n: equivariant.count_mosaics(Y, n), 7),
    "ResNet": (lambda n: networks.ResNet(n, n, n, dilation=n, seed=n)(Y.expand(-1, n, -1, -1), 1.0), 2),
    "UNet": (lambda n: networks.UNet(1, (n, n), seed=n)(Y[..., :2, :2], 1.0), 2),
    "Mixer": (lambda n: networks.Mixer(n, n, n, n, n, seed=n)(Y.expand(-1, n, -1, -1)[..., :2, :2], 1.0), 2),
    "influences": (lambda n: networks.influences(IS, Y, 1.0, [(n, n)]), 2),
    "copied_corner": (lambda n: rivals.copied_corner(Y.repeat(1, 1, 2, 2), n), 2),
    "corner_partners": (lambda n: torch.tensor(rivals.corner_partners(n, n, 2)), 6),
    "windows_around": (lambda n: rivals.windows_around([(n, n)], 4, 4, n), 3),
    "measured_field": (lambda n: networks.measured_field(RES, 1.0, n, n), 2),
    "train": (lambda n: networks.train(RES, Y, steps=n, batch=n, seed=n, progress=False).loss, 2),
    "levels": (pr.levels, 100), "starts": (lambda n: pr.starts(n, (n, n, n), 1.0, seeded(3)), 11),
    "candidates": (lambda n: pr.candidates(RES, n, n), 9), "machine": (lambda n: pr.machine("LS", Y, n)(Y, 1.0), 3),
    "best_windows": (lambda n: pr.best_windows([1.0], [n, 5], torch.ones(1, 2, 1)).pairs, 3),
    "summary": (lambda n: pr.summary(ROWS[0], seeded(3), n), 100),
    "judged": (lambda n: pr.judged(torch.ones(1, 1, 2), [n]), 3),
    "bootstrap": (lambda n: torch.tensor(pr.bootstrap(ROWS[0], lambda v: v.mean(1), seeded(3), n)), 100),
    "Components": (lambda n: cr.Components(Y, n)(Y), 3),
    "overlap": (lambda n: cr.overlap(Y, Y, n).density, 3),
    "expected_coverage": (lambda n: torch.tensor(cr.expected_coverage(n, n, 2)), 100),
    "window_distances": (lambda n: cr.window_distances(Y, Y, n), 5),
    "one_kind": (lambda n: fools.one_kind(Y, n), 3), "grey": (lambda n: fools.grey(Y, n), 100),
    "mean_image": (lambda n: fools.mean_image(Y, n), 100),
    "glued": (lambda n: fools.glued(Y, n, seeded(3)), 100),
    "paired": (lambda n: pr.paired(ROWS, ROWS, seeded(3), n), 100),
}


def seeded(seed):
    return torch.Generator().manual_seed(seed)


FIELDS = turing.near_rest(turing.Schnakenberg(), torch.randn(1, 2, 8, generator=seeded(1)))


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int64])
@pytest.mark.parametrize("name", WHOLE)
def test_any_integer_counts(name, kind):
    """NumPy's too, of 8 bits even, in which a square or a product of two of these would overflow."""
    call, n = WHOLE[name]
    torch.testing.assert_close(call(kind(n)), call(n), rtol=0, atol=0)


@pytest.mark.parametrize("bad", [True, 2.0, "2", np.True_, np.float64(2)], ids=repr)
@pytest.mark.parametrize("name", WHOLE)
def test_what_is_no_integer(name, bad):
    with pytest.raises(TypeError, match=re.escape(f"got {bad!r}")):
        WHOLE[name][0](bad)


def test_settings_stay_plain():
    """NumPy's integers in a config or in a lab's settings would not go into JSON."""
    two = np.int64(2)
    nets = networks.ResNet(two, two, two, dilation=[two, two], coordinates=np.True_), networks.UNet(two, [two, two])
    assert all(networks.build(json.loads(json.dumps(net.config))).config == net.config for net in nets)
    net = networks.ResNet(1, 2, 1)
    state = networks.train(net, Y, steps=two, batch=two, seed=two, progress=False)
    assert json.loads(json.dumps(state.net.config)) == net.config
    labs = [
        widgets.NoiseLab(Y, index=two, sigma=np.float32(2), seed=two, choices=np.int64(3)),
        widgets.CollapseLab(N=two, d=two, sigma=np.float32(2), seed=two),
        widgets.SamplerLab(Y, two, N=two, seed=two, steps=two, sigma_min=np.float32(0.5), sigma_max=np.float32(2)),
        widgets.SamplerLab(Y, machine="LS", P=np.int64(3), seed=two), widgets.TuringLab(size=np.int64(64), seed=two),
        widgets.AttentionLab(until=two, seed=two, steps=np.int64(3)),
        widgets.MajorityLab(L=np.int64(8), P=np.int64(3), steps=two, sigma_max=np.float32(2), seed=two),
        widgets.MosaicExplorer(Y, machine="LS", windows=[(np.float32(1), np.int64(3))], seed=two, steps=two),
        widgets.TrainingLab(width=np.int64(24), seconds=np.float32(30), seed=two),
        widgets.NoveltyLab(torch.cat([Y, 1 - Y]), P=np.int64(3), N=two, seed=two, steps=two, count=two),
        widgets.PredictionLab(windows=np.int64(3), N=two, seed=two, steps=two),
        widgets.RivalsLab(N=two, seed=two, steps=two)]
    for lab in labs:
        assert json.loads(json.dumps(lab.settings)), lab


FLAGS = {
    "coordinates": lambda b: networks.ResNet(1, 2, 1, coordinates=b), "torus": lambda b: provenance.sources(SEEN, b),
    "progress": lambda b: networks.train(RES, Y, steps=1, progress=b),
    "stats": lambda b: posterior(ROWS, D, 1.0, stats=b),
    "fan": lambda b: fingers.grown(1.0, 20, fan=b),
    "progress ": lambda b: sweep.sweep(Y, 1.0, Y, [3], *SAME, progress=b),
}


@pytest.mark.parametrize("bad", ["no", 0, 1, None, 1.0], ids=repr)
@pytest.mark.parametrize("name", FLAGS)
def test_what_is_neither_true_nor_false(name, bad):
    with pytest.raises(TypeError, match=re.escape(f"{name.strip()} must be True or False, got {bad!r}")):
        FLAGS[name](bad)


def test_every_flag_is_in_the_table():
    """A public parameter that is True or False by default is checked."""
    modules = ["core.posterior", "core.data", "core.figures", "core.windows", "core.sweep", "diffusion", "ideal",
               "memorization", "rules", "turing", "local", "equivariant", "provenance", "networks", "prediction",
               "fingers", "attention", "creativity", "creativity.fools", "rivals", "canvas"]
    found = set()
    for module in (importlib.import_module(f"mosaics.{name}") for name in modules):
        for name, f in vars(module).items():
            if not name.startswith("_") and callable(f) and own(f, module):
                found |= {k for k, v in inspect.signature(f).parameters.items() if isinstance(v.default, bool)}
    assert found == {name.strip() for name in FLAGS}
