"""What XLA is told of a program that is run once: nobody waits for it to be made quick."""

AS_IT_STANDS = {
    "xla_backend_optimization_level": 0,
    "xla_llvm_disable_expensive_passes": True,
    # the older emitters compile in two thirds of the time
    "xla_cpu_use_fusion_emitters": False,
}
