# Patch Mosaics. Two commands matter: `make book` and `make test`; both set up everything they need.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv/bin/python
export MOSAICS_BROWSER

.PHONY: help setup book test serve lab clean lock rehearsal timings bench weights results
help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-9s %s\n", $$1, $$2}'

setup: ## make .venv with the locked packages (book and test do this themselves)
	@$(PYTHON) scripts/setup.py

book: setup ## build the site, warnings are errors; ends with the page to open
	@$(VENV) scripts/build.py

test: setup ## run every check; FORCE=1 also those whose sources have not changed
	@$(VENV) scripts/check.py

serve: book ## build and serve the site at http://localhost:8000 (PORT=...)
	@$(VENV) -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

lab: setup ## open the chapters in JupyterLab
	@$(VENV) -m jupyterlab chapters

rehearsal: setup ## build a fresh clone as a newcomer does: strange folder, empty home, nothing compiled
	@$(VENV) scripts/rehearse.py

timings: setup ## measure every chapter's seconds and memory, for "Running the book"
	@$(VENV) scripts/timings.py

bench: setup ## the exact machines' speed, as ratios to a textbook implementation
	@$(VENV) bench/run.py

weights: setup ## train the networks of data/weights anew (half an hour of one core)
	@nice $(VENV) scripts/make_weights.py

results: setup ## the expensive numbers of chapters 3, 9 and 10 anew (two hours of one core)
	@nice $(VENV) scripts/make_results.py
	@nice $(VENV) scripts/make_results.py --ablations
	@nice $(VENV) scripts/make_copying.py
	@nice $(VENV) scripts/make_training_run.py

lock: ## resolve requirements.txt anew and freeze it into requirements.lock
	@$(PYTHON) scripts/setup.py --lock

clean: ## remove what was built (the environment stays)
	rm -rf _build .stamps .pytest_cache .mypy_cache .ruff_cache .hypothesis
