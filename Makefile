# Each target sets up what it needs; a second run finds it there. `make` alone lists them.
PY = .venv/bin/python

.PHONY: help run test check bench faults pictures check-rules wheel lock clean setup setup-tests

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14

run: setup ## watch a contest from the first sheet to the winners, on http://127.0.0.1:5000
	@exec .venv/bin/contest demo

test: setup-tests ## run all tests, browser and PostgreSQL included
	@exec $(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile

check: setup-tests ## format, lint, types, import rules, pages
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m mypy --platform win32 --cache-dir .mypy_cache/windows
	$(PY) -m pytest -q tests/test_imports.py tests/test_house.py
	sh scripts/node.sh npm --prefix frontend run --silent check

bench: setup-tests ## measure the figures, one JSON line each
	@exec $(PY) -m bench

faults: setup-tests ## play every fault with full counts (hours)
	@CONTEST_FULL=1 exec $(PY) -m pytest -m faults --timeout=0

pictures: setup-tests ## photograph the pages for the README anew
	@exec $(PY) scripts/pictures.py

check-rules: setup-tests ## compare the two calculations on 10,000 random rulebooks
	@CONTEST_FULL=1 exec $(PY) -m pytest -m rules --timeout=0 -n auto --maxprocesses 4 --dist load

wheel: setup ## build dist/contest-….whl, pages included, for machines without make (Windows)
	@$(PY) -m pip --disable-pip-version-check wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

lock: ## write the locks anew from setup.cfg and frontend/package.json
	@sh scripts/lock.sh

clean: ## remove what was set up and built, but not var/
	rm -rf .venv build dist contest.egg-info contest/web/static frontend/generated frontend/node_modules
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage htmlcov test-results

setup:
	@sh scripts/venv.sh run
	@sh scripts/frontend.sh

setup-tests:
	@sh scripts/venv.sh test
	@sh scripts/frontend.sh
	@sh scripts/types.sh
	@sh scripts/browser.sh >/dev/null
