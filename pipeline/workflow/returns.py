"""Exit codes of the `luigi` command, set here because by default it exits 0 after most failures, wherever it runs."""

from __future__ import annotations

from luigi.configuration import get_config

CODES = {
    "already_running": 10, "missing_data": 20, "not_run": 25, "task_failed": 30, "scheduling_error": 35,
    "unhandled_exception": 40,
}  # fmt: skip
"""Every one that Luigi knows (luigi.retcodes); those of a configuration file of the user's stand."""


def set_return_codes() -> None:
    """Have `luigi` tell failure by its exit code; called when it loads the module of the tasks."""
    configuration = get_config()  # type: ignore[no-untyped-call]
    for name, code in CODES.items():
        if not configuration.has_option("retcode", name):
            configuration.set("retcode", name, str(code))
