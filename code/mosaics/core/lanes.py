"""Vectors of LANES numbers for numba: one lane a training image, all lanes at once.

Numba has no such type of its own, and LLVM, left to guess, vectorises plain loops badly. A value of type `Lanes` is one
LLVM vector; LLVM splits it into as many registers of the machine as it takes. Float32 or float64, with + - * between
vectors, and the functions below. Sums and products may fuse into one rounding; nothing else is reordered.
"""

import operator
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, overload, register_model

from .layout import LANES


class Lanes(types.Type):
    """The numba type of a vector of LANES floats of 32 or 64 bits."""

    def __init__(self, bits: int):
        super().__init__(name=f"Lanes(float{bits})")
        self.bits = bits


@register_model(Lanes)
class _Model(models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: Lanes):
        super().__init__(dmm, fe_type, _vector(fe_type.bits))


def _vector(bits: int) -> ir.VectorType:
    return ir.VectorType(ir.FloatType() if bits == 32 else ir.DoubleType(), LANES)


def _spread(builder: ir.IRBuilder, scalar: ir.Value) -> ir.Value:
    """A vector all of whose lanes are `scalar`."""
    none = ir.Constant(ir.VectorType(scalar.type, LANES), ir.Undefined)
    one = builder.insert_element(none, scalar, ir.IntType(32)(0))
    return builder.shuffle_vector(one, one, ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES))


def _call(builder: ir.IRBuilder, name: str, result: ir.Type, *args: ir.Value) -> ir.Value:
    """LLVM's own function of this name, for instance llvm.vector.reduce.fmin.v64f32."""
    function = cgutils.get_or_insert_function(builder.module, ir.FunctionType(result, [arg.type for arg in args]), name)
    return builder.call(function, args, fastmath=("nnan",))  # distances are no NaN, which spares the search for them


def _suffix(vector: ir.VectorType) -> str:
    return f"v{LANES}f{32 if isinstance(vector.element, ir.FloatType) else 64}"


# ---------------------------------------------------------------- memory
def _pointer(context: Any, builder: ir.IRBuilder, typed: Any, array: ir.Value, at: ir.Value) -> ir.Value:
    """Address of entry `at` of a contiguous array of type `typed`, as that of a vector."""
    data = context.make_array(typed)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [at]), _vector(typed.dtype.bitwidth).as_pointer())


@intrinsic
def load(typing: Any, array: Any, at: types.Integer) -> Any:
    """The LANES numbers of the flat array from entry `at` on."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> ir.Value:
        return builder.load(_pointer(context, builder, signature.args[0], *args), align=array.dtype.bitwidth // 8)

    return Lanes(array.dtype.bitwidth)(array, at), generate


@intrinsic
def store(typing: Any, array: Any, at: types.Integer, value: Lanes) -> Any:
    """Write them."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> ir.Value:
        pointer = _pointer(context, builder, signature.args[0], *args[:2])
        builder.store(args[2], pointer, align=array.dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(array, at, value), generate


@intrinsic
def peek(typing: Any, array: Any, at: types.Integer) -> Any:
    """Entry `at` of the flat array: as array[at], for at >= 0 only, which numba need not ask then."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> ir.Value:
        data = context.make_array(signature.args[0])(context, builder, args[0]).data
        return builder.load(builder.gep(data, [args[1]]))

    return array.dtype(array, at), generate


@intrinsic
def spread(typing: Any, x: types.Float) -> Any:
    """A vector with `x` in every lane."""
    return Lanes(x.bitwidth)(x), lambda context, builder, signature, args: _spread(builder, args[0])


# ---------------------------------------------------------------- arithmetic
def _binary(name: str) -> Any:
    @intrinsic
    def operation(typing: Any, a: Lanes, b: Lanes) -> Any:
        def generate(context: Any, builder: Any, signature: Any, args: Any) -> ir.Value:
            return getattr(builder, name)(*args, flags=("contract", "nnan"))

        return a(a, b), generate

    return operation


_add, _sub, _mul = _binary("fadd"), _binary("fsub"), _binary("fmul")


@overload(operator.add, strict=False)
def _(a: Any, b: Any) -> Any:
    if isinstance(a, Lanes) and isinstance(b, Lanes):
        return lambda a, b: _add(a, b)
    return None


@overload(operator.sub, strict=False)
def _(a: Any, b: Any) -> Any:
    if isinstance(a, Lanes) and isinstance(b, Lanes):
        return lambda a, b: _sub(a, b)
    return None


@overload(operator.mul, strict=False)
def _(a: Any, b: Any) -> Any:
    if isinstance(a, Lanes) and isinstance(b, Lanes):
        return lambda a, b: _mul(a, b)
    return None


@intrinsic
def narrow(typing: Any, a: Lanes) -> Any:
    """As float32."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> ir.Value:
        return args[0] if signature.args[0].bits == 32 else builder.fptrunc(args[0], _vector(32))

    return Lanes(32)(a), generate


@intrinsic
def any_at_most(typing: Any, a: Lanes, limit: types.Float) -> Any:
    """Whether some lane is <= limit."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> ir.Value:
        mask = builder.fcmp_ordered("<=", args[0], _spread(builder, args[1]))
        bits = builder.bitcast(mask, ir.IntType(LANES))
        return builder.icmp_unsigned("!=", bits, bits.type(0))

    return types.boolean(a, limit), generate


@intrinsic
def least_lane(typing: Any, a: Lanes) -> Any:
    """The smallest lane."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> ir.Value:
        vector = args[0].type
        return _call(builder, f"llvm.vector.reduce.fmin.{_suffix(vector)}", vector.element, args[0])

    return (types.float32 if a.bits == 32 else types.float64)(a), generate


@intrinsic
def total(typing: Any, a: Lanes) -> Any:
    """The sum of all lanes of a float32 vector, halves first: always in the same order, with six roundings, not 63."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> ir.Value:
        value, width = args[0], LANES
        while width > 1:
            width //= 2
            index = ir.VectorType(ir.IntType(32), width)
            half = [ir.Constant(index, list(range(start, start + width))) for start in (0, width)]
            value = builder.fadd(*(builder.shuffle_vector(value, value, part) for part in half))
        return builder.extract_element(value, ir.IntType(32)(0))

    return types.float32(a), generate


@intrinsic
def lane_equal(typing: Any, a: Lanes, x: types.Float) -> Any:
    """Number of the first lane that equals `x`, which must be one of them."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> ir.Value:
        mask = builder.fcmp_ordered("==", args[0], _spread(builder, args[1]))
        bits = builder.bitcast(mask, ir.IntType(LANES))
        lane = builder.cttz(bits, ir.IntType(1)(1))
        return lane if LANES == 64 else (builder.trunc if LANES > 64 else builder.zext)(lane, ir.IntType(64))

    return types.int64(a, x), generate


# 2^f for |f| <= 1/2: the polynomial of degree 5 of least relative error, 1e-7, so of float32's own size
POWERS = (1.0000001, 0.69314694, 0.2402212, 0.05550713, 0.009675541, 0.0013276472)


@intrinsic
def exp2(typing: Any, a: Lanes) -> Any:
    """2^x in every lane of a float32 vector with x <= 0; below -100 it stays at 2^-100. Relative error 2e-7."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> ir.Value:
        number, whole = _vector(32), ir.VectorType(ir.IntType(32), LANES)
        constant = lambda x: ir.Constant(number, [x] * LANES)  # noqa: E731
        low = constant(-100.0)
        x = builder.select(builder.fcmp_ordered(">", args[0], low), args[0], low)
        shifted = builder.fadd(x, constant(1.5 * 2**23))  # the nearest integer, in the last bits
        f = builder.fsub(x, builder.fsub(shifted, constant(1.5 * 2**23)))
        value = constant(POWERS[-1])
        for c in POWERS[-2::-1]:
            value = builder.fadd(builder.fmul(value, f, flags=("contract",)), constant(c), flags=("contract",))
        exponent = builder.shl(builder.bitcast(shifted, whole), ir.Constant(whole, [23] * LANES))
        return builder.bitcast(builder.add(builder.bitcast(value, whole), exponent), number)

    return a(a), generate
