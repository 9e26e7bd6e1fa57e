"""Sets the program up on a machine that has only Python: `python3 -m installer run | test | build | lock | words`.

Only the standard library is imported here, because nothing else exists yet when these modules run. What needs a library
(`installer.catalogue`, the PyInstaller recipe) is started as a process of its own inside `.venv`.
"""
