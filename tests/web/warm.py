"""What every server does first, done once in the process from which those of the tests are forked."""

from app.device import compute_in_one_thread
from app.main import create_app
from app.settings import Settings

# before anything is computed: a pool of threads would not live on in a fork
compute_in_one_thread()
create_app(Settings(device="cpu"))
