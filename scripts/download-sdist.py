#!/usr/bin/env python3
"""Fetches a source distribution from the Python package index and checks it.

`pip download` would build such a package only to read its metadata, which takes as long as installing it.
Run it with the Python of `scripts/venv tools`.
"""

import argparse
import os
import sys
from pathlib import Path

from pypi_simple import PYPI_SIMPLE_ENDPOINT, PyPISimple, tqdm_progress_factory


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("project")
    parser.add_argument("version")
    parser.add_argument("sha256", help="what the file must have, whatever the index says")
    parser.add_argument("output", type=Path)
    wanted = parser.parse_args()
    with PyPISimple(os.environ.get("PIP_INDEX_URL") or PYPI_SIMPLE_ENDPOINT) as index:
        for package in index.get_project_page(wanted.project).packages:
            if package.version == wanted.version and package.package_type == "sdist":
                package.digests = {"sha256": wanted.sha256}
                progress = tqdm_progress_factory(desc=package.filename, unit_scale=True, disable=None)
                return index.download_package(package, wanted.output, progress=progress)
    sys.exit(f"the index has no source of {wanted.project} {wanted.version}")


if __name__ == "__main__":
    main()
