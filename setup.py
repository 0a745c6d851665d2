"""Packages only (metadata stands in setup.cfg): migrations/ lies beside the package and joins the wheel inside it."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["contest", "contest.*"]), "contest.migrations", "contest.migrations.versions"],
    package_dir={"contest.migrations": "migrations"},
    package_data={
        "contest": ["py.typed", "presets/**/*", "locale/**/*.po", "export/papers/*.typ", "web/static/**/*"],
        "contest.migrations": ["*.mako"],
    },
)
