"""The one place where what happens to imports is put together from the real things."""

from shared.clients.storage import live_storage
from shared.clock import utc_now
from shared.imports.runs import Runs
from shared.once import once
from shared.settings import PrivateFiles, load
from shared.store.catalogue import live_catalogue
from shared.store.imports import live_imports
from shared.store.log import live_log


@once
def live_runs() -> Runs:
    return Runs(
        imports=live_imports(),
        log=live_log(),
        catalogue=live_catalogue(),
        storage=live_storage(),
        bucket=load(PrivateFiles).private_bucket,
        now=utc_now,
    )
