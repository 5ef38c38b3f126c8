"""What `benchmarks.scheduling` is made of: random cases, a checker, rivals, and models for two solvers."""
