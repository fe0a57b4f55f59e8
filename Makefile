# Patch Mosaics. Two commands matter: `make book` and `make test`; both set up everything they need.
# What each command does is in scripts/commands.py; without make: `python scripts/run.py NAME`.
PYTHON ?= python3
COMMANDS := setup book test serve lab rehearsal colab bundles timings bench weights results lock platforms clean

.PHONY: help $(COMMANDS)
.NOTPARALLEL:

help:
	@$(PYTHON) scripts/run.py help

export MOSAICS_BROWSER PORT FORCE UPGRADE
$(COMMANDS):
	@$(PYTHON) scripts/run.py $@
