"""Training compiled: autograd's gradient of a batch, translated, with whole epochs around it, by XLA.

Whoever imports this needs JAX, which takes a third of a second to import: it is imported where it is first needed.
"""

import os

import jax

# the server's workers are the parallelism; a network of eight units is too small to share out
os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} --xla_cpu_multi_thread_eigen=false"
jax.config.update("jax_enable_x64", True)  # noqa: FBT003  JAX's signature
# whatever the environment says: what is trained here lies in the memory of the CPU
jax.config.update("jax_platforms", "cpu")
# a call answers when it is done: nobody else computes meanwhile
jax.config.update("jax_cpu_enable_async_dispatch", False)  # noqa: FBT003  the same
