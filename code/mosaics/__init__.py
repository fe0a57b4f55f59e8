"""Patch Mosaics: why diffusion models create. One module a chapter, in reading order; `core` knows none of them."""
